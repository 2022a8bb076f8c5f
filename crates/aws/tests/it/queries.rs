//! Services that are asked with forms and answer in XML.

use http::Request;
use http::request::Builder;

use crate::support::Room;

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";
const USERS: &str = "Action=ListUsers&Version=2010-05-08";

fn form() -> Builder {
    Request::post("/").header("Content-Type", "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn a_signature_is_for_one_service() {
    let room = Room::new().await;
    for (service, body, status, code) in [
        ("sts", WHO, 200, None),
        ("iam", USERS, 200, None),
        ("sts", USERS, 400, Some("InvalidAction")),
        ("iam", WHO, 400, Some("InvalidAction")),
        ("lambda", USERS, 404, Some("UnknownOperationException")),
        ("nothing", USERS, 501, Some("InvalidAction")),
        ("iam", "Action=Nothing&Version=2010-05-08", 400, Some("InvalidAction")),
        ("iam", "Version=2010-05-08", 400, Some("MissingAction")),
        ("iam", "", 400, Some("MissingAction")),
    ] {
        let told = room.ask_of(service, &room.admin(), form(), body).await;
        assert_eq!((told.status, told.code.as_deref()), (status, code), "{service} {body}");
    }
    let path = "/2015-03-31/functions/";
    for (service, status) in [("lambda", 200), ("iam", 403), ("nothing", 403)] {
        let told = room.ask_of(service, &room.admin(), Request::get(path), "").await;
        let code = (status != 200).then_some("InvalidSignatureException");
        assert_eq!((told.status, told.code.as_deref()), (status, code), "{service}");
    }
}

#[tokio::test]
async fn strangers_are_told_nothing_of_what_there_is() {
    let room = Room::new().await;
    for body in [USERS, "Action=Nothing", ""] {
        let told = room.ask_of("iam", &room.strangers(), form(), body).await;
        let code = Some("InvalidClientTokenId");
        assert_eq!((told.status, told.code.as_deref()), (403, code), "{body}");
    }
    let target = || Request::post("/").header("X-Amz-Target", "Nothing.Nothing");
    let told = room.ask_of("logs", &room.strangers(), target(), "{}").await;
    assert!(told.status == 400 && told.body.contains("UnrecognizedClientException"), "{told:?}");
    let told = room.ask_of("logs", &room.admin(), target(), "{}").await;
    assert!(told.status == 501 && told.body.contains("UnknownOperationException"), "{told:?}");
}

#[tokio::test]
async fn what_is_not_signed_is_told_so_in_the_clients_language() {
    let room = Room::new().await;
    for (request, status, text) in [
        (
            Request::get("/?Action=ListUsers&X-Amz-Signature=0"),
            400,
            "<Code>IncompleteSignature</Code>",
        ),
        (
            Request::post("/").header("X-Amz-Target", "Logs_20140328.DescribeLogGroups"),
            400,
            "\"MissingAuthenticationTokenException\"",
        ),
        (
            form().header("Authorization", "AWS4-HMAC-SHA256 Credential=x"),
            400,
            "<Code>IncompleteSignature</Code>",
        ),
    ] {
        let told = room.send(request.body(()).unwrap().into_parts().0, WHO).await;
        assert_eq!(told.status, status, "{told:?}");
        assert!(told.body.contains(text), "{told:?}");
    }
}

#[tokio::test]
async fn forms_have_a_largest_size() {
    let room = Room::new().await;
    for (bytes, status, code) in
        [(1024 * 1024, 200, None), (1024 * 1024 + 1, 413, Some("RequestEntityTooLarge"))]
    {
        let body = format!("{WHO}&x={}", "x".repeat(bytes - WHO.len() - 3));
        let told = room.ask_of("sts", &room.admin(), form(), &body).await;
        assert_eq!((told.status, told.code.as_deref()), (status, code));
    }
}

#[tokio::test]
async fn what_a_request_leaves_out_is_told() {
    let room = Room::new().await;
    let body = "Action=CreateUser&Version=2010-05-08";
    let told = room.ask_of("iam", &room.admin(), form(), body).await;
    assert_eq!((told.status, told.code.as_deref()), (400, Some("ValidationError")));
    let told = room.ask_of("iam", &room.admin(), form(), &format!("{body}&UserName=a%2Fb")).await;
    assert_eq!((told.status, told.code.as_deref()), (400, Some("ValidationError")));
}
