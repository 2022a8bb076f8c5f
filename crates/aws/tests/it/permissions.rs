//! Every operation asks whether its caller may.

use identity::Credentials;
use protocol::schema::Protocol;
use protocol::{Operation, sts};

use crate::sample;
use crate::support::{Room, Told};

/// Operations that everybody let in may use, and what a user without policies is told there.
const FREE: &[(&str, u16, Option<&str>)] = &[
    ("GetCallerIdentity", 200, None),
    ("GetSessionToken", 200, None),
    ("AssumeRoleWithWebIdentity", 400, Some("InvalidIdentityToken")),
];

async fn ask(room: &Room, keys: &Credentials, operation: Operation) -> Told {
    let (head, body) = sample::request(operation);
    room.ask_of(operation.service().name, keys, head, &body).await
}

fn is_refused(operation: Operation, told: &Told) -> bool {
    let code = told.code.as_deref();
    let denied = matches!(code, Some("AccessDenied" | "AccessDeniedException"));
    let action = format!("is not authorized to perform: {}:", operation.service().name);
    // Services that speak JSON by targets have one status for all that is the caller's fault.
    let targeted = operation.service().protocol == Protocol::AwsJson11;
    let status = if targeted { 400 } else { 403 };
    told.status == status && denied && told.body.contains(&action)
}

#[tokio::test]
async fn a_user_without_policies_may_do_nothing() {
    let room = Room::new().await;
    let eve = room.user("eve").await;
    let (mut refused, mut missing) = (0, 0);
    for operation in Operation::all() {
        let told = ask(&room, &eve, operation).await;
        if let Some((name, status, code)) = FREE.iter().find(|(name, ..)| *name == operation.name())
        {
            assert_eq!((told.status, told.code.as_deref()), (*status, *code), "{name}");
        } else if told.status == 501 {
            missing += 1;
        } else {
            assert!(is_refused(operation, &told), "{operation:?}: {told:?}");
            refused += 1;
        }
    }
    assert!(refused > 90 && missing < 30, "{refused} are refused, {missing} are not there");
}

#[tokio::test]
async fn a_function_without_a_role_has_a_name_and_nothing_else() {
    let room = Room::new().await;
    let session = room.session();
    for operation in Operation::all() {
        let told = ask(&room, session.credentials(), operation).await;
        if operation.name() == "GetCallerIdentity" {
            let arn = "<Arn>arn:aws:sts::000000000000:assumed-role/mayfly.caller/caller</Arn>";
            assert!(told.status == 200 && told.body.contains(arn), "{told:?}");
        } else if !FREE.iter().any(|(name, ..)| *name == operation.name()) && told.status != 501 {
            // Where a user could leave out their own name, as others have none.
            let nameless = told.body.contains("Must specify userName");
            assert!(is_refused(operation, &told) || nameless, "{operation:?}: {told:?}");
        }
    }
}

#[tokio::test]
async fn the_owner_may_do_everything() {
    let room = Room::new().await;
    for operation in Operation::all() {
        let told = ask(&room, &room.admin(), operation).await;
        // A role decides for itself whom it trusts.
        let by_trust = operation == Operation::Sts(sts::Operation::AssumeRole);
        assert!(told.status != 403 || by_trust, "{operation:?}: {told:?}");
        assert!(told.code.as_deref() != Some("AccessDeniedException"), "{operation:?}: {told:?}");
    }
}
