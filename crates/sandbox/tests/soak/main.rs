//! Ten thousand instances come and go, and nothing of them stays.

mod counts;
#[path = "../it/support.rs"]
#[allow(dead_code)]
mod support;

use counts::{Counts, settle};
use sandbox::{Egress, Program, Sandbox, Slot, Spec, Status};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use support::{Room, null, unique};

const LIVES: usize = 10_000;
const AT_ONCE: usize = 200;
/// Functions' versions, whose users the sandbox remembers.
const OWNERS: usize = 16;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_lives_leave_nothing() {
    let mark = unique("soak");
    let untouched = Counts::take(&mark);
    let room = Room::with(|options| options.pool_max = 8);
    // Until the pool is full and the users are known.
    live(&room.sandbox, AT_ONCE * 2, &mark).await;
    let before = settle("after the first", None, || Counts::of(&room, &mark));

    let began = Instant::now();
    live(&room.sandbox, LIVES, &mark).await;
    let took = began.elapsed();
    let after = settle("afterwards", Some(&before), || Counts::of(&room, &mark));
    println!(
        "{LIVES} lives, {AT_ONCE} at once, in {:.1} s; {:.1} s later all was cleared away",
        took.as_secs_f64(),
        (began.elapsed() - took).as_secs_f64()
    );
    println!("{}", Counts::table(&before, &after));

    room.sandbox.close().await;
    drop(room);
    settle("without the sandbox", Some(&untouched), || Counts::take(&mark));
}

/// So many lives, some of them at the same time.
async fn live(sandbox: &Sandbox, lives: usize, mark: &str) {
    let next = Arc::new(AtomicUsize::new(0));
    let one_after_another = || {
        let (next, sandbox, mark) = (Arc::clone(&next), sandbox.clone(), mark.to_owned());
        async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= lives {
                    return;
                }
                let egress = [Egress::None, Egress::Internet][number % 2];
                let owner = (number / 2 % OWNERS) as u64;
                let spec = Spec { egress, owner, ..Spec::new("/usr/share") };
                let slot = sandbox.slot(spec).await.unwrap();
                end(slot, number / 2, &mark).await;
            }
        }
    };
    let all: Vec<_> = (0..AT_ONCE).map(|_| tokio::spawn(one_after_another())).collect();
    for one in all {
        one.await.unwrap();
    }
}

/// Most end by themselves; some are killed, some are forgotten, and some never begin.
async fn end(slot: Slot, number: usize, mark: &str) {
    let start = |slot: Slot, argv: &[&str]| {
        slot.start(Program::new(argv, null(), null()).env("MARK", mark)).unwrap()
    };
    match number % 10 {
        0 => drop(slot),
        1 => drop(start(slot, &["/bin/sleep", "1000"])),
        2 => {
            let process = start(slot, &["/bin/sh", "-c", "sleep 1000 & sleep 1000 & wait"]);
            tokio::task::yield_now().await;
            process.kill();
            assert_eq!(process.wait().await.status, Status::Signal(9));
        }
        _ => assert_eq!(start(slot, &["/bin/true"]).wait().await.status, Status::Code(0)),
    }
}
