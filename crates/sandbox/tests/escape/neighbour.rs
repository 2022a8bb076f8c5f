//! While somebody does his worst, his neighbours keep answering.

use crate::grounds::Grounds;
use crate::support::{PATH, Room, null};
use sandbox::{Avoid, Egress, Feature, Process, Program, Spec, State};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// What a call does: rounds of a shell's loop, some 2 and 20 milliseconds; and how many calls.
const SHORT: (&str, usize) = ("1000\n", 300);
const LONG: (&str, usize) = ("9000\n", 100);
/// So many times slower a neighbour's slowest calls may be.
const WORSE: f64 = 3.0;
/// Whatever else runs on this machine may get in the way of some, bombs would of all.
const TRIES: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn bombs_do_not_stop_others() {
    let _alone = crate::MACHINE.write().await;
    let grounds = Grounds::new().await;
    let report = grounds.room.sandbox.report();
    for limit in [Feature::CpuShares, Feature::ProcessLimit, Feature::MemoryLimit] {
        if !matches!(report.state(limit), Some(State::InUse { .. })) {
            return println!("SKIPPED: bombs would take this machine: {limit} is missing");
        }
    }
    let bombs = ["busy", "forks", "memory", "files"];
    for work in [SHORT, LONG] {
        let held = compare(&grounds, &bombs, work, |worse| worse <= WORSE).await;
        assert!(held, "a neighbour is more than {WORSE} times slower, every time");
    }
}

/// Else the test above shows nothing.
#[tokio::test(flavor = "multi_thread")]
async fn without_shares_they_would() {
    let _alone = crate::MACHINE.write().await;
    let avoid = Avoid { cgroups: true, ..Avoid::default() };
    let grounds = Grounds::with(|options| options.avoid = avoid).await;
    let felt = compare(&grounds, &["busy"], SHORT, |worse| worse > WORSE).await;
    assert!(felt, "nobody feels twenty busy processes: make the neighbour's work harder");
}

/// Measures a neighbour with and without bombs by turns, until it is as asked or was tried enough.
async fn compare(
    grounds: &Grounds,
    bombs: &[&str],
    work: (&str, usize),
    as_asked: impl Fn(f64) -> bool,
) -> bool {
    let (_function, mut calls) = function(&grounds.room).await;
    p99(&mut calls, work);
    for _ in 0..TRIES {
        let quiet = p99(&mut calls, work);
        let running = explode(grounds, bombs).await;
        let used = || running.iter().map(|bomb| bomb.usage().cpu_us).collect::<Vec<_>>();
        let used_before = used();
        let loud = p99(&mut calls, work);
        // Without groups, usage is known only now and then.
        let at_it = used().iter().zip(used_before).all(|(now, before)| *now > before);
        assert!(at_it || grounds.room.cgroups().is_empty(), "a bomb has stopped");
        let worse = loud.as_secs_f64() / quiet.as_secs_f64();
        println!(
            "beside {bombs:?} 99 of 100 calls take {loud:.1?}, not {quiet:.1?}: {worse:.1} times"
        );
        if as_asked(worse) {
            return true;
        }
        drop(running);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    false
}

/// A function that answers every number with so many rounds of work.
async fn function(room: &Room) -> (Process, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    ours.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let script = "while read -r all <&3; do i=0; while [ $i -lt $all ]; do i=$((i+1)); done; \
                  echo done >&3; done";
    let mut program = Program::new(["/bin/bash", "-c", script], null(), null()).env("PATH", PATH);
    program.fds = vec![(3, theirs.into())];
    let spec = Spec { memory_mb: 512, egress: Egress::None, ..Spec::new("/usr/share") };
    let process = room.sandbox.slot(spec).await.unwrap().start(program).unwrap();
    (process, ours)
}

/// The time 99 of 100 calls take at most.
fn p99(function: &mut UnixStream, (work, calls): (&str, usize)) -> Duration {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..calls {
        let began = Instant::now();
        function.write_all(work.as_bytes()).unwrap();
        let mut answer = [0; 5];
        function.read_exact(&mut answer).unwrap();
        times.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    times.sort_unstable();
    times[(calls - 1) * 99 / 100]
}

/// Sets the bombs off; they go on until dropped.
async fn explode(grounds: &Grounds, bombs: &[&str]) -> Vec<Process> {
    let mut running = Vec::new();
    for bomb in bombs {
        let program = Program::new(["/var/task/hostile", bomb], null(), null());
        let slot = grounds.room.sandbox.slot(grounds.spec()).await.unwrap();
        running.push(slot.start(program).unwrap());
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    running
}
