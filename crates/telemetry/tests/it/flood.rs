use std::time::Duration;

use store::{Faults, Store};
use telemetry::{Lines, LogEvent, Options, Source, Telemetry};

use crate::support::{all, event, now_us, sqlite, texts, with};

const MIB: usize = 1024 * 1024;
const LINE_BYTES: usize = 400;
const CHUNK_LINES: usize = 160;

/// Prints that much through the whole path, as the reader of a pipe would; returns the highest
/// number of bytes held.
fn print(telemetry: &Telemetry, function: &str, bytes: usize) -> usize {
    let chunk = format!("{}\n", "0123456789".repeat(LINE_BYTES / 10)).repeat(CHUNK_LINES);
    let (mut lines, mut held) = (Lines::new(), 0);
    for _ in 0..bytes / chunk.len() {
        for printed in lines.push(now_us(), chunk.as_bytes()) {
            let event = event(function, printed.at_us, "");
            telemetry.log(LogEvent { text: printed.text, level: printed.level, ..event });
        }
        held = held.max(telemetry.held_bytes());
    }
    held
}

fn dropped(events: &[LogEvent]) -> (usize, u64) {
    let notices: Vec<u64> = events
        .iter()
        .filter(|event| event.source == Source::Platform && event.text.contains("were dropped"))
        .map(|event| event.text.split(' ').next().unwrap().parse().unwrap())
        .collect();
    (notices.len(), notices.iter().sum())
}

async fn a_flood(store: Store) {
    let options = Options {
        keep_bytes: 512 * MIB as u64,
        buffer_bytes_per_function: MIB,
        ..Options::default()
    };
    let telemetry = Telemetry::open(store, options).unwrap();
    let flooding = telemetry.clone();
    let flood = tokio::task::spawn_blocking(move || print(&flooding, "loud", 100 * MIB));
    for _ in 0..20 {
        telemetry.log(event("quiet", now_us(), "hello"));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let held = flood.await.unwrap();
    assert!(held <= MIB + MIB / 8, "{held} bytes were held");
    let report = LogEvent::platform("loud".into(), "s".into(), now_us(), "REPORT".into());
    telemetry.log(report);
    telemetry.flush().await.unwrap();
    assert_eq!(telemetry.held_bytes(), 0);

    let kept = all(&telemetry, "loud").await;
    let (notices, lost) = dropped(&kept);
    let printed = 100 * MIB / ((LINE_BYTES + 1) * CHUNK_LINES) * CHUNK_LINES;
    assert!(lost > 0 && notices >= 1);
    // Each line is kept or counted. The last one is still held back by `Lines`.
    assert_eq!(kept.len() - notices - 1 + lost as usize, printed - 1);
    assert!(notices < 1_000, "{notices} notices");
    assert_eq!(kept.last().unwrap().text, "REPORT");
    assert_eq!(all(&telemetry, "quiet").await.len(), 20, "others lose nothing");
    telemetry.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_is_bounded() {
    let (_home, store) = sqlite();
    a_flood(store).await;
}

#[tokio::test]
async fn a_disk_that_hangs_blocks_nobody_and_the_rest_is_told_later() {
    let faults = Faults::new();
    let options = Options { buffer_bytes: 300_000, ..Options::default() };
    let options = Options { buffer_bytes_per_function: 100_000, ..options };
    let telemetry = Telemetry::open(with(&faults), options).unwrap();
    faults.hold();
    let functions = ["a", "b", "c", "d", "e"];
    for function in functions {
        for index in 0..2_000 {
            telemetry.log(event(function, now_us(), &format!("{index:050}")));
        }
        assert!(telemetry.held_bytes() <= 300_000);
    }
    // What the platform itself says has some room left when a function has used up its own.
    let report = LogEvent::platform("b".into(), "s".into(), now_us(), "REPORT".into());
    telemetry.log(report);
    faults.release();
    telemetry.flush().await.unwrap();
    let mut sum = 0;
    for function in functions {
        let found = all(&telemetry, function).await;
        let (notices, lost) = dropped(&found);
        let others = usize::from(function == "b" && texts(&found).contains(&"REPORT"));
        sum += found.len() - notices - others + lost as usize;
        assert_eq!(notices, 1, "{function}");
    }
    assert_eq!(sum, 5 * 2_000);
    assert!(texts(&all(&telemetry, "b").await).contains(&"REPORT"));
    assert_eq!(telemetry.held_bytes(), 0);
}

#[tokio::test]
async fn a_steady_writer_is_held_to_its_rate() {
    let options = Options { rate_bytes_per_s: 1, burst_bytes: 50_000, ..Options::default() };
    let telemetry = Telemetry::open(with(&Faults::new()), options).unwrap();
    for index in 0..1_000 {
        telemetry.log(event("f", now_us(), &format!("{index:0100}")));
        if index % 10 == 0 {
            telemetry.flush().await.unwrap();
        }
    }
    let found = all(&telemetry, "f").await;
    let (notices, lost) = dropped(&found);
    assert!((100..600).contains(&(found.len() - notices)), "{}", found.len());
    assert_eq!(found.len() - notices + lost as usize, 1_000);
}

#[tokio::test]
async fn notices_come_without_being_asked_for() {
    let faults = Faults::new();
    let options = Options { buffer_bytes_per_function: 2_000, ..Options::default() };
    let telemetry = Telemetry::open(with(&faults), options).unwrap();
    let mut follow = telemetry.follow("f", 0);
    for _ in 0..100 {
        telemetry.log(event("f", now_us(), &"x".repeat(100)));
    }
    let found = async {
        while let Some(event) = follow.next().await {
            if event.unwrap().text.contains("were dropped") {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), found).await.unwrap();
}
