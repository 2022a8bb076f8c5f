use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::{Room, config, impatient, until};

async fn busy(room: &Room, name: &str) {
    let name = room.function(name).name.clone();
    until("a call is executing", || room.invoker.counts(&name).executing == 1).await;
}

#[tokio::test]
async fn running_calls_may_end() {
    let room = Arc::new(Room::new());
    room.deploy(&[("f", config())]).await;
    let calling = room.clone();
    let call = tokio::spawn(async move { calling.call("f", r#"{"sleep": 0.3}"#).await });
    busy(&room, "f").await;
    let began = Instant::now();
    room.invoker.stop(Duration::from_secs(10)).await;
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(call.await.unwrap(), r#"{"sleep": 0.3}"#);
    let stopping = "refused: the platform is stopping; try again when it is back";
    assert_eq!(room.call("f", "{}").await, stopping);
    assert_eq!(room.keep("f", "{}").await.unwrap_err().to_string(), stopping[9..]);
}

/// Calls that take longer than there is patience end with their instances, and are accounted for
/// before the stop is over: the books are closed next.
#[tokio::test]
async fn calls_that_are_cut_off_are_in_the_ledger() {
    let room = Arc::new(Room::new());
    let mut one = config();
    one.concurrency = Some(1);
    room.deploy(&[("f", one.clone()), ("g", one)]).await;
    let mut calls = tokio::task::JoinSet::new();
    for name in ["f", "g"] {
        let calling = room.clone();
        calls.spawn(async move { calling.call(name, r#"{"sleep": 60}"#).await });
        busy(&room, name).await;
    }
    let waiting = room.clone();
    calls.spawn(async move { waiting.call("f", "1").await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    room.invoker.stop(Duration::from_millis(100)).await;
    room.telemetry.close().await.unwrap();
    let told = calls.join_all().await;
    assert!(told.iter().all(|t| t.contains("signal: killed") || t.contains("refused")), "{told:?}");
    let telemetry =
        telemetry::Telemetry::open(room.store.clone(), telemetry::Options::default()).unwrap();
    let mut outcomes = Vec::new();
    for name in ["f", "g"] {
        let records = telemetry.ledger().records(name, 0, u64::MAX, 10).await.unwrap();
        outcomes.extend(records.iter().map(|r| format!("{name} {}", r.outcome.as_str())));
    }
    outcomes.sort();
    assert_eq!(outcomes, ["f crash", "f throttled", "g crash"]);
}

/// The platform's own stop is no fault of the function: the call runs again, as its first try.
#[tokio::test]
async fn a_kept_call_that_is_cut_off_runs_again() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    room.keep("f", r#"{"sleep": 0.5}"#).await.unwrap();
    busy(&room, "f").await;
    room.invoker.stop(Duration::ZERO).await;
    assert_eq!(room.rows(), 2);
    let faults = room.faults.clone();
    faults.crash();
    let room = Room::on(faults, impatient());
    until("it has run", || room.rows() == 0).await;
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}

/// One that ended well in time is done, although the platform was stopping.
#[tokio::test]
async fn a_kept_call_that_ends_in_time_is_done() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    room.keep("f", r#"{"sleep": 0.2}"#).await.unwrap();
    busy(&room, "f").await;
    room.invoker.stop(Duration::from_secs(5)).await;
    assert_eq!(room.rows(), 0);
    assert_eq!(room.outcomes("f").await, "1 ok");
}
