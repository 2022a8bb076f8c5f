//! Answers that do not end as they should, and readers who do not read.

use std::time::Duration;

use http::Request;
use http_body_util::{BodyExt, Full};
use tokio::sync::oneshot;
use wasm::{Failure, Limits, Program, Settings};

use crate::support::*;

async fn hostile_program() -> Program {
    program(hostile(), Settings::default()).await
}

#[tokio::test]
async fn a_trap_in_the_middle_is_no_end() {
    let program = hostile_program().await;
    let (seen, finish) = ask(&program, get("/trap-in-body"), call()).await;
    assert!(matches!(seen, Seen::BrokenOff(200, ..=10_000)), "{seen:?}");
    assert!(matches!(finish.failure, Some(Failure::Trap(_))), "{finish:?}");
    is_well(&program).await;
}

#[tokio::test]
async fn a_body_without_its_end_is_broken_off() {
    let program = hostile_program().await;
    let (seen, finish) = ask(&program, get("/unfinished"), call()).await;
    assert_eq!(seen, Seen::BrokenOff(200, 4));
    assert!(matches!(finish.failure, Some(Failure::BadAnswer(_))), "{finish:?}");

    let (seen, finish) = ask(&program, get("/short"), call()).await;
    assert_eq!(seen, Seen::BrokenOff(200, 4));
    assert!(matches!(finish.failure, Some(Failure::BadAnswer(_))), "{finish:?}");
}

#[tokio::test]
async fn no_answer_is_a_failure() {
    let program = hostile_program().await;
    let (seen, finish) = ask(&program, get("/silent"), call()).await;
    assert_eq!((seen, finish.failure), (Seen::Nothing, Some(Failure::NoAnswer)));
}

#[tokio::test]
async fn an_endless_body_ends_with_the_time_or_the_limit() {
    let program = hostile_program().await;
    let (seen, finish) = ask(&program, get("/endless"), within(Duration::from_millis(300))).await;
    assert!(matches!(seen, Seen::BrokenOff(200, _)), "{seen:?}");
    assert!(matches!(finish.failure, Some(Failure::Timeout { .. })), "{finish:?}");

    let limits = Limits { answer_bytes: 100_000, ..Limits::default() };
    let small = program_of(&engine(), hostile(), Settings { limits, ..Settings::default() }).await;
    let (seen, finish) = ask(&small, get("/endless"), call()).await;
    assert!(matches!(seen, Seen::BrokenOff(200, ..=100_000)), "{seen:?}");
    assert_eq!(finish.failure, Some(Failure::AnswerTooLarge { limit_bytes: 100_000 }));
    assert!(finish.bytes_out <= 100_000);
    is_well(&program).await;
}

#[tokio::test]
async fn a_body_nobody_reads_waits_and_ends_with_the_time() {
    let program = hostile_program().await;
    let (head, response) = oneshot::channel();
    let calling =
        program.call_http(get("/endless"), within(Duration::from_millis(300)), |answer| {
            let _ = head.send(answer);
        });
    let (finish, response) = tokio::join!(calling, response);
    assert!(matches!(finish.failure, Some(Failure::Timeout { .. })), "{finish:?}");
    assert_eq!(finish.bytes_out, 0);
    // What was on its way can still be read, and then it is told that this is not the end.
    assert!(response.unwrap().into_body().collect().await.is_err());
    is_well(&program).await;
}

#[tokio::test]
async fn a_caller_who_goes_away_stops_the_function() {
    let program = hostile_program().await;
    let finish = program.call_http(get("/endless"), call(), drop).await;
    assert_eq!(finish.failure, Some(Failure::CallerGone));

    // Or without even waiting for an answer.
    let calling = program.call_http(get("/sleep?60000"), call(), drop);
    assert!(tokio::time::timeout(Duration::from_millis(50), calling).await.is_err());
    is_well(&program).await;
}

#[tokio::test]
async fn a_call_that_is_given_up_breaks_off_its_answer() {
    let program = hostile_program().await;
    let (head, response) = oneshot::channel();
    let calling = program.call_http(get("/endless"), call(), |answer| {
        let _ = head.send(answer);
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), calling).await.is_err());
    assert!(response.await.unwrap().into_body().collect().await.is_err());
}

#[tokio::test]
async fn an_answer_without_a_body_is_no_surprise_to_the_guest() {
    let program = hostile_program().await;
    let request = Request::head("/status?200").body(Full::default()).unwrap();
    let (seen, finish) = ask(&program, request, call()).await;
    assert_eq!((seen, finish.failure), (Seen::Whole(200, String::new()), None));

    let (seen, finish) = ask(&program, get("/status?204"), call()).await;
    assert_eq!((seen, finish.failure), (Seen::Whole(204, String::new()), None));
}

#[tokio::test]
async fn what_goes_on_after_the_answer_is_limited_too() {
    let program = hostile_program().await;
    let (seen, finish) = ask(&program, get("/endless-after"), within(Duration::from_secs(1))).await;
    assert_eq!(seen, Seen::Whole(200, "done".into()));
    assert!(matches!(finish.failure, Some(Failure::Timeout { .. })), "{finish:?}");
}
