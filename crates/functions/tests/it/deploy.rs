use functions::{Error, FunctionConfig, Label, Spec};

use crate::support::{Shop, app, name, spec};

fn with(text: &str, change: impl FnOnce(&mut FunctionConfig)) -> Spec {
    let mut spec = spec(text);
    change(&mut spec.config);
    spec
}

#[tokio::test]
async fn a_deploy_makes_the_app_what_it_says() {
    let shop = Shop::new();
    let told = shop.deploy("shop", &[spec("a"), spec("b")]).await.unwrap();
    assert_eq!(told, "+a 1, +b 2");
    let told = shop.deploy("shop", &[with("b", |c| c.memory_mb = 256), spec("c")]).await.unwrap();
    assert_eq!(told, "~b 3, +c 4, -a 1");
    assert_eq!(shop.list(), "b 3, c 4");
    assert_eq!(shop.deploy("shop", &[]).await.unwrap(), "-b 3, -c 4");
    assert_eq!(shop.list(), "");
}

#[tokio::test]
async fn what_did_not_change_keeps_its_version_and_costs_no_commit() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    let commits = shop.faults.commits();
    assert_eq!(shop.deploy("shop", &[spec("a")]).await.unwrap(), "=a 1");
    assert_eq!(shop.faults.commits(), commits);
    let package = Spec { package: blob::Hash::of(b"another package"), ..spec("a") };
    assert_eq!(shop.deploy("shop", &[package]).await.unwrap(), "~a 2");
    let noted = Spec { notes: vec!["Python 3.9 is not on this machine".into()], ..spec("a") };
    assert_eq!(shop.deploy("shop", &[noted]).await.unwrap(), "~a 3");
}

#[tokio::test]
async fn one_bad_function_and_nothing_changes() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    let changed = with("a", |c| c.memory_mb = 256);
    let bad = with("b", |c| c.retries = 9);
    let error = shop.deploy("shop", &[changed, bad]).await.unwrap_err();
    assert_eq!(error.to_string(), "function \"b\": retries is 9, must be 0 to 2");
    let error = shop.deploy("shop", &[spec("b"), spec("c"), spec("b")]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "function \"b\" is named twice in one deploy; give each its own name"
    );
    assert_eq!(shop.list(), "a 1");
    let shop = shop.restart();
    assert_eq!(shop.list(), "a 1");
    assert_eq!(shop.deploy("shop", &[spec("a"), spec("b")]).await.unwrap(), "=a 1, +b 2");
}

#[tokio::test]
async fn a_name_belongs_to_the_app_that_took_it() {
    let shop = Shop::new();
    shop.deploy("one", &[spec("a")]).await.unwrap();
    let error = shop.deploy("two", &[spec("b"), spec("a")]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "function \"a\" belongs to the app \"one\"; choose another name, or remove it there first"
    );
    assert_eq!(shop.list(), "a 1");
    shop.deploy("one", &[]).await.unwrap();
    assert_eq!(shop.deploy("two", &[spec("b"), spec("a")]).await.unwrap(), "+b 2, +a 3");
    // An app's deploy removes nothing of another's.
    assert_eq!(shop.deploy("one", &[spec("c")]).await.unwrap(), "+c 4");
    assert_eq!(shop.list(), "a 3, b 2, c 4");
}

#[tokio::test]
async fn an_app_has_an_end() {
    let shop = Shop::new();
    let many = |count: usize| (0..count).map(|n| spec(&format!("f{n}"))).collect::<Vec<_>>();
    let error = shop.deploy("shop", &many(401)).await.unwrap_err();
    assert!(matches!(error, Error::TooMany { most: 400, found: 401 }), "{error}");
    shop.deploy("shop", &many(400)).await.unwrap();
    for n in 0..400 {
        let name = name(&format!("f{n}"));
        shop.registry.edit(&name, 1, |draft| draft.publish(None)).await.unwrap();
    }
    // As large a change as there can be: as many new ones for old ones with all they had.
    let others: Vec<_> = (0..400).map(|n| spec(&format!("g{n}"))).collect();
    shop.deploy("shop", &others).await.unwrap();
    assert_eq!(shop.registry.list().len(), 400);
    assert!(shop.registry.get("g399").is_some() && shop.registry.get("f0").is_none());
}

#[tokio::test]
async fn what_is_removed_is_gone_for_good() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a"), spec("b")]).await.unwrap();
    assert_eq!(shop.registry.remove("a").await.unwrap().latest.name, name("a"));
    let text = "x".repeat(1_000);
    for unknown in ["a", "", "../b", text.as_str()] {
        let error = shop.registry.remove(unknown).await.unwrap_err().to_string();
        let shown = &unknown[..unknown.len().min(64)];
        let expected =
            format!("there is no function \"{shown}\"; `mayfly ls` shows what is deployed");
        assert_eq!(error, expected);
    }
    assert_eq!(shop.list(), "b 2");
    let shop = shop.restart();
    assert_eq!(shop.list(), "b 2");
}

#[tokio::test]
async fn look_ups_take_any_text() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    let function = shop.registry.get("a").unwrap();
    assert_eq!((function.app.clone(), function.label), (Some(app("shop")), Label::Latest));
    let arn = function.arn("eu-west-1", "123456789012");
    assert_eq!(arn, "arn:aws:lambda:eu-west-1:123456789012:function:a");
    for unknown in ["", "A", "a ", "a\0", "../a"] {
        assert!(shop.registry.get(unknown).is_none(), "{unknown:?}");
    }
    assert_eq!(shop.registry.packages(), [function.package].into());
}

#[tokio::test]
async fn what_was_tried_is_deployed_under_the_number_it_was_tried_as() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    let specs = [spec("a"), with("b", |c| c.memory_mb = 256), spec("c")];
    let candidates = shop.registry.candidates(&app("shop"), &specs, 1).await.unwrap();
    let numbers: Vec<_> =
        candidates.iter().map(|one| format!("{} {}", one.name, one.version.0)).collect();
    assert_eq!(numbers, ["b 2", "c 3"], "what does not change is not tried");
    // Others deploy meanwhile, and get other numbers.
    shop.deploy("other", &[spec("d")]).await.unwrap();
    let tried = candidates.iter().map(|one| (one.name.clone(), one.version)).collect();
    shop.registry.deploy_tried(&app("shop"), specs.to_vec(), &tried, 1).await.unwrap();
    assert_eq!(shop.list(), "a 1, b 2, c 3, d 4");
    let shop = shop.restart();
    assert_eq!(shop.deploy("shop", &[]).await.unwrap(), "-a 1, -b 2, -c 3");
    assert_eq!(shop.deploy("shop", &[spec("e")]).await.unwrap(), "+e 5");
}
