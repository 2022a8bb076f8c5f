//! Instances that are kept for later calls.

use std::time::Duration;

use wasm::{Failure, Program, Settings};

use crate::support::*;

async fn keeping(reuse: usize) -> Program {
    program(hostile(), Settings { reuse, ..Settings::default() }).await
}

async fn calls(program: &Program) -> String {
    match ask(program, get("/calls"), call()).await {
        (Seen::Whole(200, calls), _) => calls,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_call() {
    let program = keeping(0).await;
    assert_eq!((calls(&program).await, calls(&program).await), ("1".into(), "1".into()));
    assert_eq!(program.kept(), 0);
}

#[tokio::test]
async fn a_kept_instance_goes_on_where_it_was() {
    let program = keeping(2).await;
    assert_eq!((calls(&program).await, calls(&program).await), ("1".into(), "2".into()));
    assert_eq!(program.kept(), 1);
    let log = Log::default();
    let (_, finish) = ask(&program, get("/print?100"), log.call(PLENTY)).await;
    assert_eq!((log.lines().len(), finish.failure), (2, None));
    assert!(finish.usage.memory_peak_bytes > 0);
}

#[tokio::test]
async fn no_more_than_asked_for_are_kept() {
    let program = keeping(2).await;
    let all = (0..8).map(|_| {
        let program = program.clone();
        tokio::spawn(async move { ask(&program, get("/sleep?50"), call()).await.1.failure })
    });
    for done in all.collect::<Vec<_>>() {
        assert_eq!(done.await.unwrap(), None);
    }
    assert_eq!(program.kept(), 2);
}

#[tokio::test]
async fn an_instance_that_failed_is_not_kept() {
    let program = keeping(2).await;
    assert_eq!(calls(&program).await, "1");
    let (_, finish) = ask(&program, get("/panic"), call()).await;
    assert!(matches!(finish.failure, Some(Failure::Trap(_))), "{finish:?}");
    assert_eq!((program.kept(), calls(&program).await), (0, "1".into()));

    let (_, finish) = ask(&program, get("/loop"), within(Duration::from_millis(50))).await;
    assert!(matches!(finish.failure, Some(Failure::Timeout { .. })), "{finish:?}");
    assert_eq!((program.kept(), calls(&program).await), (0, "1".into()));

    drop(program.call_http(get("/endless"), call(), drop).await);
    assert_eq!((program.kept(), calls(&program).await), (0, "1".into()));
}
