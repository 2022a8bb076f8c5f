//! Whoever is refused is noted.

use std::net::{IpAddr, Ipv4Addr};

use http::Request;
use telemetry::Refusal;
use web::Peer;

use crate::support::Room;

const INVOKE: &str = "/2015-03-31/functions/f/invocations";
const FUNCTION: &str = "arn:aws:lambda:us-east-1:000000000000:function:f";

#[tokio::test]
async fn users_functions_and_strangers() {
    let room = Room::new().await;
    let dry = || Request::post(INVOKE).header("X-Amz-Invocation-Type", "DryRun");
    let home = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let eve = room.user("eve").await;
    let (other, strange) = (room.session(), room.strangers());
    assert_eq!(room.ask(&room.admin(), dry(), "").await.status, 204);
    assert_eq!(room.ask(&eve, dry().extension(Peer::outside(home)), "").await.status, 403);
    assert_eq!(room.ask(other.credentials(), dry(), "").await.status, 403);
    assert_eq!(room.ask(&strange, dry().extension(Peer::outside(home)), "").await.status, 403);
    let list = || {
        let form = "application/x-www-form-urlencoded";
        Request::post("/").header("Content-Type", form).extension(Peer::outside(home))
    };
    let body = "Action=ListUsers&Version=2010-05-08";
    assert_eq!(room.ask_of("iam", &eve, list(), body).await.status, 403);

    let noted = room.refusals().await;
    let seen: Vec<_> = noted
        .iter()
        .map(|Refusal { who, stranger, from, action, resource, .. }| {
            (who.as_str(), *stranger, *from, action.as_str(), resource.as_str())
        })
        .collect();
    let user = "arn:aws:iam::000000000000:user/eve";
    let caller = "arn:aws:sts::000000000000:assumed-role/mayfly.caller/caller";
    let (call, asked) = ("lambda:InvokeFunction", format!("POST {INVOKE}"));
    assert_eq!(
        seen,
        [
            (user, false, Some(home), call, FUNCTION),
            (caller, false, None, call, FUNCTION),
            (strange.access_key.as_str(), true, Some(home), "Invoke", &asked),
            (user, false, Some(home), "iam:ListUsers", "arn:aws:iam::000000000000:user/"),
        ]
    );
    assert!(noted[0].why.contains("no identity-based policy allows"), "{}", noted[0].why);
    assert_eq!(noted[2].why, "The security token included in the request is invalid.");
}

#[tokio::test]
async fn requests_without_a_signature() {
    let room = Room::new().await;
    let (parts, ()) = Request::post(INVOKE).body(()).unwrap().into_parts();
    assert_eq!(room.send(parts, "").await.status, 403);
    let noted = room.refusals().await;
    assert_eq!((noted.len(), noted[0].who.as_str(), noted[0].stranger), (1, "-", true));
    assert_eq!(noted[0].why, "Missing Authentication Token");
}
