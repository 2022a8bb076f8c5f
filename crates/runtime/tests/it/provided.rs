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

/// On the host's network the API's port is everybody's to reach, but nobody else is answered.
#[tokio::test(flavor = "multi_thread")]
async fn strangers_take_no_calls_and_answer_none() {
    use std::io::{Read, Write};
    let room = Room::new();
    let program = r#"
port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")[1]
id, headers, body = next_event()
respond(id, port.encode())
while True:
    id, headers, body = next_event()
    time.sleep(0.3)
    respond(id, body)
"#;
    let function = room.provided_on_host(program).await;
    let port: u16 = function.call("r1", "1").await.parse().unwrap();
    let ask = move |request: String| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        // It may be closed before all is written.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    let path = "/2018-06-01/runtime/invocation";
    let (next, forged) = (
        format!("GET {path}/next HTTP/1.1\r\nHost: api\r\n\r\n"),
        format!("POST {path}/r2/response HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n666"),
    );
    let stranger = tokio::task::spawn_blocking(move || {
        let mut answers = vec![ask(next)];
        for _ in 0..40 {
            answers.push(ask(forged.clone()));
            std::thread::sleep(Duration::from_millis(10));
        }
        answers
    });
    assert_eq!(function.call("r2", "2").await, "2");
    let answers = stranger.await.unwrap();
    assert!(answers.iter().all(String::is_empty), "{answers:?}");
    assert_eq!(function.call("r3", "3").await, "3");
}

/// What is large in a head, and comes at once, is the cause of an error.
#[tokio::test]
async fn heads_may_be_large_and_not_endless() {
    let room = Room::new();
    let program = r#"
def cause(size):
    return ["Lambda-Runtime-Function-XRay-Error-Cause: " + "x" * size]

while True:
    id, headers, body = next_event()
    size = int(body)
    if size > 1024 * 1024:
        try:
            seen = call("POST", f"/invocation/{id}/error", b"{}", cause(size))[0]
        except (OSError, ValueError, IndexError):
            seen = "cut off"
        respond(id, repr(seen).encode())
    elif size:
        call("POST", f"/invocation/{id}/error", b'{"errorMessage": "large"}', cause(size))
    else:
        silent = send("GET", "/nothing")
        begun = [socket.create_connection(silent.getpeername()) for _ in range(24)]
        for one in begun[::2]:
            one.sendall(b"GET /2018")
        time.sleep(5.5)
        respond(id, b'"still here"')
"#;
    let function = room.provided(program).await;
    let (told, _) = function.call_within("r1", "1000000", 5_000).await;
    assert_eq!(told, r#"Function: {"errorMessage": "large"}"#);
    let (told, _) = function.call_within("r2", "3000000", 5_000).await;
    assert!(["'cut off'", "431"].contains(&&*told), "{told}");
    // Heads that never end are cut off, and make room for who has something to say.
    let (told, _) = function.call_within("r3", "0", 15_000).await;
    assert_eq!(told, r#""still here""#);
}
