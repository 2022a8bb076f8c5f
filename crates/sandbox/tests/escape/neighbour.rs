//! While somebody does his worst, his neighbours keep answering.

use crate::grounds::Grounds;
use crate::support::{PATH, Room, null};
use sandbox::{Egress, Process, Program, Spec};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

const CALLS: usize = 400;
/// Below this a difference is the machine's own, not the neighbour's.
const FLOOR: Duration = Duration::from_millis(4);

/// A function that answers every byte with a little work.
async fn function(room: &Room) -> (Process, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    ours.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let script = "while read -r line <&3; do i=0; while [ $i -lt 200 ]; do i=$((i+1)); done; \
                  echo done >&3; done";
    let mut program = Program::new(["/bin/bash", "-c", script], null(), null()).env("PATH", PATH);
    program.fds = vec![(3, theirs.into())];
    let spec = Spec { memory_mb: 512, egress: Egress::None, ..Spec::new("/usr/share") };
    let process = room.sandbox.slot(spec).await.unwrap().start(program).unwrap();
    (process, ours)
}

/// The time 99 of 100 calls take at most.
fn p99(function: &mut UnixStream) -> Duration {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..CALLS {
        let began = Instant::now();
        function.write_all(b"go\n").unwrap();
        let mut answer = [0; 5];
        function.read_exact(&mut answer).unwrap();
        times.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    times.sort_unstable();
    times[CALLS * 99 / 100]
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_do_not_stop_others() {
    let _alone = crate::MACHINE.write().await;
    let grounds = Grounds::new().await;
    let (_function, mut calls) = function(&grounds.room).await;
    p99(&mut calls);
    let before = p99(&mut calls);
    let bombs = [
        // Every processor, many times.
        "for i in $(seq 20); do while :; do :; done & done; wait",
        "bomb() { bomb & bomb & wait; }; bomb",
        "while :; do head -c 60m /dev/zero | tail >/dev/null; done",
        "while :; do head -c 15m /dev/zero > /tmp/x; rm /tmp/x; done",
    ];
    let mut running = Vec::new();
    for bomb in bombs {
        let argv = ["/bin/bash", "-c", bomb];
        let program = Program::new(argv, null(), null()).env("PATH", PATH);
        let slot = grounds.room.sandbox.slot(grounds.spec()).await.unwrap();
        running.push(slot.start(program).unwrap());
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let limit = before.max(FLOOR) * 3;
    // Whatever else runs on this machine may get in the way once, bombs would every time.
    let during = [(); 3].map(|()| p99(&mut calls));
    let good = during.iter().any(|during| *during <= limit);
    assert!(good, "99 of 100 took {before:?} at most before, {during:?} during");
}
