use identity::directory::{AssumeRole, Assumed, DirectoryError, Holder};
use identity::policy::Context;
use identity::{Credentials, Principal, Refused};

use super::support::{ACCOUNT, House, allowing, now, told};

fn asking(role: &str) -> AssumeRole {
    AssumeRole {
        role_arn: format!("arn:aws:iam::{ACCOUNT}:role/{role}"),
        session_name: "job-1".into(),
        ..AssumeRole::default()
    }
}

async fn worker(house: &House) {
    house.role("worker", r#""Service":"lambda.amazonaws.com","AWS":"000000000000""#).await;
    let holder = Holder::Role("worker");
    house.directory.put_inline_policy(holder, "p", &allowing("s3:*")).await.unwrap();
}

fn for_lambda(house: &House, ask: AssumeRole) -> Result<Assumed, DirectoryError> {
    let service = "lambda.amazonaws.com";
    house.directory.assume_role_for_service(service, ask, &Context::new(), now())
}

#[tokio::test]
async fn a_session_lets_in_until_its_role_is_gone() {
    let house = House::new();
    worker(&house).await;
    let made = for_lambda(&house, asking("worker")).unwrap();
    assert_eq!(made.session_arn, "arn:aws:sts::000000000000:assumed-role/worker/job-1");
    assert!(made.session_id.starts_with("AROA") && made.session_id.ends_with(":job-1"));
    assert!(made.credentials.access_key.starts_with("ASIA"));
    assert_eq!(made.credentials.secret_key.len(), 40);
    let principal = house.ask(&made.credentials).unwrap();
    let Principal::AssumedRole(session) = &principal else { panic!("a role") };
    assert_eq!(session.session.arn(), made.session_arn);
    let identity = principal.identity(ACCOUNT);
    assert_eq!((identity.arn, identity.user_id), (made.session_arn, made.session_id));
    assert!(house.may(&principal, "s3:Get"));
    assert!(!house.may(&principal, "sqs:Get"));

    let house = house.restart();
    assert_eq!(house.ask(&made.credentials), Ok(principal.clone()));
    house.directory.delete_inline_policy(Holder::Role("worker"), "p").await.unwrap();
    assert!(!house.may(&principal, "s3:Get"));
    house.directory.delete_role("worker").await.unwrap();
    // A role of the same name is another one.
    worker(&house).await;
    assert_eq!(house.ask(&made.credentials), Err(Refused::UnknownKey));
    assert!(!house.may(&principal, "s3:Get"));
}

#[tokio::test]
async fn a_token_that_was_touched_is_no_token() {
    let house = House::new();
    worker(&house).await;
    let good = for_lambda(&house, asking("worker")).unwrap().credentials;
    let other = for_lambda(&house, asking("worker")).unwrap().credentials;
    let token = good.session_token.clone().unwrap();
    let with = |change: &dyn Fn(&mut Credentials)| {
        let mut changed = good.clone();
        change(&mut changed);
        house.ask(&changed)
    };
    assert!(with(&|_| {}).is_ok());
    assert_eq!(with(&|c| c.session_token = None), Err(Refused::UnknownKey));
    assert_eq!(with(&|c| c.session_token = other.session_token.clone()), Err(Refused::UnknownKey));
    assert_eq!(with(&|c| c.access_key = other.access_key.clone()), Err(Refused::UnknownKey));
    assert_eq!(with(&|c| c.secret_key = other.secret_key.clone()), Err(Refused::Mismatch));
    assert_eq!(with(&|c| c.session_token = Some("x".repeat(20_000))), Err(Refused::UnknownKey));
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let touched = String::from_utf8(bytes).unwrap();
        assert!(with(&|c| c.session_token = Some(touched.clone())).is_err(), "{at}");
        assert!(with(&|c| c.session_token = Some(token[..at].to_owned())).is_err(), "{at}");
    }
}

