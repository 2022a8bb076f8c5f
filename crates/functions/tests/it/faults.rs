use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::support::{Shop, app, spec};

#[tokio::test]
async fn what_cannot_be_kept_does_not_happen() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    shop.faults.full_next();
    assert!(shop.deploy("shop", &[spec("b")]).await.is_err());
    assert_eq!(shop.list(), "a 1");
    shop.faults.full_next();
    assert!(shop.registry.remove("a").await.is_err());
    assert_eq!(shop.list(), "a 1");
    assert_eq!(shop.deploy("shop", &[spec("b")]).await.unwrap(), "+b 2, -a 1");
    shop.faults.fail_next_before();
    assert!(shop.deploy("shop", &[spec("c")]).await.is_err());
    assert_eq!(shop.list(), "b 2");
    let shop = shop.restart();
    assert_eq!(shop.list(), "b 2");
}

#[tokio::test]
async fn a_deploy_reported_as_failed_may_be_there_after_a_restart_but_never_half() {
    let shop = Shop::new();
    shop.deploy("shop", &[spec("a")]).await.unwrap();
    shop.faults.fail_next_after();
    assert!(shop.deploy("shop", &[spec("b"), spec("c")]).await.is_err());
    assert_eq!(shop.list(), "a 1");
    let shop = shop.restart();
    assert_eq!(shop.list(), "b 2, c 3");
    assert_eq!(shop.deploy("shop", &[spec("d")]).await.unwrap(), "+d 4, -b 2, -c 3");
}

/// Whoever asked may hang up while the commit is under way.
#[tokio::test]
async fn a_deploy_nobody_waits_for_any_more_is_whole() {
    let shop = Shop::new();
    shop.faults.hold();
    start_and_drop(shop.registry.deploy(&app("one"), vec![spec("a")], 1));
    shop.faults.release();
    assert_eq!(shop.deploy("two", &[spec("b")]).await.unwrap(), "+b 2");
    assert_eq!(shop.list(), "a 1, b 2");
    shop.faults.hold();
    start_and_drop(shop.registry.remove("a"));
    shop.faults.release();
    shop.deploy("two", &[spec("b"), spec("c")]).await.unwrap();
    assert_eq!(shop.list(), "b 2, c 3");
    let shop = shop.restart();
    assert_eq!(shop.list(), "b 2, c 3");
}

fn start_and_drop<T>(future: impl Future<Output = T>) {
    let mut future = pin!(future);
    let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Pending), "the commit is held");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deploys_follow_one_another() {
    let shop = std::sync::Arc::new(Shop::new());
    shop.faults.delay(Duration::from_millis(1));
    let mut deploys = tokio::task::JoinSet::new();
    for n in 0..20 {
        let shop = shop.clone();
        deploys.spawn(async move {
            let (one, other) = (spec(&format!("f{n}")), spec(&format!("g{n}")));
            shop.deploy(&format!("app{n}"), &[one, other]).await.unwrap();
        });
    }
    deploys.join_all().await;
    let mut versions: Vec<_> = shop.registry.list().iter().map(|f| f.version.0).collect();
    versions.sort_unstable();
    assert_eq!(versions, (1..=40).collect::<Vec<_>>());
}
