use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use runtime::{BodyError, Call, Chunks, Ended, Input, full_body};

use crate::support::{Pace, Room, info, shares};

const ECHO: &str = "
def serve(connection):
    while True:
        head = head_of(connection)
        if not head: return
        reply(connection, head.encode())
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=[connection], daemon=True).start()
";

#[tokio::test]
async fn a_request_goes_in_as_it_is() {
    let room = Room::new();
    let server = room.server(ECHO).await;
    let request = http::Request::get("http://f.fn.localhost:1/a%20b?x=1")
        .header("Host", "f.fn.localhost:1")
        .header("X-Mine", "1")
        .header("Connection", "close, X-Private")
        .header("X-Private", "1")
        .header("Upgrade", "websocket")
        .header("X-Forwarded-For", "10.0.0.1");
    let response = server.request(request.body(full_body("")).unwrap(), Pace::default()).await;
    let told = response.told.to_ascii_lowercase();
    assert!(told.starts_with("200 get /a%20b?x=1 http/1.1\r\n"), "{told}");
    for there in ["host: f.fn.localhost:1\r\n", "x-mine: 1\r\n", "x-amzn-request-id: r\r\n"] {
        assert!(told.contains(there), "{there}: {told}");
    }
    for gone in ["connection", "x-private", "upgrade"] {
        assert!(!told.contains(gone), "{gone}: {told}");
    }
}

/// A sender may name headers that are not to be passed on; not those that are not its own to name.
#[tokio::test]
async fn a_sender_cannot_take_away_what_the_platform_says() {
    let room = Room::new();
    let server = room.server(ECHO).await;
    let request = http::Request::post("/")
        .header("Host", "f.fn.localhost")
        .header("X-Forwarded-For", "10.0.0.1")
        .header("X-Amzn-Trace-Id", "Root=1")
        .header("Content-Type", "text/plain")
        .header("Connection", "X-Forwarded-For, Host, content-type, x-amzn-trace-id");
    let response = server.request(request.body(full_body("")).unwrap(), Pace::default()).await;
    let told = response.told.to_ascii_lowercase();
    for there in ["x-forwarded-for: 10.0.0.1", "host: f.fn.localhost", "content-type: text/plain"] {
        assert!(told.contains(there), "{there}: {told}");
    }
}

#[tokio::test]
async fn an_event_is_a_request_too() {
    let room = Room::new();
    let server = room
        .server(
            "
while True:
    connection, _ = listener.accept()
    head = head_of(connection)
    if not head: continue
    if 'fail' in head: connection.sendall(b'HTTP/1.0 500 No\\r\\nContent-Length: 3\\r\\n\\r\\nbad')
    else:
        path = b'' if 'content-length: 2' in head else head.split()[1].encode()
        reply(connection, path, ['Connection: close'])
    connection.close()
",
        )
        .await;
    assert_eq!(server.call("r1", "{}").await, "null");
    assert_eq!(server.call("r2", "123").await, "/");
    let told = server.call("fail", "{}").await;
    assert_eq!(told, r#"Function: {"errorMessage":"bad","errorType":"Http.500"}"#);
}

/// Servers close connections when they like, also right after an answer that promised otherwise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_the_server_closed_fails_no_call() {
    let room = Room::new();
    let server = room
        .server(
            "
while True:
    connection, _ = listener.accept()
    if head_of(connection): reply(connection)
    connection.close()
",
        )
        .await;
    for n in 0..300 {
        assert_eq!(server.get("/").await.told, "200 ok", "call {n}");
    }
}

#[tokio::test]
async fn an_answer_counts_although_the_server_ended_right_after() {
    let room = Room::new();
    let program = "
connection, _ = listener.accept()
while not head_of(connection): connection, _ = listener.accept()
head = 'HTTP/1.1 200 OK\\r\\nContent-Length: 131072\\r\\n\\r\\n'
connection.sendall(head.encode() + b'x' * 131072)
os._exit(0)
";
    let server = room.server(program).await;
    let request = http::Request::get("/").header("Host", "f");
    let response = server
        .request(request.body(full_body("")).unwrap(), Pace { first_ms: 300, each_ms: 0 })
        .await;
    assert_eq!((response.told.len(), response.error), (131_072 + 4, None));
}

#[tokio::test]
async fn an_answer_that_breaks_off_never_looks_finished() {
    let room = Room::new();
    let program = "
while True:
    connection, _ = listener.accept()
    if not head_of(connection): continue
    connection.sendall(b'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n')
    for n in range(64): connection.sendall(b'1000\\r\\n' + b'x' * 4096 + b'\\r\\n')
    connection.close()
";
    let server = room.server(program).await;
    let request = http::Request::get("/").header("Host", "f");
    let response = server
        .request(request.body(full_body("")).unwrap(), Pace { first_ms: 300, each_ms: 0 })
        .await;
    assert!(response.error.is_some(), "{} bytes and an end", response.told.len());
    assert!(response.finish.failure.is_some());
}

#[tokio::test]
async fn a_server_that_ends_in_a_call_says_how() {
    let room = Room::new();
    let program = "
connection, _ = listener.accept()
while not head_of(connection): connection, _ = listener.accept()
os._exit(9)
";
    let server = room.server(program).await;
    let response = server.get("/").await;
    assert!(
        response.told.contains("Runtime exited with error: exit status 9"),
        "{}",
        response.told
    );
    assert!(!response.finish.reusable);
}

/// A server that takes no connections holds up its own callers, not the platform.
#[tokio::test(flavor = "current_thread")]
async fn a_server_that_does_not_accept_holds_up_nobody_else() {
    let room = Room::new();
    let program = "
listener.listen(0)
connection, _ = listener.accept()
time.sleep(60)
";
    let server = room.server(program).await;
    let call = |server: crate::support::Running| async move {
        let call = Call { info: info("r"), input: Input::Event("{}".into()), shares: shares() };
        server.0.call(call, Duration::from_millis(1_500), |_| ()).await
    };
    // More than its queue takes.
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..4 {
        calls.spawn(call(server.clone()));
    }
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        let began = Instant::now();
        tokio::time::sleep(Duration::from_millis(10)).await;
        longest = longest.max(began.elapsed());
    }
    assert!(longest < Duration::from_millis(500), "everybody waited {longest:?}");
    for (ended, _) in calls.join_all().await {
        assert!(matches!(ended, Ended::Failed(_)), "{ended:?}");
    }
}

/// An upload that its sender gives up is no fault of the server's, which others use as well.
#[tokio::test]
async fn a_sender_that_goes_away_takes_no_server_with_it() {
    let room = Room::new();
    let server = room
        .server(
            "
def serve(connection):
    head = head_of(connection)
    if not head: return
    if 'POST' in head:
        while connection.recv(65536): pass
    else: reply(connection)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=[connection], daemon=True).start()
",
        )
        .await;
    let (sender, body) = Chunks::channel();
    tokio::spawn(async move {
        sender.send(Ok("some of it".into())).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        sender.send(Err(BodyError("the connection broke".into()))).await.unwrap();
    });
    let request = http::Request::post("/").header("Host", "f").body(body.boxed_unsync()).unwrap();
    let response = server.request(request, Pace::default()).await;
    assert!(response.told.starts_with("Function: "), "{}", response.told);
    assert!(response.told.contains("the request broke off"), "{}", response.told);
    assert!(response.finish.reusable);
    assert_eq!(server.get("/").await.told, "200 ok");
}
