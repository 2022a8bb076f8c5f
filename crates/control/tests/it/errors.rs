use http::Request;

use crate::support::{Room, Told};

/// Every refusal says what to do next, in a field of its own or in its own words.
fn check(told: &Told, status: u16, beginning: &str) {
    assert_eq!(told.status, status, "{told:?}");
    let body = told.json();
    let message = body["message"].as_str().unwrap();
    assert!(message.contains(beginning), "{message}");
    let remedy = body["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty());
    assert!(remedy || message.contains("; ") || message.contains(", must be "), "{told:?}");
}

#[tokio::test]
async fn only_the_administrator_is_let_in() {
    let room = Room::new().await;
    let ask = |path: &str| Request::get(format!("{}{path}", api::ROOT)).body(String::new());
    let health = room.send(ask("/health").unwrap()).await;
    assert_eq!((health.status, &health.json()["status"]), (200, &"ok".into()));
    for path in
        ["", "/", "/functions", "/functions/f", "/functions/f/logs", "/nothing", "/health/x"]
    {
        check(&room.send(ask(path).unwrap()).await, 403, "Missing Authentication Token");
    }
    let request = room.request("one", &["f"]);
    assert_eq!(room.ask("POST", "/deploy", &request).await.status, 200);
    let function = room.control.registry.get("f").unwrap();
    let session = room.control.keys.session_of_function(&function).unwrap();
    for (method, path) in [("GET", "/functions"), ("POST", "/deploy"), ("DELETE", "/functions/f")] {
        let told = room.ask_as(session.credentials(), method, path, &request).await;
        check(&told, 403, "only the administrator may manage the platform");
    }
    assert_eq!(room.names(), "f");
}

#[tokio::test]
async fn what_is_not_there() {
    let room = Room::new().await;
    for path in ["/functions/none", "/functions/none/logs", "/functions/%00", "/functions/"] {
        check(&room.ask("GET", path, "").await, 404, "there is no function");
    }
    check(&room.ask("DELETE", "/functions/none", "").await, 404, "there is no function");
    for (method, path) in
        [("GET", "/nothing"), ("PUT", "/functions"), ("GET", ""), ("POST", "/health")]
    {
        check(&room.ask(method, path, "").await, 404, "there is no ");
    }
    assert_eq!(room.ask("HEAD", &format!("/packages/{}", "0".repeat(64)), "").await.status, 404);
    check(&room.ask("HEAD", "/packages/xyz", "").await, 400, "a package is named by its SHA-256");
}

#[tokio::test]
async fn deploys_that_make_no_sense() {
    let room = Room::new().await;
    for body in ["", "{", "[]", r#"{"app": "a/b", "functions": []}"#, r#"{"app": "a"}"#] {
        check(&room.ask("POST", "/deploy", body).await, 400, "the deploy request makes no sense");
    }
    let mut request = room.request("one", &["f"]);
    request["functions"][0]["package"] = "0".repeat(64).into();
    check(&room.ask("POST", "/deploy", &request).await, 400, "has not been uploaded");
    let mut request = room.request("one", &["f"]);
    request["functions"][0]["config"]["memory_mb"] = 1.into();
    check(&room.ask("POST", "/deploy", &request).await, 400, "function \"f\": memory_mb is 1");
    let twice = room.request("one", &["f", "f"]);
    check(&room.ask("POST", "/deploy", twice).await, 400, "named twice");
    assert_eq!(room.names(), "");
    assert_eq!(room.ask("POST", "/deploy", room.request("one", &["f"])).await.status, 200);
    let taken = room.request("two", &["g", "f"]);
    check(&room.ask("POST", "/deploy", taken).await, 409, "belongs to the app \"one\"");
    room.faults.full_next();
    let told = room.ask("POST", "/deploy", room.request("two", &["g"])).await;
    check(&told, 503, "the disk is full");
    assert_eq!(room.names(), "f");
}

#[tokio::test]
async fn uploads_are_what_they_say() {
    let room = Room::new().await;
    let path = |bytes: &[u8]| format!("/packages/{}", blob::Hash::of(bytes));
    assert_eq!(room.ask("PUT", &path(b"zip"), "zip").await.status, 201);
    assert_eq!(room.ask("HEAD", &path(b"zip"), "").await.status, 200);
    check(&room.ask("PUT", &path(b"other"), "zip").await, 400, "is not the one in");
    check(&room.ask("PUT", "/packages/ABC", "zip").await, 400, "SHA-256");
}
