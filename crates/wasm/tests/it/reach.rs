//! Guests that reach for what is elsewhere.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wasm::{Beyond, Egress, Endpoint, Limits, Program, Settings};

use crate::support::*;

async fn reaching(egress: Egress, limits: Limits) -> Program {
    program(hostile(), Settings { egress, limits, ..Settings::default() }).await
}

async fn fetch(program: &Program, url: &str) -> String {
    match ask(program, get(&format!("/fetch?{url}")), call()).await {
        (Seen::Whole(200, outcome), _) => outcome,
        other => panic!("{other:?}"),
    }
}

/// Answers whoever connects, after a while, and counts them.
struct Server {
    address: SocketAddr,
    requests: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Server {
    async fn start(answer: impl Into<Vec<u8>>, after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
        let (answer, count) = (answer.into(), requests.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request).await;
                    tokio::time::sleep(after).await;
                    let _ = stream.write_all(&answer).await;
                });
            }
        });
        Self { address, requests }
    }

    fn requests(&self) -> usize {
        self.requests.load(std::sync::atomic::Ordering::SeqCst)
    }

    fn as_platform(&self) -> Egress {
        let platform = Endpoint { authority: "mayfly:4566".to_owned(), address: self.address };
        Egress { platform: Some(platform), beyond: Beyond::Nothing }
    }
}

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

#[tokio::test]
async fn nobody_reaches_anything_by_default() {
    let server = Server::start(HELLO, Duration::ZERO).await;
    let program = reaching(Egress::default(), Limits::default()).await;
    for url in [format!("http://{}/", server.address), "https://example.com/".to_owned()] {
        let outcome = fetch(&program, &url).await;
        assert_eq!(outcome, r#"Err("ErrorCode::HttpRequestDenied")"#);
    }
    let path = format!("/connect?{}", server.address.port());
    let (seen, _) = ask(&program, get(&path), call()).await;
    assert!(
        matches!(&seen, Seen::Whole(200, error) if error.contains("access-denied")),
        "{seen:?}"
    );
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn the_platform_is_reached_if_granted() {
    let server = Server::start(HELLO, Duration::ZERO).await;
    let program = reaching(server.as_platform(), Limits::default()).await;
    assert_eq!(fetch(&program, "http://mayfly:4566/x").await, "Ok((200, 5))");
    // By its name, and nothing beside it.
    let outcome = fetch(&program, &format!("http://{}/", server.address)).await;
    assert_eq!(outcome, r#"Err("ErrorCode::HttpRequestDenied")"#);
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn the_internet_is_not_this_machine_nor_its_networks() {
    let server = Server::start(HELLO, Duration::ZERO).await;
    let egress = Egress { beyond: Beyond::Internet, platform: None };
    let program = reaching(egress, Limits::default()).await;
    let port = server.address.port();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "127.1",
        "0x7f.0.0.1",
        "2130706433",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "100.100.100.200",
    ];
    for host in hosts {
        let outcome = fetch(&program, &format!("http://{host}:{port}/")).await;
        // Where the system knows no such way to write an address, it is not found at all.
        let refused = [
            r#"Err("ErrorCode::DestinationIpProhibited")"#,
            r#"Err("ErrorCode::DnsError(DnsErrorPayload { rcode: None, info-code: None })")"#,
        ];
        assert!(refused.contains(&outcome.as_str()), "{host}: {outcome}");
    }
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn answers_from_elsewhere_are_limited() {
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 300_000]].concat();
    let server = Server::start(endless, Duration::ZERO).await;
    let limits = Limits { egress_bytes: 100_000, ..Limits::default() };
    let program = reaching(server.as_platform(), limits).await;
    let outcome = fetch(&program, "http://mayfly:4566/").await;
    assert!(outcome.contains("after") && outcome.len() < 200, "{outcome}");

    let junk = Server::start("nothing that HTTP knows\r\n\r\n", Duration::ZERO).await;
    let program = reaching(junk.as_platform(), Limits::default()).await;
    assert_eq!(
        fetch(&program, "http://mayfly:4566/").await,
        r#"Err("ErrorCode::HttpProtocolError")"#
    );
}

#[tokio::test]
async fn connections_are_limited_and_the_rest_waits() {
    let server = Server::start(HELLO, Duration::from_millis(300)).await;
    let program = reaching(server.as_platform(), Limits::default()).await;
    let calling = ask(&program, get("/flood?http://mayfly:4566"), call());
    let watching = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        server.requests()
    };
    let ((seen, _), early) = tokio::join!(calling, watching);
    assert!(early <= 32, "{early} at once");
    assert_eq!(seen, Seen::Whole(200, "100".into()));
    assert_eq!(server.requests(), 100);
}

#[tokio::test]
async fn a_server_that_never_answers_ends_with_the_time() {
    let server = Server::start(HELLO, PLENTY).await;
    let program = reaching(server.as_platform(), Limits::default()).await;
    let after = Duration::from_millis(200);
    let (seen, finish) = ask(&program, get("/fetch?http://mayfly:4566/"), within(after)).await;
    assert_eq!(seen, Seen::Nothing);
    assert_eq!(finish.failure, Some(wasm::Failure::Timeout { after }));
}
