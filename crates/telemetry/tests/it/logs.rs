use std::time::Duration;

use store::{Faults, Store};
use telemetry::{LogEvent, Options, Query, Source, Telemetry};

use crate::support::{MINUTE_US, all, event, memory, now_us, open, record, sqlite, texts, with};

async fn what_was_logged_can_be_read(store: Store) {
    let telemetry = open(&store);
    let start_us = now_us() - MINUTE_US;
    for index in 0..5_000 {
        let mut event = event(["a", "ab", "b"][index % 3], start_us + index as u64, "");
        event.text = index.to_string();
        event.request = (index % 2 == 0).then(|| "r-0".into());
        telemetry.log(event);
    }
    // Read at once: also what has not been written yet.
    let everything = telemetry.logs(Query::of("ab")).await.unwrap();
    let expected: Vec<String> = (1..5_000).step_by(3).map(|it| it.to_string()).collect();
    assert_eq!(texts(&everything.events), expected);
    assert!(!everything.more);

    let (since_us, until_us) = (start_us + 100, start_us + 110);
    let some = Query { since_us, until_us, ..Query::of("ab") };
    assert_eq!(texts(&telemetry.logs(some).await.unwrap().events), ["100", "103", "106", "109"]);

    let request = Some("r-0".into());
    let some = Query { request, limit: 2, ..Query::of("ab") };
    let page = telemetry.logs(some.clone()).await.unwrap();
    assert_eq!((texts(&page.events), page.more), (vec!["4", "10"], true));
    let page = telemetry.logs(Query { after: page.last, ..some }).await.unwrap();
    assert_eq!(texts(&page.events), ["16", "22"]);

    let tail = telemetry.tail(&"ab".into(), 3).await.unwrap();
    assert_eq!(texts(&tail), ["4993", "4996", "4999"]);
    assert!(telemetry.logs(Query::of("never")).await.unwrap().events.is_empty());
    assert!(telemetry.tail(&"ab".into(), 0).await.unwrap().is_empty());
    assert_eq!(telemetry.held_bytes(), 0);
    telemetry.close().await.unwrap();

    let again = open(&store);
    assert_eq!(all(&again, "ab").await, everything.events);
    again.log(event("ab", 0, "later"));
    let tail = again.tail(&"ab".into(), 1).await.unwrap();
    assert_eq!(texts(&tail), ["4999"], "an early time is an early place");
    again.close().await.unwrap();
}

#[tokio::test]
async fn what_was_logged_can_be_read_from_memory() {
    what_was_logged_can_be_read(memory()).await;
}

#[tokio::test]
async fn what_was_logged_can_be_read_from_sqlite() {
    let (_home, store) = sqlite();
    what_was_logged_can_be_read(store).await;
}

#[tokio::test]
async fn events_keep_every_field_and_the_order_they_came_in() {
    let telemetry = open(&memory());
    let at_us = now_us() - MINUTE_US;
    let first = LogEvent {
        request: Some("r-1".into()),
        level: telemetry::Level::Error,
        source: Source::Stderr,
        ..event("f", at_us, "one\ntwo é\0")
    };
    telemetry.log(first.clone());
    let earlier = event("f", at_us - 1_000, "printed earlier, read later");
    telemetry.log(earlier.clone());
    let report = LogEvent::platform("f".into(), "s".into(), at_us, "END".into());
    let report = report.of_request("r-1".into());
    telemetry.log(report.clone());
    assert_eq!(all(&telemetry, "f").await, [first, earlier, report]);

    telemetry.log(event("f", u64::MAX, "from the future"));
    let last = all(&telemetry, "f").await.pop().unwrap();
    assert!(last.at_us <= now_us());
}

