//! What is the machine's, or several programs': nobody takes it all, or holds up who else uses it.

use crate::grounds::Grounds;
use crate::support::{Room, eventually, marked, null, unique};
use rustix::fs::{FlockOperation, flock, inotify};
use sandbox::{Egress, Feature, Process, Program, Spec, State};
use std::fs::{self, File};
use std::io::{PipeReader, Read};
use std::path::Path;
use std::time::Duration;

/// Files that are the host's and slots see, and the code, which another slot sees too.
fn host_files(grounds: &Grounds) -> Vec<std::path::PathBuf> {
    let host = ["/usr/bin/env", "/etc/ssl/openssl.cnf", "/etc/services", "/dev/null", "/usr/bin"];
    let files = host.iter().map(Into::into).filter(|path: &std::path::PathBuf| path.exists());
    files.chain([grounds.code.join("data")]).collect()
}

fn own_files(grounds: &Grounds) -> bool {
    let state = grounds.room.sandbox.report();
    let state = state.state(Feature::OwnFiles).cloned();
    let own = matches!(state, Some(State::InUse { .. }));
    assert!(own || !rustix::process::geteuid().is_root(), "{state:?}");
    if !own {
        println!("SKIPPED: {state:?}");
    }
    own
}

/// Begins an attempt, as soon as it says that it is ready.
async fn begin(grounds: &Grounds, name: &str) -> (Process, PipeReader) {
    let (mut stdout, write) = std::io::pipe().unwrap();
    let argv = ["/var/task/hostile", name];
    let program = Program::new(argv, write.into(), null());
    let process = grounds.room.sandbox.slot(grounds.spec()).await.unwrap().start(program).unwrap();
    let mut byte = [0];
    while byte != [b'\n'] {
        assert_eq!(stdout.read(&mut byte).unwrap(), 1, "it ended");
    }
    (process, stdout)
}

#[tokio::test(flavor = "multi_thread")]
async fn locks_end_at_the_slot() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    if !own_files(&grounds) {
        return;
    }
    let first = begin(&grounds, "hold_locks").await;
    for path in host_files(&grounds) {
        let file = File::open(&path).unwrap();
        // Root may make device nodes for each slot, others may not.
        let shared = path.starts_with("/dev") && !rustix::process::geteuid().is_root();
        let locked = flock(&file, FlockOperation::NonBlockingLockExclusive);
        assert!(locked.is_ok() || shared, "{} is locked by a program inside", path.display());
    }
    // Two slots of one function do not meet either.
    let (_second, mut words) = begin(&grounds, "hold_locks").await;
    drop(first);
    drop(_second);
    let mut rest = String::new();
    words.read_to_string(&mut rest).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hears_what_others_open() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    if !own_files(&grounds) || !rustix::process::geteuid().is_root() {
        return;
    }
    let (watcher, mut words) = begin(&grounds, "watch_files").await;
    for path in host_files(&grounds) {
        let _ = File::open(&path).map(|mut file| file.read(&mut [0; 16]));
    }
    assert!(std::process::Command::new("/usr/bin/env").arg("true").status().unwrap().success());
    // The same function beside it, on the same code.
    let (exit, _) = grounds.attempt("read_shadow", "none").await;
    assert_eq!(exit.status, sandbox::Status::Code(0));
    watcher.wait().await;
    let mut heard = String::new();
    words.read_to_string(&mut heard).unwrap();
    assert!(heard.starts_with("contained"), "{heard}");
}

/// The kernel counts them for a user, and for who made the user's namespace.
#[tokio::test(flavor = "multi_thread")]
async fn watches_and_timers_are_not_taken_from_root() {
    let _machine = crate::MACHINE.read().await;
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let grounds = Grounds::new().await;
    let spec = Spec { memory_mb: 512, ..grounds.spec() };
    for name in ["many_watches", "many_timers"] {
        // They hold what they made as long as they live.
        let mut programs = Vec::new();
        for _ in 0..2 {
            let (mut out, write) = std::io::pipe().unwrap();
            let argv = ["/var/task/hostile", "hold", name];
            let program = Program::new(argv, write.into(), null());
            let slot = grounds.room.sandbox.slot(spec.clone()).await.unwrap();
            programs.push(slot.start(program).unwrap());
            assert_eq!(out.read(&mut [0; 9]).unwrap(), 9, "{name}");
        }
        let watching = inotify::init(inotify::CreateFlags::CLOEXEC);
        assert!(watching.is_ok(), "{name}: nothing is left to root: {watching:?}");
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let queued = status.lines().find_map(|line| line.strip_prefix("SigQ:")).unwrap();
        let queued: u64 = queued.trim().split('/').next().unwrap().parse().unwrap();
        assert!(queued < 1000, "{name}: root has {queued} signals it never got");
    }
}

/// Bombs of one function in many slots end where all slots' numbers end, and long before the
/// machine's do.
#[tokio::test(flavor = "multi_thread")]
async fn all_slots_together_have_a_limit() {
    let _machine = crate::MACHINE.read().await;
    let room = Room::new();
    let Some(parent) = room.pids_parent() else {
        return println!("SKIPPED: there are no groups to count by");
    };
    let total: u64 = fs::read_to_string(parent.join("pids.max")).unwrap().trim().parse().unwrap();
    let machine = ["pid_max", "threads-max"].map(|name| {
        let text = fs::read_to_string(Path::new("/proc/sys/kernel").join(name)).unwrap();
        text.trim().parse::<u64>().unwrap()
    });
    assert!(total <= machine[0].min(machine[1]) * 3 / 4, "{total} of {machine:?}");
    // As if the machine were small.
    fs::write(parent.join("pids.max"), "200").unwrap();
    let mark = unique("bombs");
    let spec = Spec { memory_mb: 128, egress: Egress::None, ..Spec::new("/usr") };
    let mut bombs = Vec::new();
    for _ in 0..4 {
        let bomb = "i=0; while [ $i -lt 90 ]; do sleep 1000 & i=$((i+1)); done; wait";
        let env = [("PATH", crate::support::PATH), ("MARK", mark.as_str())];
        match room.sandbox.slot(spec.clone()).await {
            Ok(slot) => {
                let mut program = Program::new(["/bin/sh", "-c", bomb], null(), null());
                program.env = env.iter().map(|(k, v)| (k.into(), v.into())).collect();
                bombs.extend(slot.start(program));
            }
            Err(error) => assert!(error.to_string().contains("processes"), "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let all = marked(&mark);
    assert!((100..=200).contains(&all), "{all}");
    bombs.clear();
    eventually("bombs end", || marked(&mark) == 0);
    // Then there is room again.
    let slot = room.sandbox.slot(spec).await.unwrap();
    slot.start(Program::new(["/bin/true"], null(), null())).unwrap().wait().await;
}
