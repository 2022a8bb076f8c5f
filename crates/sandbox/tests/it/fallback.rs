//! The same promises where the machine has less.

use crate::ends::DAEMON;
use crate::support::{PATH, Room, marked, spec, unique};
use sandbox::{Avoid, Feature, Spec, State, Status};

const FULL: Avoid = Avoid {
    pid_namespace: false,
    mount_namespace: false,
    cgroups: false,
    network: false,
    router: false,
};
const POOR: [Avoid; 6] = [
    Avoid { network: true, ..FULL },
    Avoid { router: true, ..FULL },
    Avoid { pid_namespace: false, mount_namespace: true, cgroups: false, ..FULL },
    Avoid { pid_namespace: false, mount_namespace: false, cgroups: true, ..FULL },
    Avoid { pid_namespace: true, mount_namespace: true, cgroups: false, ..FULL },
    Avoid { pid_namespace: true, mount_namespace: true, cgroups: true, ..FULL },
];

#[tokio::test]
async fn programs_run_and_end_everywhere() {
    for avoid in POOR {
        let room = Room::avoiding(avoid);
        let (exit, output) = room.run("echo hi; exit 4").await;
        assert_eq!((exit.status, output.as_str()), (Status::Code(4), "hi\n"), "{avoid:?}");
        let (exit, _) = room.run("kill -9 $$").await;
        assert_eq!(exit.status, Status::Signal(9), "{avoid:?}");
        let missing = room.sandbox.report();
        let missing = missing.state(Feature::PidNamespace).unwrap();
        assert_eq!(matches!(missing, State::Missing { .. }), avoid.pid_namespace);
    }
}

#[tokio::test]
async fn daemons_die_everywhere() {
    for avoid in POOR {
        for last in ["exit 3", "while :; do sleep 1000; done"] {
            let room = Room::avoiding(avoid);
            let mark = unique("poor");
            let script = format!("{DAEMON}; {last}");
            let env = [("PATH", PATH), ("MARK", mark.as_str())];
            let mut running = room.shell(spec(), &script, &env).await;
            assert_eq!(running.line(), "started");
            if last != "exit 3" {
                running.process.kill();
            }
            running.process.wait().await;
            assert_eq!(marked(&mark), 0, "{avoid:?} {last}");
            assert!(room.cgroups().is_empty());
        }
    }
}

#[tokio::test]
async fn memory_is_watched_without_cgroups() {
    let room = Room::avoiding(Avoid { cgroups: true, ..Avoid::default() });
    let script = "head -c 1000m /dev/zero | tail; exit 5";
    let spec = Spec { memory_mb: 64, ..spec() };
    let (exit, _) = room.shell(spec, script, &[("PATH", PATH)]).await.end().await;
    assert!(exit.oom && exit.usage.memory_peak_bytes > 64 << 20, "{exit:?}");
    assert_eq!(exit.status, Status::Signal(9));
    assert!(exit.usage.cpu_us > 0);
}