#[tokio::test]
async fn events_are_written_soon_without_being_asked_for() {
    let (_home, store) = sqlite();
    let telemetry = open(&store);
    let mut follow = telemetry.follow("f", 0);
    let start = std::time::Instant::now();
    telemetry.log(event("f", 1, "hello"));
    let found = tokio::time::timeout(Duration::from_secs(5), follow.next()).await.unwrap();
    assert_eq!(found.unwrap().unwrap().text, "hello");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_ledger_tells_where_a_request_is() {
    let telemetry = open(&memory());
    let now_us = now_us();
    let calls = (0..600).map(|index| (format!("r-{index}"), now_us - (600 - index) * MINUTE_US));
    for (request, start_us) in calls {
        telemetry.record(record("f", &request, start_us)).await.unwrap();
        let lines = [(start_us, "START"), (start_us + 10, "line"), (start_us + 20, "END")];
        for (at_us, text) in lines {
            let text = format!("{text} {request}");
            telemetry.log(event("f", at_us, &text).of_request(request.as_str().into()));
        }
    }
    let only = |request: &str| Query { request: Some(request.into()), ..Query::of("f") };
    let page = telemetry.logs(only("r-77")).await.unwrap();
    assert_eq!(texts(&page.events), ["START r-77", "line r-77", "END r-77"]);
    assert!(telemetry.logs(only("r-none")).await.unwrap().events.is_empty());

    // Not in the ledger, because it still runs.
    telemetry.log(event("f", now_us, "START r-now").of_request("r-now".into()));
    assert_eq!(texts(&telemetry.logs(only("r-now")).await.unwrap().events), ["START r-now"]);
}

#[tokio::test]
async fn a_full_disk_is_an_error_and_loses_nothing_that_there_is_room_for() {
    let faults = Faults::new();
    let telemetry = open(&with(&faults));
    faults.fill();
    telemetry.log(event("f", 1, "kept"));
    telemetry.log(event("f", 2, "kept\ntoo"));
    let error = telemetry.flush().await.unwrap_err();
    assert!(error.to_string().contains("disk is full"), "{error}");
    telemetry.log(event("f", 3, "and this"));
    assert!(telemetry.logs(Query::of("f")).await.is_err());
    faults.free();
    let found = loop {
        match telemetry.logs(Query::of("f")).await {
            Ok(page) => break page.events,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    assert_eq!(texts(&found), ["kept", "kept\ntoo", "and this"]);
    assert_eq!(telemetry.held_bytes(), 0);
}

#[tokio::test]
async fn a_dead_store_is_an_error_and_no_hang() {
    let faults = Faults::new();
    let telemetry = open(&with(&faults));
    telemetry.log(event("f", 1, "kept"));
    telemetry.flush().await.unwrap();
    faults.crash();
    for at_us in 2..5 {
        telemetry.log(event("f", at_us, "lost"));
    }
    assert!(telemetry.flush().await.is_err());
    assert!(telemetry.logs(Query::of("f")).await.is_err());
    assert!(telemetry.forget("f").await.is_err());
    // Nothing is left that could be lost by closing.
    telemetry.close().await.unwrap();

    let again = open(&with(&faults));
    assert_eq!(texts(&all(&again, "f").await), ["kept"]);
}

#[tokio::test]
async fn a_crash_loses_at_most_what_was_not_flushed() {
    let faults = Faults::new();
    let options = Options { window_ms: 60_000, ..Options::default() };
    let telemetry = Telemetry::open(with(&faults), options).unwrap();
    telemetry.log(event("f", 1, "flushed"));
    telemetry.record(record("f", "r-1", now_us())).await.unwrap();
    telemetry.flush().await.unwrap();
    telemetry.log(event("f", 2, "not flushed"));
    telemetry.record(record("f", "r-2", now_us())).await.unwrap();
    faults.crash();
    drop(telemetry);

    let again = open(&with(&faults));
    assert_eq!(texts(&all(&again, "f").await), ["flushed"]);
    let records = again.ledger().records("f", 0, u64::MAX, 10).await.unwrap();
    assert_eq!(records.len(), 1);
}

#[tokio::test]
async fn closing_writes_everything_and_stops() {
    let store = memory();
    let telemetry = open(&store);
    let clone = telemetry.clone();
    clone.log(event("f", 1, "last words"));
    telemetry.close().await.unwrap();
    clone.log(event("f", 2, "too late"));
    assert!(clone.flush().await.is_err());
    assert!(clone.record(record("f", "r", 1)).await.is_err());
    assert!(clone.forget("f").await.is_err());
    assert_eq!(texts(&all(&open(&store), "f").await), ["last words"]);
}

#[tokio::test]
async fn an_event_that_is_far_too_long_is_cut() {
    let telemetry = open(&memory());
    telemetry.log(event("f", 1, &"é".repeat(1_000_000)));
    let found = all(&telemetry, "f").await;
    assert!(found[0].text.len() < 300 * 1024);
    assert!(found[0].text.ends_with("… (the rest was cut off)"));
}
