//! What is in the journal outlives the process, and no call is in the ledger without its lines.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use store::{Faults, Store};
use telemetry::{LogEvent, Options, Telemetry};

use crate::support::{MINUTE_US, all, event, now_us, record, texts, with};

/// Nothing is committed by itself.
const NEVER_MS: u64 = 3_600_000;

fn open(store: Store, dir: &Path, options: Options) -> Telemetry {
    let journal = Some(dir.join("journal"));
    Telemetry::open(store, Options { journal, ..options }).unwrap()
}

fn slow() -> Options {
    Options { window_ms: NEVER_MS, ..Options::default() }
}

/// A while ago, and the same for every test: what is older than a year would be deleted.
fn start_us() -> u64 {
    static START: OnceLock<u64> = OnceLock::new();
    *START.get_or_init(|| now_us() - MINUTE_US)
}

/// A call with its lines.
async fn call(telemetry: &Telemetry, function: &str, number: u64) {
    let (id, at_us) = (format!("r-{number}"), start_us() + number);
    for line in ["START", "hello", "END"] {
        let event = event(function, at_us, &format!("{line} {id}"));
        telemetry.log(event.of_request(id.as_str().into()));
    }
    telemetry.record(record(function, &id, at_us)).await.unwrap();
}

async fn calls(telemetry: &Telemetry, function: &str) -> Vec<String> {
    let records = telemetry.ledger().records(function, 0, u64::MAX, 10_000).await.unwrap();
    records.iter().rev().map(|record| record.request_id.to_string()).collect()
}

fn names(numbers: std::ops::Range<u64>) -> Vec<String> {
    numbers.map(|number| format!("r-{number}")).collect()
}

fn lines(numbers: std::ops::Range<u64>) -> Vec<String> {
    let of = |id: String| ["START", "hello", "END"].map(|line| format!("{line} {id}"));
    names(numbers).into_iter().flat_map(of).collect()
}

#[tokio::test]
async fn nothing_of_an_ended_call_dies_with_the_process() {
    let (dir, faults) = (tempfile::tempdir().unwrap(), Faults::new());
    let telemetry = open(with(&faults), dir.path(), slow());
    for number in 0..20 {
        call(&telemetry, "f", number).await;
    }
    // Some of it has reached the store, with and without the ledger's lines.
    telemetry.flush().await.unwrap();
    for number in 20..40 {
        call(&telemetry, "f", number).await;
    }
    telemetry.lines_kept().await.unwrap();
    for number in 40..60 {
        call(&telemetry, "f", number).await;
    }
    faults.crash();
    drop(telemetry);

    // A second crash before anything is brought to the store, and a proper end.
    for _ in 0..2 {
        let telemetry = open(with(&faults), dir.path(), slow());
        faults.crash();
        drop(telemetry);
    }
    for _ in 0..2 {
        let telemetry = open(with(&faults), dir.path(), slow());
        assert_eq!(calls(&telemetry, "f").await, names(0..60));
        assert_eq!(texts(&all(&telemetry, "f").await), lines(0..60));
        assert_eq!(telemetry.ledger().totals("f", 0).await.unwrap().calls, 60);
        telemetry.close().await.unwrap();
    }
}

/// Power goes, and there is no journal: what is on the disk belongs together all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_in_the_ledger_without_its_lines() {
    for round in 0..20 {
        let faults = Faults::new();
        faults.delay(Duration::from_millis(1));
        let options = Options { window_ms: 2, ..Options::default() };
        let telemetry = Telemetry::open(with(&faults), options).unwrap();
        let load = telemetry.clone();
        let load = tokio::spawn(async move {
            for number in 0..u64::MAX {
                call(&load, "f", number).await;
                tokio::task::yield_now().await;
            }
        });
        while faults.commits() < 6 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(round)).await;
        faults.crash();
        load.abort();
        drop(telemetry);

        let telemetry = Telemetry::open(with(&faults), Options::default()).unwrap();
        let mut of_call: BTreeMap<String, usize> = BTreeMap::new();
        for event in all(&telemetry, "f").await {
            *of_call.entry(event.request.unwrap().to_string()).or_default() += 1;
        }
        let ended = calls(&telemetry, "f").await;
        assert!(!ended.is_empty(), "nothing was committed in round {round}");
        for id in ended {
            assert_eq!(of_call.get(&id), Some(&3), "{id} in round {round}");
        }
    }
}

fn dropped(events: &[LogEvent]) -> u64 {
    let notices = events.iter().filter(|event| event.text.contains("were dropped"));
    notices.map(|event| event.text.split(' ').next().unwrap().parse::<u64>().unwrap()).sum()
}

