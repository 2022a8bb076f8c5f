use std::sync::Arc;
use std::time::Duration;

use crate::support::{Room, config, until};

#[tokio::test]
async fn a_new_version_takes_over_without_failing_a_call() {
    let room = Arc::new(Room::new());
    room.deploy(&[("f", config())]).await;
    assert_eq!(room.call("f", "1").await, "1");
    let slow = room.clone();
    let slow = tokio::spawn(async move { slow.call("f", r#"{"sleep": 0.3}"#).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut larger = config();
    larger.memory_mb = 192;
    room.deploy(&[("f", larger)]).await;
    assert_eq!(room.call("f", "2").await, "2");
    assert_eq!(slow.await.unwrap(), r#"{"sleep": 0.3}"#);
    let memory: Vec<_> = room.ledger("f").await.iter().map(|r| r.memory_mb).collect();
    assert_eq!(memory, [128, 128, 192]);
    room.end().await;
}

/// Two deploys at once: the news of the older one may come last.
#[tokio::test]
async fn late_news_of_an_old_version_change_nothing() {
    let room = Room::new();
    room.deploy(&[("f", config())]).await;
    let old = room.function("f");
    let mut larger = config();
    larger.memory_mb = 192;
    room.deploy(&[("f", larger)]).await;
    room.invoker.refresh(&old.name);
    assert_eq!(room.call("f", "1").await, "1");
    let memory: Vec<_> = room.ledger("f").await.iter().map(|r| r.memory_mb).collect();
    assert_eq!(memory, [192]);
    room.end().await;
}

#[tokio::test]
async fn late_news_of_a_removed_function_start_nothing() {
    let room = Room::new();
    let mut warm = config();
    warm.keep_warm = 1;
    room.deploy(&[("f", warm)]).await;
    let old = room.function("f");
    room.registry.remove("f").await.unwrap();
    room.invoker.refresh(&old.name);
    room.invoker.refresh(&old.name);
    let counts = room.invoker.counts(&old.name);
    assert_eq!((counts.starting, counts.idle, counts.busy), (0, 0, 0));
    room.end().await;
}

#[tokio::test]
async fn instances_kept_warm_are_there_before_the_first_call_and_replaced() {
    let room = Room::new();
    let mut warm = config();
    warm.keep_warm = 2;
    room.deploy(&[("f", warm)]).await;
    let name = room.function("f").name.clone();
    until("two instances wait", || room.invoker.counts(&name).idle == 2).await;
    assert!(room.call("f", r#"{"exit": 1}"#).await.contains("exit status 1"));
    until("two instances wait again", || room.invoker.counts(&name).idle == 2).await;
    let records = room.ledger("f").await;
    assert!(!records[0].cold && records[0].init_us.is_none());
    room.end().await;
}
