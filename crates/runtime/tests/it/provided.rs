use std::time::Duration;

use runtime::{Call, Ended, Input};

use crate::support::{Room, info, shares};

const ECHO: &str = r#"
while True:
    id, headers, body = next_event()
    respond(id, body)
"#;

#[tokio::test]
async fn an_event_there_and_back() {
    let room = Room::new();
    let function = room.provided(ECHO).await;
    for event in ["{}", "1", r#"{"a": "é"}"#] {
        assert_eq!(function.call("r", event).await, event);
    }
}

#[tokio::test]
async fn errors_of_calls_and_of_the_start() {
    let room = Room::new();
    let function = room
        .provided(
            r#"
while True:
    id, headers, body = next_event()
    call("POST", f"/invocation/{id}/error", body, ["Lambda-Runtime-Function-Error-Type: My.Type"])
"#,
        )
        .await;
    let json = r#"{"errorMessage": "no"}"#;
    assert_eq!(function.call("r1", json).await, format!("Function: {json}"));
    // What is no JSON becomes some.
    let expected = r#"Function: {"errorMessage":"plain words","errorType":"My.Type"}"#;
    assert_eq!(function.call("r2", "plain words").await, expected);
    let config = crate::support::config("provided", "h");
    let program = r#"call("POST", "/init/error", b'{"errorType": "Mine"}')"#;
    let bootstrap = format!("{}{program}", crate::support::SPEAK);
    let error = room.start(config, &[("bootstrap", &bootstrap)]).await.err().unwrap();
    assert_eq!(&error.failure.json("r")[..], br#"{"errorType": "Mine"}"#);
}

/// One call has one answer: another one must not become the answer to the next call.
#[tokio::test]
async fn a_second_answer_is_nobodys() {
    let room = Room::new();
    let program = r#"
first, headers, body = next_event()
chunked = ["Transfer-Encoding: chunked"]
answering = send("POST", f"/invocation/{first}/response", b"", chunked)
time.sleep(0.1)
statuses = [respond(first, b'"second"')]
answering.sendall(b"7\r\n\"first\"\r\n0\r\n\r\n")
statuses.append(answer(answering)[0])
id, headers, body = next_event()
statuses.append(respond(first, b'"third"'))
respond(id, repr(statuses).encode())
next_event()
"#;
    let function = room.provided(program).await;
    assert_eq!(function.call("r1", "{}").await, r#""first""#);
    assert_eq!(function.call("r2", "{}").await, "[400, 202, 400]");
}

#[tokio::test]
async fn an_answer_that_broke_off_can_be_given_again() {
    let room = Room::new();
    let program = r#"
id, headers, body = next_event()
chunked = ["Transfer-Encoding: chunked"]
answering = send("POST", f"/invocation/{id}/response", b"7\r\n\"fir", chunked)
time.sleep(0.05)
answering.close()
time.sleep(0.05)
respond(id, b'"again"')
next_event()
"#;
    let function = room.provided(program).await;
    assert_eq!(function.call("r1", "{}").await, r#""again""#);
}

#[tokio::test]
async fn answers_to_no_call_are_refused() {
    let room = Room::new();
    let program = r#"
id, headers, body = next_event()
seen = [respond("other", b"1"), call("POST", "/invocation/other/error", b"{}")[0],
        call("POST", "/init/error", b"{}")[0], call("GET", "/nothing")[0],
        call("PUT", "/invocation/next")[0]]
respond(id, repr(seen).encode())
next_event()
"#;
    let function = room.provided(program).await;
    assert_eq!(function.call("r1", "{}").await, "[400, 400, 403, 404, 404]");
}

#[tokio::test]
async fn an_answer_that_is_too_large_fails_the_call_alone() {
    let room = Room::new();
    let program = r#"
while True:
    id, headers, body = next_event()
    respond(id, b"x" * int(body))
"#;
    let function = room.provided(program).await;
    let most = runtime::PAYLOAD_BYTES_MAX;
    assert_eq!(function.call("r1", &most.to_string()).await.len(), most);
    let (told, finish) = function.call_within("r2", &(most + 1).to_string(), 3_000).await;
    assert!(told.contains("Function.ResponseSizeTooLarge"), "{told}");
    assert!(finish.reusable);
    assert_eq!(function.call("r3", "1").await, "x");
}

/// A header cannot carry every text; the call fails at once and not at its deadline.
#[tokio::test]
async fn a_call_no_header_can_carry_fails_at_once() {
    let room = Room::new();
    let function = room.provided(ECHO).await;
    let mut info = info("r1");
    info.client_context = Some("{\"a\":\"\u{7f}\"}".into());
    let call = Call { info, input: Input::Event("1".into()), shares: shares() };
    let began = tokio::time::Instant::now();
    let (ended, _) = function.0.call(call, Duration::from_secs(3), |_| ()).await;
    assert!(matches!(ended, Ended::Failed(_)), "{ended:?}");
    assert!(began.elapsed() < Duration::from_secs(2), "{ended:?}");
}
