use std::collections::HashSet;
use std::time::Duration;

use store::{Batch, Key, Keyspace};

use crate::support::{Room, config, impatient, until};

/// Accepted calls survive a crash at any moment: each runs at least once, and the ledger agrees.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kept_calls_survive_crashes() {
    let room = Room::impatient();
    let mut few = config();
    few.concurrency = Some(4);
    room.deploy(&[("f", few)]).await;
    let mut ids = HashSet::new();
    for n in 0..60 {
        ids.insert(room.keep("f", &format!(r#"{{"n": {n}, "sleep": 0.01}}"#)).await.unwrap());
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut room = crash(room).await;
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        room = crash(room).await;
    }
    until("all are done", || room.rows() == 0).await;
    let records = room.ledger("f").await;
    let ran: HashSet<_> = records
        .iter()
        .filter(|r| r.outcome.as_str() == "ok")
        .map(|r| r.request_id.clone())
        .collect();
    assert_eq!(ran, ids);
    // The queue's change and the ledger's line go together: none counts twice.
    let oks = records.iter().filter(|r| r.outcome.as_str() == "ok").count();
    assert_eq!(oks, 60);
    room.end().await;
}

async fn crash(room: Room) -> Room {
    room.faults.crash();
    let faults = room.faults.clone();
    room.end().await;
    Room::on(faults, impatient())
}

/// A try that failed before the crash is not forgotten.
#[tokio::test]
async fn tries_are_counted_across_restarts() {
    let room =
        Room::on(Default::default(), invoke::Options { retry_base_ms: 300, ..Default::default() });
    room.deploy(&[("f", config())]).await;
    room.keep("f", r#"{"fail": true}"#).await.unwrap();
    let commits = room.faults.commits();
    until("the first try is written down", || room.faults.commits() > commits).await;
    let room = crash(room).await;
    until("all are done", || room.rows() == 0).await;
    assert_eq!(room.outcomes("f").await, "1 function_error, 2 function_error, 3 function_error");
    room.end().await;
}

/// More than is read at a time.
#[tokio::test]
async fn a_long_queue_is_taken_up_again() {
    let room = Room::impatient();
    let mut none = config();
    none.concurrency = Some(0);
    room.deploy(&[("f", none)]).await;
    for _ in 0..30 {
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let invocation = room.invocation("f", "{}", telemetry::Trigger::Async);
            let invoker = room.invoker.clone();
            all.spawn(async move { invoker.enqueue(invocation).await.unwrap() });
        }
        all.join_all().await;
    }
    let room = crash(room).await;
    let name = room.function("f").name.clone();
    until("all are known again", || room.invoker.waiting(&name) == 1_500).await;
    room.end().await;
}

/// What is not readable is left alone and holds up nobody.
#[tokio::test]
async fn a_row_that_makes_no_sense_harms_no_other() {
    let room = Room::impatient();
    let mut none = config();
    none.concurrency = Some(0);
    room.deploy(&[("f", none)]).await;
    room.keep("f", "{}").await.unwrap();
    let call = |id: &str| Key::in_space(Keyspace(2)).text("call").text(id);
    let batch = Batch::new().put(call("!"), vec![1, 255]).put(call("~"), vec![]);
    room.store.commit(batch).await.unwrap();
    let room = crash(room).await;
    let name = room.function("f").name.clone();
    room.deploy(&[("f", config())]).await;
    room.done("f").await;
    assert_eq!((room.invoker.waiting(&name), room.rows()), (0, 2));
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}
