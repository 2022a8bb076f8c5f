//! Versions that stay, names for them, and what belongs to all of them.

use std::collections::BTreeMap;

use functions::{
    Alias, Draft, Error, EventSettings, Function, Label, Provisioned, Revision, VersionId,
};

use crate::support::{Shop, config, name, spec};

/// A function nobody's project has.
fn function(text: &str) -> Function {
    Function {
        name: name(text),
        app: None,
        label: Label::Latest,
        version: VersionId(0),
        config: config(),
        package: blob::Hash::of(b"a package"),
        package_bytes: 9,
        deployed_at_ms: 0,
        revision: Revision::default(),
        notes: Vec::new(),
    }
}

async fn edit<T>(shop: &Shop, change: impl FnOnce(&mut Draft) -> Result<T, Error>) -> T {
    shop.registry.edit(&name("f"), 5, change).await.unwrap()
}

async fn made() -> Shop {
    let shop = Shop::new();
    edit(&shop, |draft| draft.put_latest(function("f"))).await;
    shop
}

fn alias(version: &str, other: Option<(&str, u32)>) -> Alias {
    Alias {
        version: version.into(),
        description: String::new(),
        other: other.map(|(version, parts)| (version.into(), parts)),
        revision: Revision::fresh(),
    }
}

/// `label version-id` of what a qualifier leads to.
fn resolved(shop: &Shop, qualifier: &str, dice: u32) -> String {
    let entry = shop.registry.entry("f").unwrap();
    match entry.resolve(Some(qualifier), || dice) {
        Ok(function) => format!("{} {}", function.label, function.version.0),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn what_is_published_stays_as_it_is() {
    let shop = made().await;
    let first = edit(&shop, |draft| draft.publish(Some("one".into()))).await;
    assert_eq!((first.label, first.deployed_at_ms), (Label::Published(1), 5));
    assert_eq!(first.config.declared.description, "one");
    edit(&shop, |draft| {
        draft.put_latest(Function { package: blob::Hash::of(b"other"), ..function("f") })
    })
    .await;
    let second = edit(&shop, |draft| draft.publish(None)).await;
    assert_eq!(second.label, Label::Published(2));
    let shop = shop.restart();
    let entry = shop.registry.entry("f").unwrap();
    assert_eq!(entry.published.len(), 2);
    assert_eq!(entry.published[&1], first);
    assert_eq!(shop.registry.packages().len(), 2);
    for (qualifier, leads_to) in [
        ("$LATEST", "$LATEST 3"),
        ("1", "1 2"),
        ("2", "2 4"),
        ("3", "there is no version or alias \"3\""),
        ("01", "there is no version or alias \"01\""),
        ("+1", "there is no version or alias \"+1\""),
        ("live", "there is no version or alias \"live\""),
    ] {
        assert_eq!(resolved(&shop, qualifier, 0), leads_to, "{qualifier}");
    }
}

#[tokio::test]
async fn publishing_what_was_published_last_makes_no_version() {
    let shop = made().await;
    let first = edit(&shop, |draft| draft.publish(None)).await;
    let commits = shop.faults.commits();
    assert_eq!(edit(&shop, |draft| draft.publish(None)).await, first);
    // Concurrency belongs to the function and is no reason for a version.
    edit(&shop, |draft| draft.adjust_latest(|latest| latest.config.concurrency = Some(3))).await;
    assert_eq!(edit(&shop, |draft| draft.publish(None)).await, first);
    assert_eq!(shop.faults.commits(), commits + 1);
    let described = edit(&shop, |draft| draft.publish(Some("two".into()))).await;
    assert_eq!(described.label, Label::Published(2));
}

#[tokio::test]
async fn a_number_is_never_given_twice() {
    let shop = made().await;
    edit(&shop, |draft| draft.publish(None)).await;
    edit(&shop, |draft| draft.remove_version(1)).await;
    assert_eq!(edit(&shop, |draft| draft.publish(None)).await.label, Label::Published(2));
    assert!(shop.restart().registry.entry("f").unwrap().published.keys().eq([&2]));
}

#[tokio::test]
async fn an_alias_leads_to_one_version_or_to_two() {
    let shop = made().await;
    for description in ["one", "two"] {
        edit(&shop, |draft| draft.publish(Some(description.into()))).await;
    }
    edit(&shop, |draft| {
        let aliases = &mut draft.settings()?.aliases;
        aliases.insert("live".into(), alias("1", None));
        aliases.insert("both".into(), alias("1", Some(("2", 250_000))));
        aliases.insert("gone".into(), alias("9", None));
        Ok(())
    })
    .await;
    let shop = shop.restart();
    assert_eq!(resolved(&shop, "live", 0), "1 2");
    let thousand: Vec<_> = (0..1_000).map(|n| resolved(&shop, "both", n * 1_000)).collect();
    assert_eq!(thousand.iter().filter(|to| *to == "2 3").count(), 250);
    assert_eq!(resolved(&shop, "gone", 0), "there is no version or alias \"gone\"");
}

#[tokio::test]
async fn settings_of_a_qualifier_are_for_that_alone() {
    let shop = made().await;
    edit(&shop, |draft| draft.publish(None)).await;
    edit(&shop, |draft| {
        let settings = draft.settings()?;
        settings.aliases.insert("live".into(), alias("1", None));
        let events = EventSettings { retries: Some(0), ..EventSettings::default() };
        settings.events.insert("live".into(), events);
        let provisioned = |instances| Provisioned { instances, changed_ms: 0 };
        settings.provisioned =
            BTreeMap::from([("live".into(), provisioned(2)), ("1".into(), provisioned(1))]);
        Ok(())
    })
    .await;
    let entry = shop.registry.entry("f").unwrap();
    let retries = |qualifier| entry.events(qualifier, &entry.latest).retries;
    assert_eq!((retries(None), retries(Some("1")), retries(Some("live"))), (2, 2, 0));
    assert_eq!((entry.keep_warm(Label::Latest), entry.keep_warm(Label::Published(1))), (0, 3));
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let shop = made().await;
    let before = shop.registry.entry("f");
    let bad = |draft: &mut Draft| -> Result<(), Error> {
        draft.publish(None)?;
        draft.adjust_latest(|latest| latest.config.memory_mb = 1)?;
        Ok(())
    };
    let error = shop.registry.edit(&name("f"), 0, bad).await.unwrap_err();
    assert_eq!(error.to_string(), "function \"f\": memory_mb is 1, must be 64 to 10240");
    assert_eq!(shop.registry.entry("f"), before);
    let error = shop.registry.edit(&name("g"), 0, |draft| draft.publish(None)).await.unwrap_err();
    assert!(matches!(error, Error::Unknown(_)), "{error}");
}

#[tokio::test]
async fn deploys_and_the_api_leave_each_others_functions_alone() {
    let shop = made().await;
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    assert_eq!(shop.deploy("shop", &[]).await.unwrap(), "-a 2");
    assert_eq!(shop.list(), "f 1");
    let error = shop.deploy("shop", &[spec("f")]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "function \"f\" was made by the Lambda API; choose another name, or delete it there first"
    );
}

#[tokio::test]
async fn removing_it_removes_all_of_it() {
    let shop = made().await;
    edit(&shop, |draft| draft.publish(None)).await;
    shop.registry.remove("f").await.unwrap();
    edit(&shop, |draft| draft.put_latest(function("f"))).await;
    let entry = shop.restart().registry.entry("f").unwrap();
    assert!(entry.published.is_empty());
    assert_eq!(entry.settings.published, 0);
}

#[tokio::test]
async fn a_function_of_very_many_versions_can_be_removed() {
    let shop = made().await;
    for _ in 0..3 {
        edit(&shop, |draft| {
            for _ in 0..800 {
                let another = draft.entry().unwrap().settings.published.to_string();
                draft.publish(Some(another))?;
            }
            Ok(())
        })
        .await;
    }
    assert_eq!(shop.registry.entry("f").unwrap().published.len(), 2_400);
    shop.registry.remove("f").await.unwrap();
    let shop = shop.restart();
    assert!(shop.registry.all().is_empty());
    // Nothing of the old one is left for a new one of its name.
    edit(&shop, |draft| draft.put_latest(function("f"))).await;
    assert!(shop.restart().registry.entry("f").unwrap().published.is_empty());
}
