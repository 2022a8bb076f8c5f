use bytes::Bytes;
use http::Request;
use runtime::{EVENT_BYTES_MAX, full_body};

use crate::support::Room;

#[tokio::test]
async fn names_are_nobodys_business() {
    let room = Room::new(&[("open", true), ("closed", false)]).await;
    let mut told = Vec::new();
    for path in ["/fn/closed", "/fn/none", "/fn/", "/fn/%00"] {
        told.push(room.ask(Request::get(path).body(full_body("")).unwrap()).await);
    }
    assert!(told.iter().all(|one| *one == (404, r#"{"message":"Not Found"}"#.into())), "{told:?}");
}

#[tokio::test]
async fn the_public_is_told_no_details() {
    let room = Room::new(&[("Open", true)]).await;
    let expected = (502, r#"{"message":"Internal Server Error"}"#.to_owned());
    let by_path = Request::get("/fn/Open").body(full_body("")).unwrap();
    assert_eq!(room.ask(by_path).await, expected);
    // Hosts know no upper case.
    let by_host =
        Request::get("/").header("Host", "open.fn.localhost").body(full_body("")).unwrap();
    assert_eq!(room.ask(by_host).await, expected);
}

#[tokio::test]
async fn an_event_has_a_largest_size_however_it_is_written() {
    let room = Room::new(&[("open", true)]).await;
    let too_large = (413, r#"{"message":"Request Entity Too Large: 6291456 bytes at most"}"#);
    for (body, kind) in [
        (Bytes::from(vec![b'x'; EVENT_BYTES_MAX + 1]), "text/plain"),
        // Base64 makes three bytes four.
        (Bytes::from(vec![0xff; EVENT_BYTES_MAX * 3 / 4]), "image/png"),
        // JSON makes one byte six.
        (Bytes::from(vec![1; EVENT_BYTES_MAX / 6]), "text/plain"),
    ] {
        let request = Request::post("/fn/open").header("Content-Type", kind);
        let (status, text) = room.ask(request.body(full_body(body)).unwrap()).await;
        assert_eq!((status, text.as_str()), too_large);
    }
    let request = Request::post("/fn/open").header("Content-Type", "text/plain");
    let body = full_body(vec![b'x'; EVENT_BYTES_MAX - 4_096]);
    assert_eq!(room.ask(request.body(body).unwrap()).await.0, 502, "it was taken");
}
