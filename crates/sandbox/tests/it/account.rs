//! Limits and accounts.

use crate::support::{PATH, Room, marked, spec, unique};
use sandbox::{Feature, Spec, State, Status};
use std::time::Duration;

const MIB: u64 = 1 << 20;

#[tokio::test]
async fn a_memory_hog_is_killed_and_named() {
    let room = Room::new();
    let spec = Spec { memory_mb: 64, ..spec() };
    // tail keeps a line until it ends, and this one does not.
    let script = "head -c 1000m /dev/zero | tail; exit 5";
    let (exit, _) = room.shell(spec, script, &[("PATH", PATH)]).await.end().await;
    assert!(exit.oom, "{exit:?}");
    let peak = exit.usage.memory_peak_bytes;
    assert!((56 * MIB..=64 * MIB).contains(&peak), "{peak}");
    // Only tail was killed; what the program makes of that is its own affair.
    assert_eq!(exit.status, Status::Code(5));
}

#[tokio::test]
async fn use_is_accounted_for() {
    let room = Room::new();
    let script = "head -c 40m /dev/zero | tail | wc -c; \
                  i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; sleep 1000";
    let mut running = room.shell(spec(), script, &[("PATH", PATH)]).await;
    assert_eq!(running.line(), (40 * MIB).to_string());
    assert_eq!(running.line(), "done");
    let now = running.process.usage();
    assert!((40 * MIB..100 * MIB).contains(&now.memory_peak_bytes), "{now:?}");
    assert!((30_000..5_000_000).contains(&now.cpu_us), "{now:?}");
    running.process.kill();
    let end = running.process.wait().await;
    assert!(!end.oom && end.usage.cpu_us >= now.cpu_us, "{end:?}");
    assert!(end.usage.memory_peak_bytes >= now.memory_peak_bytes);
    assert_eq!(running.process.usage(), end.usage);
}

#[tokio::test]
async fn a_fork_bomb_stays_small() {
    let room = Room::new();
    let Some(State::InUse { .. }) = room.sandbox.report().state(Feature::ProcessLimit).cloned()
    else {
        return;
    };
    let mark = unique("bomb");
    let spec = Spec { pids_max: 30, ..spec() };
    let script = "trap '' TERM; bomb() { bomb 2>/dev/null & bomb 2>/dev/null & wait; }; echo go; \
                  bomb; sleep 1000";
    let mut running = room.shell(spec, script, &[("PATH", PATH), ("MARK", &mark)]).await;
    assert_eq!(running.line(), "go");
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(marked(&mark) <= 30);
    }
    running.process.kill();
    running.process.wait().await;
    assert_eq!(marked(&mark), 0);
}

#[test]
fn the_report_names_every_part() {
    let report = Room::new().sandbox.report();
    let features = [
        Feature::UserNamespace,
        Feature::PidNamespace,
        Feature::MountNamespace,
        Feature::NetworkNamespace,
        Feature::MemoryLimit,
        Feature::ProcessLimit,
        Feature::CpuShares,
        Feature::CpuAccounting,
        Feature::Seccomp,
        Feature::Landlock,
        Feature::Overlayfs,
        Feature::OwnFiles,
        Feature::Internet,
    ];
    for feature in features {
        match report.state(feature) {
            Some(State::InUse { how } | State::Available { how }) => assert!(!how.is_empty()),
            Some(State::Missing { why, remedy }) => assert!(!why.is_empty() && !remedy.is_empty()),
            None => panic!("{feature} is not in the report"),
        }
    }
}
