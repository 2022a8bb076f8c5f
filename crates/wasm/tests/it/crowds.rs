//! Many calls, at once and one after another.

use std::process::Command;
use std::time::{Duration, Instant};

use wasm::{Engine, Failure, Options, Settings};

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_beyond_the_places_wait_in_line() {
    let engine = Engine::new(Options { instances_max: 3, ..options() }).unwrap();
    let program = program_of(&engine, hostile(), Settings::default()).await;
    let all = (0..30).map(|_| {
        let program = program.clone();
        tokio::spawn(async move { ask(&program, get("/sleep?10"), call()).await.1.failure })
    });
    for done in all.collect::<Vec<_>>() {
        assert_eq!(done.await.unwrap(), None);
    }
}

#[tokio::test]
async fn waiting_in_line_counts() {
    let engine = Engine::new(Options { instances_max: 1, ..options() }).unwrap();
    let program = program_of(&engine, hostile(), Settings::default()).await;
    let first = ask(&program, get("/sleep?1000"), call());
    let after = Duration::from_millis(100);
    let second = ask(&program, get("/hello"), within(after));
    let ((_, first), (_, second)) = tokio::join!(first, second);
    assert_eq!((first.failure, second.failure), (None, Some(Failure::Timeout { after })));
    is_well(&program).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neighbours_keep_answering() {
    let engine = Engine::new(Options { instances_max: 40, ..options() }).unwrap();
    let program = program_of(&engine, hostile(), Settings::default()).await;
    let busy: Vec<_> = (0..24)
        .map(|i| {
            let program = program.clone();
            let path = ["/loop", "/endless-after"][i % 2];
            tokio::spawn(
                async move { ask(&program, get(path), within(Duration::from_secs(3))).await },
            )
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut times: Vec<_> = Vec::new();
    for _ in 0..50 {
        let start = Instant::now();
        let program = program.clone();
        tokio::spawn(async move { is_well(&program).await }).await.unwrap();
        times.push(start.elapsed());
    }
    times.sort();
    // In turns with the others on these two threads, each would take 60 ms and more.
    assert!(times[25] < Duration::from_millis(30), "{times:?}");
    for busy in busy {
        let (_, finish) = busy.await.unwrap();
        assert!(matches!(finish.failure, Some(Failure::Timeout { .. })), "{finish:?}");
    }
}

/// Counts what belongs to the whole process, so it runs in one of its own.
#[test]
fn nothing_is_left_of_many_calls() {
    const ALONE: &str = "WASM_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        return runtime.unwrap().block_on(many_calls());
    }
    let mut this = Command::new(std::env::current_exe().unwrap());
    this.args(["--exact", "crowds::nothing_is_left_of_many_calls"]).env(ALONE, "1");
    assert!(this.status().unwrap().success());
}

async fn many_calls() {
    let engine = engine();
    let good = program_of(&engine, hostile(), Settings::default()).await;
    let round = async |calls: usize| {
        for i in 0..calls {
            let path = ["/hello", "/panic", "/unfinished", "/silent"][i % 4];
            ask(&good, get(path), call()).await;
            drop(good.call_http(get("/endless"), call(), drop).await);
        }
        resident_kb()
    };
    round(200).await;
    let (before, files) = (round(200).await, open_files());
    let after = round(1_000).await;
    assert!(after < before + 8_000, "{before} KB before, {after} KB after");
    assert_eq!(open_files(), files);
}

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}