#[tokio::test]
async fn other_platforms_tokens_are_no_tokens() {
    let (here, there) = (House::new(), House::new());
    worker(&here).await;
    worker(&there).await;
    let theirs = for_lambda(&there, asking("worker")).unwrap().credentials;
    assert_eq!(here.ask(&theirs), Err(Refused::UnknownKey));
}

#[tokio::test]
async fn a_session_ends() {
    let house = House::new();
    worker(&house).await;
    let made = |age_s: u64| {
        let ask = AssumeRole { duration_s: Some(900), ..asking("worker") };
        let (service, context) = ("lambda.amazonaws.com", Context::new());
        let begun = now() - age_s * 1_000;
        house.directory.assume_role_for_service(service, ask, &context, begun).unwrap()
    };
    assert!(house.ask(&made(880).credentials).is_ok());
    let mut late = made(901).credentials;
    assert_eq!(house.ask(&late), Err(Refused::TokenExpired));
    // Only whoever has the secret is told so.
    late.secret_key = "guess".into();
    assert_eq!(house.ask(&late), Err(Refused::Mismatch));
}

#[tokio::test]
async fn session_policies_take_away() {
    let house = House::new();
    worker(&house).await;
    let own = house.policy("get", "s3:Get*").await;
    for (policy, arns, get, put) in [
        (None, vec![], true, true),
        (Some(allowing("s3:Get*")), vec![], true, false),
        (Some(allowing("sqs:*")), vec![], false, false),
        (None, vec![own.clone()], true, false),
        (Some(allowing("s3:Put*")), vec![own.clone()], true, true),
    ] {
        let ask = AssumeRole { policy, policy_arns: arns, ..asking("worker") };
        let made = for_lambda(&house, ask.clone()).unwrap();
        let principal = house.ask(&made.credentials).unwrap();
        assert_eq!(house.may(&principal, "s3:Get"), get, "{ask:?}");
        assert_eq!(house.may(&principal, "s3:Put"), put, "{ask:?}");
        assert!(!house.may(&principal, "sqs:Get"), "{ask:?}");
    }
    // A policy that is gone allows nothing, and the session stays bounded.
    let ask = AssumeRole { policy_arns: vec![own.clone()], ..asking("worker") };
    let principal = house.ask(&for_lambda(&house, ask).unwrap().credentials).unwrap();
    house.directory.delete_policy(&own).await.unwrap();
    assert!(!house.may(&principal, "s3:Get"));
}

#[tokio::test]
async fn ones_own_session_is_oneself_for_a_while() {
    let house = House::new();
    let directory = &house.directory;
    let bob = house.let_in("bob").await;
    directory.put_inline_policy(Holder::User("bob"), "p", &allowing("s3:*")).await.unwrap();
    let made = directory.session_token(&bob, Some(900), now()).unwrap();
    let again = house.ask(&made.credentials).unwrap();
    let Principal::User(user) = &again else { panic!("bob") };
    assert!(user.user.name == "bob" && user.issued_ms.is_some());
    assert!(house.may(&again, "s3:Get"));
    assert_eq!(
        told(directory.session_token(&again, None, now())),
        "AccessDenied: Cannot call GetSessionToken with session credentials"
    );
    assert_eq!(
        told(directory.session_token(&bob, Some(899), now())),
        "ValidationError: 1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
    );
    // The owner's lasts an hour at most.
    let made = directory.session_token(&Principal::Admin, Some(129_600), 0).unwrap();
    assert_eq!(made.expires_ms, 3_600_000);
    let made = directory.session_token(&Principal::Admin, None, now()).unwrap();
    assert_eq!(house.ask(&made.credentials), Ok(Principal::Admin));

    let key = directory.user("bob").unwrap().keys[0].id.clone();
    directory.delete_access_key("bob", &key).await.unwrap();
    directory.delete_inline_policy(Holder::User("bob"), "p").await.unwrap();
    directory.delete_user("bob").await.unwrap();
    house.user("bob").await;
    let gone = house.ask(&directory.session_token(&bob, None, now()).unwrap().credentials);
    assert_eq!(gone, Err(Refused::UnknownKey));
}
