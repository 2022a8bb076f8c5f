use crate::grounds::{Grounds, attempts};
use crate::support::{marked, unique};
use sandbox::{Backend, Status};

#[tokio::test(flavor = "multi_thread")]
async fn every_attempt_is_contained() {
    let grounds = Grounds::new().await;
    assert_eq!(grounds.room.sandbox.report().backend, Backend::Isolated);
    let attempts = attempts();
    assert!(attempts.len() > 90, "{}", attempts.len());
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
    for listener in [&grounds.loopback, &grounds.other] {
        assert!(listener.accept().is_err(), "somebody came through");
    }
}

#[test]
fn as_an_ordinary_user_too() {
    crate::support::as_nobody(
        &["attempts::every_attempt", "runtimes::shell"],
        &[("HOSTILE", crate::grounds::hostile())],
    );
}
