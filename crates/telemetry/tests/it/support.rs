use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use store::{Faults, Store};
use telemetry::{
    Level, LogEvent, Options, Outcome, Page, Query, Record, Source, Telemetry, Trigger,
};

pub(crate) const MINUTE_US: u64 = 60_000_000;

pub(crate) fn now_us() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64
}

pub(crate) fn memory() -> Store {
    Store::in_memory(store::Options::default()).unwrap()
}

/// A store to open again: what is on its disk outlives it.
pub(crate) fn with(faults: &Faults) -> Store {
    Store::in_memory_with(store::Options::default(), faults.clone()).unwrap()
}

/// A directory and a store on disk in it.
pub(crate) fn sqlite() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("store.sqlite"), store::Options::default()).unwrap();
    (home, store)
}

/// Keeps records of any age: those of tests are of 1970.
pub(crate) fn open(store: &Store) -> Telemetry {
    let keep_ledger_s = 1_000 * 365 * 24 * 60 * 60;
    Telemetry::open(store.clone(), Options { keep_ledger_s, ..Options::default() }).unwrap()
}

pub(crate) fn event(function: &str, at_us: u64, text: &str) -> LogEvent {
    LogEvent {
        function: function.into(),
        stream: "2024/01/01/[$LATEST]0".into(),
        request: None,
        at_us,
        level: Level::Info,
        source: Source::Stdout,
        text: text.to_owned(),
    }
}

pub(crate) fn record(function: &str, request: &str, start_us: u64) -> Record {
    Record {
        request_id: request.into(),
        function: function.into(),
        version: "$LATEST".to_owned(),
        start_us,
        init_us: None,
        duration_us: 1_500,
        billed_ms: 2,
        memory_mb: 128,
        max_memory_mb: 40,
        cpu_us: 900,
        outcome: Outcome::Ok,
        trace_id: "Root=1-00000000-000000000000000000000000".to_owned(),
        bytes_in: 10,
        bytes_out: 20,
        trigger: Trigger::Sync,
        attempt: 1,
        cold: false,
    }
}

pub(crate) fn texts(events: &[LogEvent]) -> Vec<&str> {
    events.iter().map(|event| event.text.as_str()).collect()
}

/// Every event of a function, page by page.
pub(crate) async fn all(telemetry: &Telemetry, function: &str) -> Vec<LogEvent> {
    let mut events = Vec::new();
    let mut query = Query::of(Arc::<str>::from(function));
    loop {
        let Page { events: some, last, more } = telemetry.logs(query.clone()).await.unwrap();
        events.extend(some);
        query.after = last;
        if !more {
            return events;
        }
    }
}

/// Puts events into a stream of a log group, none of which is rejected.
pub(crate) async fn put(
    groups: &telemetry::LogGroups,
    group: &telemetry::GroupName,
    stream: &telemetry::StreamName,
    events: &[(u64, &str)],
) {
    let event = |(at_ms, text): &(u64, &str)| telemetry::InputEvent {
        at_ms: *at_ms,
        text: (*text).to_owned(),
    };
    let events = events.iter().map(event).collect();
    let rejected = groups.put_events(group, stream, events).await.unwrap();
    assert_eq!(rejected, telemetry::Rejected::default());
}
