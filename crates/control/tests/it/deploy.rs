use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use telemetry::{LogEvent, Query};

use crate::support::Room;

#[tokio::test]
async fn a_deploy_and_what_it_did() {
    let room = Room::new().await;
    let mut request = room.request("one", &["a", "b"]);
    request["functions"][0]["config"]["url"] = true.into();
    let told = room.ask("POST", "/deploy", &request).await.json();
    let url = "http://127.0.0.1:4566/fn/a/";
    let notes = ["deployed with --no-check: whether its code loads is not known"];
    let expected = serde_json::json!({"functions": [
        {"name": "a", "change": "created", "url": url, "notes": notes},
        {"name": "b", "change": "created", "url": null, "notes": notes},
    ]});
    assert_eq!(told, expected);
    let request = room.request("one", &["a", "c"]);
    let told = room.ask("POST", "/deploy", &request).await.json();
    let changes: Vec<_> =
        told["functions"].as_array().unwrap().iter().map(|f| &f["change"]).collect();
    assert_eq!(changes, ["updated", "created", "removed"]);
    let told = room.ask("DELETE", "/functions/a", "").await.json();
    assert_eq!(told, serde_json::json!({"removed": "a"}));
    assert_eq!(room.names(), "c");
}

/// What is committed is told to those who run it, although nobody waits for the answer any more.
#[tokio::test]
async fn a_deploy_whose_sender_hung_up_is_whole() {
    let room = Room::new().await;
    let mut request = room.request("one", &["a"]);
    request["functions"][0]["config"]["keep_warm"] = 1.into();
    room.faults.hold();
    hang_up(&room, "POST", "/deploy", &request.to_string()).await;
    room.faults.release();
    // The next one waits for its turn.
    room.ask("POST", "/deploy", room.request("two", &["b"])).await;
    assert_eq!(room.names(), "a b");
    // One instance was to be kept warm, and its log says what became of it.
    until_log(&room, "a", |events| events > 0).await;
}

/// The log of a removed function goes, whoever waits for it.
#[tokio::test]
async fn a_removal_whose_sender_hung_up_is_whole() {
    let room = Room::new().await;
    room.ask("POST", "/deploy", room.request("one", &["a"])).await;
    let event = LogEvent::platform("a".into(), "s".into(), 1, "a line".into());
    room.control.telemetry.log(event);
    room.control.telemetry.flush().await.unwrap();
    room.faults.hold();
    hang_up(&room, "DELETE", "/functions/a", "").await;
    room.faults.release();
    until_log(&room, "a", |events| events == 0).await;
    assert_eq!(room.names(), "");
}

async fn until_log(room: &Room, function: &str, is_so: impl Fn(usize) -> bool) {
    for _ in 0..400 {
        let page = room.control.telemetry.logs(Query::of(function)).await.unwrap();
        if is_so(page.events.len()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the log stays as it is");
}

async fn hang_up(room: &Room, method: &str, path: &str, body: &str) {
    let mut ask = pin!(room.ask(method, path, body));
    // Far enough to be at the commit, which is held.
    for _ in 0..50 {
        let polled = ask.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn what_does_not_load_changes_nothing_and_leaves_nothing() {
    let room = Room::new().await;
    let mut request = room.request("shop", &["a", "b"]);
    request["check"] = true.into();
    let told = room.ask("POST", "/deploy", &request).await;
    assert_eq!(told.status, 422, "{}", told.body);
    let failures = told.json()["failures"].clone();
    let names: Vec<_> =
        failures.as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(room.names(), "");
    // Who does not say whether he wants the check does.
    request.as_object_mut().unwrap().remove("check");
    assert_eq!(room.ask("POST", "/deploy", &request).await.status, 422);
    request["check"] = false.into();
    assert_eq!(room.ask("POST", "/deploy", &request).await.status, 200);
    assert_eq!(room.names(), "a b");
}
