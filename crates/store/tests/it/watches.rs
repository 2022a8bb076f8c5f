use std::time::Duration;

use store::{Batch, Closed, Range, Version, Watch};
use tokio::time::timeout;

use crate::place::{Place, key, on_both};

on_both!(
    a_watch_tells_of_its_prefix_alone,
    several_commits_are_told_as_the_latest,
    deletes_and_ranges_are_told,
    a_conflict_is_not_told,
    watches_end_with_the_store,
);

/// The change that is already told, if any: commits tell before they answer.
async fn told(watch: &mut Watch) -> Option<Version> {
    timeout(Duration::from_millis(1), watch.changed()).await.ok().map(Result::unwrap)
}

async fn a_watch_tells_of_its_prefix_alone(place: Place) {
    let store = place.open();
    store.commit(Batch::new().put(key("a"), "before")).await.unwrap();
    let mut first = store.watch(key("a"));
    let mut second = store.watch(key("a"));
    let mut other = store.watch(key("ab"));
    let mut all = store.watch("");
    assert_eq!(told(&mut first).await, None, "what came before the watch is not a change");
    let version = store.commit(Batch::new().put(key("a").u64(1), "1")).await.unwrap();
    assert_eq!(told(&mut first).await, Some(version));
    assert_eq!(told(&mut first).await, None);
    assert_eq!(told(&mut second).await, Some(version));
    assert_eq!(told(&mut all).await, Some(version));
    assert_eq!(told(&mut other).await, None);
    drop(first);
    let version = store.commit(Batch::new().put(key("a"), "2")).await.unwrap();
    assert_eq!(told(&mut second).await, Some(version), "another's drop changes nothing");
}

async fn several_commits_are_told_as_the_latest(place: Place) {
    let store = place.open();
    let mut watch = store.watch(key("a"));
    let mut last = None;
    for _ in 0..5 {
        last = Some(store.commit(Batch::new().put(key("a"), "1")).await.unwrap());
    }
    assert_eq!(told(&mut watch).await, last);
    assert_eq!(told(&mut watch).await, None);
    let waiting = tokio::spawn(async move { watch.changed().await });
    let version = store.commit(Batch::new().put(key("a"), "2")).await.unwrap();
    assert_eq!(waiting.await.unwrap(), Ok(version));
}

async fn deletes_and_ranges_are_told(place: Place) {
    let store = place.open();
    let mut watch = store.watch(key("b"));
    let version = store.commit(Batch::new().delete(key("b"))).await.unwrap();
    assert_eq!(told(&mut watch).await, Some(version));
    let range = Range::from_to(key("a"), key("c"));
    let version = store.commit(Batch::new().delete_range(range)).await.unwrap();
    assert_eq!(told(&mut watch).await, Some(version));
    let range = Range::from_to(key("c"), key("d"));
    store.commit(Batch::new().delete_range(range)).await.unwrap();
    assert_eq!(told(&mut watch).await, None);
}

async fn a_conflict_is_not_told(place: Place) {
    let store = place.open();
    let mut watch = store.watch(key("a"));
    store.commit(Batch::new().present(key("x")).put(key("a"), "1")).await.unwrap_err();
    assert_eq!(told(&mut watch).await, None);
}

async fn watches_end_with_the_store(place: Place) {
    let store = place.open();
    let mut watch = store.watch(key("a"));
    let handle = store.clone();
    store.close().await;
    assert_eq!(watch.changed().await, Err(Closed));
    assert_eq!(handle.watch("").changed().await, Err(Closed));
}
