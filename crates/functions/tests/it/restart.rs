use functions::{DeclaredUrl, Destination, Egress, Function};
use store::{Batch, Key, Keyspace, Record, Store};

use crate::support::{Shop, name, spec};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let shop = Shop::new();
    let mut full = spec("full");
    full.config.env.insert("GREETING".into(), "hi".into());
    full.config.concurrency = Some(10);
    full.config.keep_warm = 1;
    full.config.idle_ms = Some(5_000);
    full.config.url = Some(DeclaredUrl::open());
    full.config.on_failure = Some(Destination::Function(name("last")));
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
        let specs: Vec<_> = (0..390).map(|n| spec(&format!("f{app}-{n}"))).collect();
        shop.deploy(&format!("app{app}"), &specs).await.unwrap();
    }
    let shop = shop.restart();
    assert_eq!(shop.registry.list().len(), 1_950);
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

#[test]
fn what_the_first_release_stored_is_understood() {
    const STORED: &str = "010568656c6c6f0568656c6c6f0106707974686f6e0b6170702e68616e646c6572\
        8001b81701084752454554494e470548656c6c6f01000001000280aea60a0064ade6b8f78d4acdaf7847119f\
        a4ab55aa26a1e7d41eca5e0c0b85f850bf8883d305c4beb4e09f3400";
    let bytes: Vec<u8> = (0..STORED.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&STORED[at..at + 2], 16).unwrap())
        .collect();
    let function = Function::decode(&bytes).unwrap();
    let config = &function.config;
    assert_eq!((function.name.as_str(), function.version.0), ("hello", 1));
    assert_eq!((config.handler.as_str(), config.timeout_ms), ("app.handler", 3_000));
    assert_eq!((config.env["GREETING"].as_str(), config.egress), ("Hello", Egress::Internet));
    assert_eq!(config.tmp_mb, 512);
    // From now on it lies there in the new form.
    assert_eq!(Function::decode(&function.encode().unwrap()).unwrap(), function);
}
