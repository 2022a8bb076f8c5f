//! Who nobody wants anything of gets no processor, and is there again when somebody does.

use crate::support::{PATH, Room, eventually, marked, spec, unique};
use sandbox::{Avoid, Process, Status};
use std::time::{Duration, Instant};

/// Answers lines, and leaves a child behind that is never done.
const BUSY_CHILD: &str = "(while :; do :; done) & echo up; while :; do sleep 1000; done";

fn used_in(process: &Process, time: Duration) -> u64 {
    let before = process.usage().cpu_us;
    std::thread::sleep(time);
    process.usage().cpu_us - before
}

async fn check(room: Room) {
    let mark = unique("rest");
    let mut running = room.shell(spec(), BUSY_CHILD, &[("PATH", PATH), ("MARK", &mark)]).await;
    assert_eq!(running.line(), "up");
    let process = &running.process;
    let busy = process.busy();
    let again = process.busy();
    drop(busy);
    assert!(used_in(process, Duration::from_millis(600)) > 100_000, "somebody wants something");
    drop(again);
    eventually("it stands still", || process.is_still());
    std::thread::sleep(Duration::from_millis(300));
    let used = used_in(process, Duration::from_secs(2));
    assert!(used < 40_000, "{used} µs of 2 s");
    assert!(process.usage().memory_peak_bytes > 0);
    // It goes on where it was.
    let began = Instant::now();
    let busy = process.busy();
    let took = began.elapsed();
    println!("roused in {took:?}");
    assert!(took < Duration::from_secs(1) && !process.is_still());
    assert!(used_in(process, Duration::from_millis(600)) > 100_000);
    drop(busy);
    eventually("it stands still again", || process.is_still());
    let began = Instant::now();
    process.kill();
    assert_eq!(process.wait().await.status, Status::Signal(9));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    eventually("nothing is left", || marked(&mark) == 0 && room.cgroups().is_empty());
}

#[tokio::test]
async fn a_busy_child_stands_still_until_the_next_call() {
    check(Room::new()).await;
}

#[tokio::test]
async fn also_without_groups() {
    check(Room::avoiding(Avoid { cgroups: true, ..Avoid::default() })).await;
}

/// Waiting costs nothing, so who waits is left alone, however long.
#[tokio::test]
async fn who_is_quiet_does_not_notice() {
    let room = Room::new();
    let script = "echo up; while :; do sleep 0.05; done";
    let mut running = room.shell(spec(), script, &[("PATH", PATH)]).await;
    assert_eq!(running.line(), "up");
    let mut most = Duration::ZERO;
    for _ in 0..200 {
        let began = Instant::now();
        drop(running.process.busy());
        most = most.max(began.elapsed());
    }
    println!("wanting something and no more takes {most:?} at most");
    std::thread::sleep(Duration::from_secs(1));
    assert!(!running.process.is_still());
}
