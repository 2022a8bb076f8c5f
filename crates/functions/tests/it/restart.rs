use functions::{Function, OnFailure};
use store::{Batch, Key, Keyspace, Store};

use crate::support::{Shop, name, spec};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let shop = Shop::new();
    let mut full = spec("full");
    full.config.env.insert("GREETING".into(), "hi".into());
    full.config.concurrency = Some(10);
    full.config.keep_warm = 1;
    full.config.idle_ms = Some(5_000);
    full.config.url = true;
    full.config.on_failure = Some(OnFailure::Function(name("last")));
    full.notes.push("a note".into());
    shop.deploy("shop", &[full, spec("last")]).await.unwrap();
    let before = shop.registry.list();
    let shop = shop.restart();
    assert_eq!(shop.registry.list(), before);
}

#[tokio::test]
async fn a_version_is_never_used_twice() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a"), spec("b")]).await.unwrap();
    shop.registry.remove("b").await.unwrap();
    let shop = shop.restart();
    assert_eq!(shop.deploy("shop", &[spec("a"), spec("b")]).await.unwrap(), "=a 1, +b 3");
    shop.registry.remove("a").await.unwrap();
    shop.registry.remove("b").await.unwrap();
    let shop = shop.restart().restart();
    assert_eq!(shop.deploy("shop", &[spec("a")]).await.unwrap(), "+a 4");
}

#[tokio::test]
async fn more_functions_than_a_page() {
    let shop = Shop::new();
    for app in 0..5 {
        let specs: Vec<_> = (0..450).map(|n| spec(&format!("f{app}-{n}"))).collect();
        shop.deploy(&format!("app{app}"), &specs).await.unwrap();
    }
    let shop = shop.restart();
    assert_eq!(shop.registry.list().len(), 2_250);
}

#[tokio::test]
async fn a_row_that_makes_no_sense_is_an_error_and_no_panic() {
    let store = Store::in_memory(store::Options::default()).unwrap();
    let key = Key::in_space(Keyspace(1)).text("function").text("a");
    store.commit(Batch::new().put(key, vec![1, 255, 255, 255])).await.unwrap();
    let error = functions::Registry::open(store).unwrap_err().to_string();
    assert!(
        error.contains(std::any::type_name::<Function>().rsplit("::").next().unwrap()),
        "{error}"
    );
}
