//! The same promises where the machine has less.

use crate::ends::DAEMON;
use crate::support::{PATH, Room, marked, unique};
use sandbox::{Avoid, Egress, Error, Feature, Spec, State, Status};

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

/// For who may have the host's network, as there may be no other.
fn spec() -> Spec {
    Spec { egress: Egress::Host, ..crate::support::spec() }
}

#[tokio::test]
async fn nobody_gets_the_hosts_network_for_want_of_another() {
    for avoid in POOR {
        let room = Room::avoiding(avoid);
        let report = room.sandbox.report();
        let network = report.state(Feature::NetworkNamespace).unwrap();
        let has_network = matches!(network, State::InUse { .. });
        for egress in [Egress::Internet, Egress::None] {
            let wanted = Spec { egress, ..spec() };
            match room.sandbox.slot(wanted.clone()).await {
                Err(Error::NoNetwork { .. }) => assert!(!has_network, "{avoid:?} {egress:?}"),
                Err(error) => panic!("{avoid:?} {egress:?}: {error}"),
                Ok(_) => {
                    let interfaces = "cat /proc/net/dev | grep -c eth0";
                    let (_, seen) = room.bash(wanted, &format!("PATH={PATH}; {interfaces}")).await;
                    let connected = egress == Egress::Internet && !avoid.router;
                    assert!(has_network && (connected || seen == "0\n"), "{avoid:?} {egress:?}");
                }
            }
            let told = room.sandbox.shortfall(egress);
            let expected = !has_network || egress == Egress::Internet && avoid.router;
            assert!(told.is_some() || !expected, "{avoid:?} {egress:?}");
        }
        // What was asked for and cannot be had is no fault of the machine that others would see.
        assert_eq!(room.sandbox.failing(), None);
    }
}

#[tokio::test]
async fn programs_run_and_end_everywhere() {
    for avoid in POOR {
        let room = Room::avoiding(avoid);
        let run = async |script| room.shell(spec(), script, &[("PATH", PATH)]).await.end().await;
        let (exit, output) = run("echo hi; exit 4").await;
        assert_eq!((exit.status, output.as_str()), (Status::Code(4), "hi\n"), "{avoid:?}");
        let (exit, _) = run("kill -9 $$").await;
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
