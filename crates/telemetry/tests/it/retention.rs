use std::time::Duration;

use store::{Faults, Store};
use telemetry::{Options, Query, Telemetry};

use crate::support::{MINUTE_US, all, event, memory, now_us, open, record, sqlite, texts, with};

const DAY_US: u64 = 24 * 60 * MINUTE_US;

fn small() -> Options {
    Options { keep_bytes: 75_000, window_ms: 1, ..Options::default() }
}

async fn wait_until<F: AsyncFnMut() -> bool>(mut holds: F) {
    for _ in 0..500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen within five seconds");
}

async fn the_oldest_go_when_there_is_too_much(store: Store) {
    let telemetry = Telemetry::open(store, small()).unwrap();
    telemetry.log(event("quiet", 1, "stays"));
    for index in 0..5_000_u64 {
        telemetry.log(event("loud", now_us(), &format!("{index:0100}")));
        if index % 1_000 == 0 {
            telemetry.flush().await.unwrap();
        }
    }
    telemetry.flush().await.unwrap();
    let mut found = Vec::new();
    wait_until(async || {
        found = all(&telemetry, "loud").await;
        found.len() < 700
    })
    .await;
    assert!(found.len() > 350, "{}", found.len());
    let numbers: Vec<u64> = found.iter().map(|it| it.text.parse().unwrap()).collect();
    let expected: Vec<u64> = (5_000 - numbers.len() as u64..5_000).collect();
    assert_eq!(numbers, expected, "the newest, without a hole");
    assert_eq!(texts(&all(&telemetry, "quiet").await), ["stays"]);
    telemetry.close().await.unwrap();
}

#[tokio::test]
async fn the_oldest_go_in_memory() {
    the_oldest_go_when_there_is_too_much(memory()).await;
}

#[tokio::test]
async fn the_oldest_go_in_sqlite() {
    let (_home, store) = sqlite();
    the_oldest_go_when_there_is_too_much(store).await;
}

#[tokio::test]
async fn the_size_is_known_after_a_restart() {
    let faults = Faults::new();
    for _ in 0..10 {
        let telemetry = Telemetry::open(with(&faults), small()).unwrap();
        for _ in 0..200 {
            telemetry.log(event("f", now_us(), &"x".repeat(100)));
        }
        telemetry.close().await.unwrap();
    }
    let telemetry = Telemetry::open(with(&faults), small()).unwrap();
    telemetry.log(event("f", now_us(), "once more"));
    wait_until(async || all(&telemetry, "f").await.len() < 700).await;
}

#[tokio::test]
async fn what_is_too_old_goes() {
    let faults = Faults::new();
    let now_us = now_us();
    let telemetry = open(&with(&faults));
    for index in 0..5_000 {
        telemetry.log(event("f", now_us - 9 * DAY_US + index, "old"));
    }
    telemetry.log(event("f", now_us - DAY_US, "young"));
    telemetry.log(event("gone", now_us - 9 * DAY_US, "old"));
    telemetry.record(record("f", "r-old", now_us - 500 * DAY_US)).await.unwrap();
    telemetry.record(record("f", "r-young", now_us - 300 * DAY_US)).await.unwrap();
    telemetry.close().await.unwrap();

    let options = Options { housekeeping_ms: 10, ..Options::default() };
    let telemetry = Telemetry::open(with(&faults), options).unwrap();
    wait_until(async || texts(&all(&telemetry, "f").await) == ["young"]).await;
    wait_until(async || all(&telemetry, "gone").await.is_empty()).await;
    wait_until(async || {
        let found = telemetry.ledger().records("f", 0, u64::MAX, 10).await.unwrap();
        found.len() == 1 && &*found[0].request_id == "r-young"
    })
    .await;
}

#[tokio::test]
async fn a_removed_function_leaves_no_log_but_its_calls() {
    let store = memory();
    let telemetry = open(&store);
    for index in 0..6_000 {
        telemetry.log(event("f", now_us(), &index.to_string()));
        if index == 4_000 {
            telemetry.flush().await.unwrap();
        }
    }
    telemetry.log(event("f2", 1, "of another"));
    telemetry.record(record("f", "r", now_us())).await.unwrap();
    telemetry.forget("f").await.unwrap();
    assert!(all(&telemetry, "f").await.is_empty());
    telemetry.forget("f").await.unwrap();
    telemetry.forget("never").await.unwrap();

    // A new function with the same name has a log of its own.
    telemetry.log(event("f", now_us(), "new"));
    assert_eq!(texts(&all(&telemetry, "f").await), ["new"]);
    assert_eq!(texts(&all(&telemetry, "f2").await), ["of another"]);
    assert_eq!(telemetry.ledger().records("f", 0, u64::MAX, 10).await.unwrap().len(), 1);
    assert!(telemetry.logs(Query::of("f")).await.unwrap().events.len() == 1);

    // Nothing is left behind that would grow.
    telemetry.forget("f").await.unwrap();
    telemetry.forget("f2").await.unwrap();
    telemetry.close().await.unwrap();
    let left = store.snapshot().unwrap().scan(store::Range::all(), 100).unwrap();
    let left: Vec<u8> = left.iter().map(|entry| entry.key[0]).collect();
    assert_eq!(left, [4], "keyspaces with rows");
}
