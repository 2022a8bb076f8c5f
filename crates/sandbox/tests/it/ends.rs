//! Nothing outlives its slot.

use crate::support::{PATH, Room, eventually, marked, null, spec, unique};
use sandbox::{Program, Status};
use std::fs;

/// Leaves the session, ignores what can be ignored, and stays, twice over.
pub(crate) const DAEMON: &str = "
    (ROLE=outer setsid sh -c 'trap \"\" TERM HUP INT; \
     (ROLE=inner setsid sh -c \"trap \\\"\\\" TERM HUP; while :; do sleep 1000; done\") & \
     while :; do sleep 1000; done' >/dev/null 2>&1 &)
    inner() { grep -lz ^MARK=$MARK $(grep -lz ^ROLE=inner /proc/[0-9]*/environ) /dev/null | wc -l; }
    while [ $(inner 2>/dev/null) -lt 2 ]; do :; done
    echo started";

#[tokio::test]
async fn daemons_die_with_the_slot() {
    for last in ["exit 3", "while :; do sleep 1000; done"] {
        let room = Room::new();
        let mark = unique("daemon");
        let script = format!("{DAEMON}; {last}");
        let mut running = room.shell(spec(), &script, &[("PATH", PATH), ("MARK", &mark)]).await;
        assert_eq!(running.line(), "started");
        if last != "exit 3" {
            assert!(marked(&mark) >= 4);
            running.process.kill();
            running.process.kill();
        }
        let exit = running.process.wait().await;
        assert_eq!(marked(&mark), 0, "{last}");
        assert!(room.cgroups().is_empty() && room.tmp_dirs().is_empty());
        let want = if last == "exit 3" { Status::Code(3) } else { Status::Signal(9) };
        assert_eq!(exit.status, want);
    }
}

#[tokio::test]
async fn dropping_the_last_handle_kills() {
    let room = Room::new();
    let mark = unique("drop");
    let running = room.shell(spec(), "sleep 1000", &[("PATH", PATH), ("MARK", &mark)]).await;
    let other = running.process.clone();
    drop(running);
    std::thread::sleep(std::time::Duration::from_millis(30));
    assert!(marked(&mark) > 0, "a handle is left");
    drop(other);
    eventually("dropped", || marked(&mark) == 0 && room.cgroups().is_empty());
}

#[tokio::test]
async fn closing_ends_everything() {
    let room = Room::new();
    let slot = room.sandbox.slot(spec()).await.unwrap();
    let running = room.shell(spec(), "sleep 1000", &[("PATH", PATH)]).await;
    room.sandbox.close().await;
    assert!(room.cgroups().is_empty() && room.tmp_dirs().is_empty());
    assert_eq!(running.process.wait().await.status, Status::Signal(9));
    let error = slot.start(Program::new(["true"], null(), null())).unwrap_err();
    assert!(matches!(error, sandbox::Error::Gone), "{error}");
    assert!(matches!(room.sandbox.slot(spec()).await, Err(sandbox::Error::Closed)));
    assert!(!room.dir.path().join("slots").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn starts_from_many_threads_do_not_mix() {
    let room = std::sync::Arc::new(Room::new());
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let room = std::sync::Arc::clone(&room);
            tokio::spawn(async move {
                let (exit, output) = room.run(&format!("echo {n}; exit {n}")).await;
                assert_eq!((exit.status, output), (Status::Code(n), format!("{n}\n")));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// In a process of its own, as other tests open descriptors too.
#[test]
fn many_lives_leave_nothing() {
    crate::death::in_another_process("ends::five_hundred_lives", &[]);
}

#[tokio::test]
#[ignore = "the inside of `many_lives_leave_nothing`"]
async fn five_hundred_lives() {
    let room = Room::new();
    let count = |dir: &str| fs::read_dir(dir).unwrap().count();
    let children = || {
        let threads = fs::read_dir("/proc/self/task").unwrap().flatten();
        let of = |thread: fs::DirEntry| fs::read_to_string(thread.path().join("children"));
        threads.map(|thread| of(thread).unwrap()).collect::<String>()
    };
    let mounts = || fs::read_to_string("/proc/self/mountinfo").unwrap().lines().count();
    let mut before = (0, 0, 0);
    let lives = std::env::var("LIVES").ok().and_then(|lives| lives.parse().ok()).unwrap_or(500);
    for n in 0..lives {
        let slot = room.sandbox.slot(spec()).await.unwrap();
        if n % 50 == 0 {
            continue;
        }
        let process = slot.start(Program::new(["/bin/true"], null(), null())).unwrap();
        if n % 3 == 0 {
            process.kill();
        }
        process.wait().await;
        drop(process);
        if n == 1 {
            // The one who told us holds it a moment longer.
            std::thread::sleep(std::time::Duration::from_millis(50));
            before = (count("/proc/self/fd"), count("/proc/self/task"), mounts());
        }
    }
    eventually("clean", || room.cgroups().is_empty() && room.tmp_dirs().is_empty());
    eventually("descriptors", || {
        (count("/proc/self/fd"), count("/proc/self/task"), mounts()) == before
            && children().is_empty()
    });
    let name = room.name.clone();
    room.sandbox.close().await;
    let parents = || fs::read_dir("/sys/fs/cgroup").unwrap().flatten();
    let parents = || parents().filter(|dir| dir.path().join(format!("mayfly-{name}")).exists());
    assert_eq!(parents().count(), 0);
}
