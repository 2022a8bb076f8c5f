//! Calls that nobody waits for.

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use invoke::{Options, Refused};
use store::Faults;

use crate::support::{Room, config, until};

#[tokio::test]
async fn a_kept_call_runs_once() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    let id = room.keep("f", r#"{"say": "hello"}"#).await.unwrap();
    room.done("f").await;
    assert_eq!(room.printed("f", "hello").await, [""]);
    let records = room.ledger("f").await;
    assert_eq!(records.len(), 1);
    assert_eq!((&records[0].request_id, records[0].trigger.as_str()), (&id, "async"));
    assert_eq!(room.rows(), 0);
    room.end().await;
}

#[tokio::test]
async fn a_failed_call_is_tried_again_as_often_as_wished() {
    let room = Room::impatient();
    let with = |retries| {
        let mut config = config();
        config.retries = retries;
        config
    };
    room.deploy(&[("none", with(0)), ("one", with(1)), ("two", with(2))]).await;
    for name in ["none", "one", "two"] {
        room.keep(name, r#"{"fail": true}"#).await.unwrap();
        room.done(name).await;
    }
    assert_eq!(room.outcomes("none").await, "1 function_error");
    assert_eq!(room.outcomes("one").await, "1 function_error, 2 function_error");
    assert_eq!(room.outcomes("two").await, "1 function_error, 2 function_error, 3 function_error");
    assert_eq!(room.rows(), 0);
    room.end().await;
}

#[tokio::test]
async fn the_pause_before_a_try_doubles() {
    let room = Room::on(Faults::new(), Options { retry_base_ms: 100, ..Options::default() });
    room.deploy(&[("f", config())]).await;
    room.keep("f", r#"{"fail": true}"#).await.unwrap();
    room.done("f").await;
    let starts: Vec<_> = room.ledger("f").await.iter().map(|r| r.start_us / 1_000).collect();
    let [first, second, third] = starts[..] else { panic!("{starts:?}") };
    assert!(second - first >= 100 && third - second >= 200, "{starts:?}");
    room.end().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_acknowledged_and_does_not_run() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    room.faults.full_next();
    let refused = room.keep("f", "{}").await.unwrap_err();
    assert!(matches!(&refused, Refused::Store(_)), "{refused}");
    assert_eq!(room.invoker.waiting(&room.function("f").name), 0);
    room.keep("f", "{}").await.unwrap();
    room.done("f").await;
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}

/// A disk that is full for a while is no reason to run a function again.
#[tokio::test]
async fn a_call_that_has_run_is_written_down_as_soon_as_there_is_room() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    room.keep("f", r#"{"say": "once", "sleep": 0.1}"#).await.unwrap();
    for _ in 0..100 {
        room.faults.full_next();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    room.done("f").await;
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}

/// Whoever asked may hang up while the call is being kept: it is kept or not, never in between.
#[tokio::test]
async fn a_call_whose_sender_hung_up_is_no_ghost() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    room.faults.hold();
    {
        let mut keep = pin!(room.keep("f", "{}"));
        let polled = keep.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending(), "the commit is held");
        tokio::task::yield_now().await;
    }
    room.faults.release();
    until("it has run", || room.rows() == 0 && room.faults.commits() > 2).await;
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}

#[tokio::test]
async fn the_queue_has_an_end() {
    let options = Options { queue_calls_max: 3, ..Options::default() };
    let room = Room::on(Faults::new(), options);
    let mut none = config();
    none.concurrency = Some(0);
    room.deploy(&[("f", none)]).await;
    // Also for calls that come at once.
    room.faults.delay(Duration::from_millis(20));
    let (a, b, c, d, e) = tokio::join!(
        room.keep("f", "1"),
        room.keep("f", "2"),
        room.keep("f", "3"),
        room.keep("f", "4"),
        room.keep("f", "5"),
    );
    let refused: Vec<_> = [a, b, c, d, e].into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused.iter().all(|r| matches!(r, Refused::QueueFull { most: 3 })), "{refused:?}");
    assert_eq!(room.invoker.waiting(&room.function("f").name), 3);
    room.end().await;
}

#[tokio::test]
async fn a_call_that_was_not_kept_takes_no_room() {
    let options = Options { queue_calls_max: 1, ..Options::default() };
    let room = Room::on(Faults::new(), options);
    room.deploy(&[("f", config())]).await;
    for _ in 0..3 {
        room.faults.full_next();
        assert!(matches!(room.keep("f", "{}").await, Err(Refused::Store(_))));
    }
    room.keep("f", "{}").await.unwrap();
    room.done("f").await;
    room.keep("f", "{}").await.unwrap();
    room.done("f").await;
    room.end().await;
}

#[tokio::test]
async fn an_event_has_a_largest_size() {
    let room = Room::impatient();
    room.deploy(&[("f", config())]).await;
    let event = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    let refused = room.keep("f", &event(1024 * 1024 + 1)).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "an asynchronous event of 1048577 bytes is larger than the 1048576 bytes allowed; \
         send less, or a reference to where the data lies"
    );
    room.keep("f", &event(1024 * 1024)).await.unwrap();
    room.done("f").await;
    assert_eq!(room.outcomes("f").await, "1 ok");
    room.end().await;
}

#[tokio::test]
async fn kept_calls_of_a_removed_function_are_forgotten() {
    let room = Room::impatient();
    let mut none = config();
    none.concurrency = Some(0);
    room.deploy(&[("f", none)]).await;
    let name = room.function("f").name.clone();
    room.keep("f", "{}").await.unwrap();
    assert_eq!(room.invoker.waiting(&name), 1);
    room.deploy(&[]).await;
    until("it is forgotten", || room.invoker.waiting(&name) == 0).await;
    assert_eq!(room.rows(), 0);
    room.end().await;
}

/// One function's backlog does not hold up another's.
#[tokio::test]
async fn functions_take_turns() {
    let options = Options { queue_window: 2, ..crate::support::impatient() };
    let room = Room::on(Faults::new(), options);
    let mut one = config();
    one.concurrency = Some(1);
    room.deploy(&[("slow", one.clone()), ("quick", one)]).await;
    for _ in 0..20 {
        room.keep("slow", r#"{"sleep": 0.2}"#).await.unwrap();
    }
    for _ in 0..5 {
        room.keep("quick", "{}").await.unwrap();
    }
    room.done("quick").await;
    assert!(room.invoker.waiting(&room.function("slow").name) > 10);
    room.end().await;
}
