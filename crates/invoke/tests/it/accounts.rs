//! Every call has its line in the ledger.

use std::time::Duration;

use telemetry::Trigger;

use crate::support::{Room, config};

#[tokio::test]
async fn a_call_and_its_account() {
    let room = Room::new();
    room.deploy(&[("f", config())]).await;
    let invocation = room.invocation("f", r#"{"sleep": 0.05}"#, Trigger::Url);
    let id = invocation.request_id.clone();
    room.invoker.invoke(invocation).await.unwrap().output.unwrap();
    assert_eq!(room.call("f", "{}").await, "{}");
    let records = room.ledger("f").await;
    let [first, second] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!((&first.request_id, first.trigger, first.attempt), (&id, Trigger::Url, 1));
    assert_eq!((first.bytes_in, first.bytes_out), (15, 15));
    assert!(first.duration_us >= 50_000 && first.init_us.is_some() && first.cold);
    assert!(second.init_us.is_none() && !second.cold && second.trigger == Trigger::Sync);
    room.end().await;
}

#[tokio::test]
async fn failures_have_theirs() {
    let room = Room::new();
    let mut quick = config();
    quick.timeout_ms = 300;
    quick.concurrency = Some(1);
    room.deploy(&[("f", quick)]).await;
    assert!(room.call("f", r#"{"fail": true}"#).await.contains("as asked"));
    assert!(room.call("f", r#"{"exit": 3}"#).await.contains("exit status 3"));
    assert!(room.call("f", r#"{"sleep": 9}"#).await.contains("timed out after 0.30 seconds"));
    assert_eq!(room.outcomes("f").await, "1 function_error, 1 crash, 1 timeout");
    room.end().await;
}

/// Whoever asked may be gone before the answer comes.
#[tokio::test]
async fn a_call_nobody_waits_for_any_more_runs_to_its_end() {
    let room = Room::new();
    room.deploy(&[("f", config())]).await;
    let call = room.call("f", r#"{"sleep": 0.2}"#);
    let cut = tokio::time::timeout(Duration::from_millis(150), call).await;
    assert!(cut.is_err(), "it takes longer than that");
    let name = room.function("f").name.clone();
    crate::support::until("the call has ended", || {
        let counts = room.invoker.counts(&name);
        counts.executing + counts.in_line == 0
    })
    .await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}

#[tokio::test]
async fn calls_of_no_function_are_turned_away_and_counted() {
    let room = Room::new();
    room.deploy(&[("f", config())]).await;
    let invocation = room.invocation("f", "{}", Trigger::Sync);
    room.deploy(&[]).await;
    let told = crate::support::told(room.invoker.invoke(invocation).await);
    assert!(told.starts_with("refused: there is no function of this name"), "{told}");
    assert_eq!(room.outcomes("f").await, "1 throttled");
}
