//! Guests that do as they should.

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use wasm::{Failure, Level, Settings, Source, World};

use crate::support::*;

#[tokio::test]
async fn a_request_is_answered() {
    let program = program(hello(), Settings::default()).await;
    assert_eq!(program.component().world(), World::Http);
    let (seen, finish) = ask(&program, get("/"), call()).await;
    assert_eq!(seen, Seen::Whole(200, "hello from wasm\n".into()));
    assert_eq!((finish.failure, finish.bytes_out), (None, 16));
    assert!(finish.usage.cpu_us > 0);
    assert!(finish.usage.memory_peak_bytes >= 1 << 16, "{:?}", finish.usage);
}

#[tokio::test]
async fn an_event_is_answered() {
    let config = [("unit".to_owned(), "tokens".to_owned())];
    let settings = Settings { config: config.into(), ..Settings::default() };
    let program = program(words(), settings).await;
    assert_eq!(program.component().world(), World::Function);
    let log = Log::default();
    let ended = program.call_event(Bytes::from("lives for a day"), log.call(PLENTY)).await;
    assert_eq!(ended.answer, Ok(Bytes::from("{\"tokens\":4}")));
    let line = (Source::Log(Level::Info), "request-1 has 4 words".to_owned());
    assert_eq!(log.lines(), [line]);
}

#[tokio::test]
async fn a_function_says_why_it_failed() {
    let program = program(words(), Settings::default()).await;
    let ended = program.call_event(Bytes::from(&b"\xff"[..]), call()).await;
    let failure = ended.answer.unwrap_err();
    assert_eq!(failure.to_string(), "NotText: the event is not UTF-8; send text");
}

#[tokio::test]
async fn a_command_reads_its_event_and_prints_its_answer() {
    let program = program(command(), Settings::default()).await;
    assert_eq!(program.component().world(), World::Command);
    let ended = program.call_event(Bytes::from("mayfly"), call()).await;
    assert_eq!(ended.answer, Ok(Bytes::from("MAYFLY")));

    let log = Log::default();
    let ended = program.call_event(Bytes::from("fail"), log.call(PLENTY)).await;
    assert_eq!(ended.answer, Err(Failure::Exit { code: 1 }));
    assert_eq!(log.lines(), [(Source::Stderr, "cannot do that".to_owned())]);
}

#[tokio::test]
async fn a_guest_has_what_it_was_given_and_nothing_else() {
    let environment = vec![("NAME".to_owned(), "value".to_owned())];
    let settings = Settings { environment, ..Settings::default() };
    let program = program(hostile(), settings).await;
    let (seen, _) = ask(&program, get("/environment"), call()).await;
    assert_eq!(seen, Seen::Whole(200, r#"["NAME=value"] none none 0"#.into()));
}

#[tokio::test]
async fn a_command_finds_its_call_among_its_variables() {
    let environment = vec![("NAME".to_owned(), "value".to_owned())];
    let program = program(command(), Settings { environment, ..Settings::default() }).await;
    let ended = program.call_event(Bytes::from("environment"), call()).await;
    let answer = String::from_utf8(ended.answer.unwrap().to_vec()).unwrap();
    let lines: Vec<_> = answer.lines().collect();
    let ids = ["NAME=value", "MAYFLY_REQUEST_ID=request-1", "MAYFLY_TRACE_ID=trace-1"];
    assert_eq!(lines[..3], ids);
    assert_eq!(lines[3], "MAYFLY_FUNCTION=function-1");
    assert!(lines[4].starts_with("MAYFLY_DEADLINE_MS=1") && lines.len() == 5, "{answer}");
}

#[tokio::test]
async fn inputs_of_the_wrong_kind_are_refused() {
    let program = program(hostile(), Settings::default()).await;
    let ended = program.call_event(Bytes::new(), call()).await;
    assert_eq!(ended.answer, Err(Failure::WrongInput("requests")));

    let (seen, finish) =
        ask(&program_of(&engine(), words(), Settings::default()).await, get("/"), call()).await;
    assert_eq!((seen, finish.failure), (Seen::Nothing, Some(Failure::WrongInput("events"))));
}

#[tokio::test]
async fn bodies_are_streamed_both_ways() {
    let program = program(hostile(), Settings::default()).await;
    let text = "0123456789".repeat(100_000);
    let request = Request::post("/echo").body(Full::from(text.clone())).unwrap();
    let (seen, finish) = ask(&program, request, call()).await;
    assert!(seen == Seen::Whole(200, text), "the body changed");
    assert_eq!((finish.failure, finish.bytes_out), (None, 1_000_000));
}