async fn freed(telemetry: &Telemetry) {
    for _ in 0..500 {
        if telemetry.flush().await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the disk is free again and nothing is written");
}

/// With a crash while the disk is full, or without.
async fn a_full_disk(crashes: bool) {
    const CALLS: u64 = 2_000;
    let (dir, faults) = (tempfile::tempdir().unwrap(), Faults::new());
    let options =
        || Options { buffer_bytes_per_function: 200_000, window_ms: 5, ..Options::default() };
    let mut telemetry = open(with(&faults), dir.path(), options());
    call(&telemetry, "f", 0).await;
    telemetry.flush().await.unwrap();
    faults.fill();
    for number in 1..CALLS {
        call(&telemetry, "f", number).await;
    }
    if crashes {
        faults.crash();
        drop(telemetry);
        telemetry = open(with(&faults), dir.path(), options());
    }
    faults.free();
    freed(&telemetry).await;
    assert_eq!(calls(&telemetry, "f").await, names(0..CALLS));
    let found = all(&telemetry, "f").await;
    let notices = found.iter().filter(|event| event.text.contains("were dropped")).count();
    let kept = (found.len() - notices) as u64;
    assert!(dropped(&found) > 0, "so many lines do not fit");
    assert_eq!(kept + dropped(&found), 3 * CALLS, "every line is kept or counted");
    telemetry.close().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_keeps_the_ledger_and_counts_lost_lines() {
    a_full_disk(false).await;
}

#[tokio::test]
async fn a_crash_on_a_full_disk_keeps_the_ledger_and_the_count() {
    a_full_disk(true).await;
}

#[tokio::test]
async fn stopping_on_a_full_disk_keeps_everything_for_the_next_start() {
    let (dir, faults) = (tempfile::tempdir().unwrap(), Faults::new());
    let store = with(&faults);
    let telemetry = open(store.clone(), dir.path(), Options::default());
    faults.fill();
    for number in 0..50 {
        call(&telemetry, "f", number).await;
    }
    assert!(telemetry.close().await.is_err());
    faults.free();
    let telemetry = open(store, dir.path(), Options::default());
    assert_eq!(calls(&telemetry, "f").await, names(0..50));
    assert_eq!(texts(&all(&telemetry, "f").await), lines(0..50));
}

#[tokio::test]
async fn a_log_that_was_deleted_does_not_come_back() {
    let (dir, faults) = (tempfile::tempdir().unwrap(), Faults::new());
    let telemetry = open(with(&faults), dir.path(), slow());
    call(&telemetry, "f", 0).await;
    telemetry.forget("f").await.unwrap();
    call(&telemetry, "f", 1).await;
    faults.crash();
    drop(telemetry);
    let telemetry = open(with(&faults), dir.path(), slow());
    assert_eq!(texts(&all(&telemetry, "f").await), lines(1..2));
    assert_eq!(calls(&telemetry, "f").await, names(0..2), "what it cost stays on record");
}

/// More than one segment holds, again and again.
#[tokio::test]
async fn the_journal_is_used_again_and_does_not_grow() {
    let (dir, faults) = (tempfile::tempdir().unwrap(), Faults::new());
    // No line is dropped for its function's sake.
    let options = || Options { window_ms: 1, burst_bytes: 64 << 20, ..Options::default() };
    let telemetry = open(with(&faults), dir.path(), options());
    let text = "x".repeat(10_000);
    for round in 0..40_u64 {
        for number in 0..50 {
            telemetry.log(event("f", start_us(), &text));
            telemetry.record(record("f", &format!("{round}-{number}"), start_us())).await.unwrap();
        }
        telemetry.flush().await.unwrap();
    }
    let files = || fs::read_dir(dir.path().join("journal")).unwrap();
    let bytes: u64 = files().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    assert!(bytes <= 10 * 1024 * 1024, "{bytes}");
    for number in 0..50 {
        telemetry.record(record("g", &format!("r-{number}"), start_us() + number)).await.unwrap();
    }
    faults.crash();
    drop(telemetry);
    let telemetry = open(with(&faults), dir.path(), options());
    assert_eq!(calls(&telemetry, "g").await.len(), 50);
    assert_eq!(calls(&telemetry, "f").await.len(), 2_000);
    assert_eq!(all(&telemetry, "f").await.len(), 2_000, "and no line comes twice");
}

/// As a power cut may leave it: what lies before the damage is used, nothing behind it.
#[tokio::test]
async fn a_damaged_journal_is_used_up_to_the_damage() {
    let (dir, faults) = (tempfile::tempdir().unwrap(), Faults::new());
    let telemetry = open(with(&faults), dir.path(), slow());
    for number in 0..8 {
        call(&telemetry, "f", number).await;
    }
    faults.crash();
    drop(telemetry);
    let paths = fs::read_dir(dir.path().join("journal")).unwrap();
    let used: Vec<_> = paths
        .map(|path| path.unwrap().path())
        .filter(|path| fs::read(path).unwrap().starts_with(b"MYFY"))
        .collect();
    let [file] = used.as_slice() else { panic!("one file is in use: {used:?}") };
    let whole = fs::read(file).unwrap();
    let end = whole.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let mut counts = Vec::new();
    for at in (0..end).step_by(61) {
        // A disk of its own for each: nothing of it reaches the store.
        File::options().write(true).open(file).unwrap().write_all_at(&whole, 0).unwrap();
        let byte = [whole[at] ^ 0x41];
        File::options().write(true).open(file).unwrap().write_all_at(&byte, at as u64).unwrap();
        let faults = Faults::new();
        let telemetry = open(with(&faults), dir.path(), slow());
        let found = calls(&telemetry, "f").await;
        assert_eq!(found, names(0..found.len() as u64), "damaged at {at}");
        let lines_found = all(&telemetry, "f").await.len();
        assert!(lines_found >= 3 * found.len(), "each call has its lines; damaged at {at}");
        counts.push(found.len());
        faults.crash();
        drop(telemetry);
    }
    assert!(counts.is_sorted() && counts.last() > Some(&5), "{counts:?}");
}
