use crate::grounds::{Grounds, attempts};
use crate::support::{marked, unique};
use sandbox::{Backend, Egress, Feature, Spec, State, Status};

#[tokio::test(flavor = "multi_thread")]
async fn every_attempt_is_contained() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    let report = grounds.room.sandbox.report();
    if report.backend != Backend::Isolated && !rustix::process::geteuid().is_root() {
        return println!("SKIPPED: ordinary users may not do this here: {report:#?}");
    }
    assert_eq!(report.backend, Backend::Isolated);
    let mut attempts = attempts();
    assert!(attempts.len() > 90, "{}", attempts.len());
    if !matches!(report.state(Feature::MemoryLimit), Some(State::InUse { .. })) {
        println!("SKIPPED: nobody counts what sockets hold where there are no groups");
        attempts.retain(|name| name != "socket_buffers");
    }
    let mut escapes = Vec::new();
    for name in &attempts {
        let mark = unique("attempt");
        let (exit, words) = grounds.attempt(name, &mark).await;
        let killed = exit.oom && exit.status == Status::Signal(9) && name.ends_with("memory_bomb");
        let contained = exit.status == Status::Code(0) && words.starts_with("contained");
        if !contained && !killed {
            escapes.push(format!("{name}: {words:?} {exit:?}"));
        }
        if name == "memory_bomb" {
            assert!(exit.oom, "{exit:?}");
        }
        assert_eq!(marked(&mark), 0, "{name} left something");
    }
    assert!(escapes.is_empty(), "{escapes:#?}");
    println!("{} attempts, all contained", attempts.len());
    for listener in [&grounds.loopback, &grounds.other] {
        assert!(listener.accept().is_err(), "somebody came through");
    }
}

/// Who may reach the internet reaches nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn the_way_out_leads_nowhere_near() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    let report = grounds.room.sandbox.report();
    if !matches!(report.state(Feature::Internet), Some(State::InUse { .. })) {
        return;
    }
    for name in [
        "host_loopback",
        "host_loopback_v6",
        "other_sandbox",
        "metadata",
        "private_networks",
        "raw_socket",
        "packet_socket",
        "abstract_socket",
        "change_network",
    ] {
        let spec = Spec { egress: Egress::Internet, ..grounds.spec() };
        let (exit, words) = grounds.attempt_in(spec, name, "none").await;
        assert!(
            exit.status == Status::Code(0) && words.starts_with("contained"),
            "{name}: {words}"
        );
    }
    assert!(grounds.loopback.accept().is_err() && grounds.other.accept().is_err());
}

#[test]
fn as_an_ordinary_user_too() {
    let _machine = crate::MACHINE.blocking_read();
    crate::support::as_nobody(
        &["attempts::every_attempt", "runtimes::shell", "runtimes::python", "runtimes::node"],
        &[("HOSTILE", crate::grounds::hostile())],
    );
}
