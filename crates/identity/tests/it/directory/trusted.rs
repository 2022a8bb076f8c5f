use std::sync::Arc;

use identity::Principal;
use identity::directory::{AssumeRole, Holder, NewRole, RoleSession};
use identity::policy::{Caller, Context, Document, Kind, Policies, Policy, Request, evaluate};

use super::support::{ACCOUNT, House, NOW, allowing, now, tag, told, trusting};

fn asking(role: &str) -> AssumeRole {
    AssumeRole {
        role_arn: format!("arn:aws:iam::{ACCOUNT}:role/{role}"),
        session_name: "job-1".into(),
        ..AssumeRole::default()
    }
}

fn assume(house: &House, by: &Principal, ask: AssumeRole) -> String {
    told(house.directory.assume_role(by, ask, &Context::new(), NOW))
}

#[tokio::test]
async fn who_may_assume() {
    let house = House::new();
    let bob = house.let_in("bob").await;
    let eve = house.let_in("eve").await;
    let may = allowing("sts:AssumeRole");
    house.directory.put_inline_policy(Holder::User("eve"), "p", &may).await.unwrap();
    house.role("of-bob", r#""AWS":"arn:aws:iam::000000000000:user/bob""#).await;
    house.role("of-all", r#""AWS":"000000000000""#).await;
    house.role("of-lambda", r#""Service":"lambda.amazonaws.com""#).await;
    let denied = |who: &str, role: &str| {
        format!(
            "AccessDenied: User: arn:aws:iam::000000000000:{who} is not authorized to perform: \
             sts:AssumeRole on resource: arn:aws:iam::000000000000:role/{role}"
        )
    };
    for (by, who, role, fine) in [
        (&bob, "user/bob", "of-bob", true),
        (&eve, "user/eve", "of-bob", false),
        (&bob, "user/bob", "of-all", false),
        (&eve, "user/eve", "of-all", true),
        (&Principal::Admin, "root", "of-all", true),
        (&Principal::Admin, "root", "of-bob", false),
        (&eve, "user/eve", "of-lambda", false),
        (&eve, "user/eve", "of-nobody", false),
    ] {
        let expected = if fine { "fine".into() } else { denied(who, role) };
        assert_eq!(assume(&house, by, asking(role)), expected);
    }
}

#[tokio::test]
async fn what_is_asked_is_checked() {
    let house = House::new();
    house.role("r", r#""AWS":"000000000000""#).await;
    let value = "ValidationError: 1 validation error detected: Value at";
    let long = allowing(&format!("s3:{}", "x".repeat(2_000)));
    let packed = allowing(&format!("s3:{}", "x".repeat(1_900)));
    let tags = (0..50).map(|n| tag(&n.to_string(), &"v".repeat(50))).collect();
    for (ask, expected) in [
        (asking("r"), "fine".into()),
        (
            AssumeRole { session_name: "x".into(), ..asking("r") },
            format!("{value} 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2"),
        ),
        (
            AssumeRole { session_name: "a/b".into(), ..asking("r") },
            "ValidationError: The specified value for roleSessionName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-".into(),
        ),
        (
            AssumeRole { duration_s: Some(899), ..asking("r") },
            format!("{value} 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"),
        ),
        (
            AssumeRole { duration_s: Some(3_601), ..asking("r") },
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.".into(),
        ),
        (
            AssumeRole { policy: Some("{".into()), ..asking("r") },
            "MalformedPolicyDocument: Syntax errors in policy.".into(),
        ),
        (
            AssumeRole { policy: Some(long), ..asking("r") },
            format!("{value} 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048"),
        ),
        (
            AssumeRole { policy: Some(packed), tags, ..asking("r") },
            "PackedPolicyTooLarge: Packed policy consumes 115% of allotted space, please use smaller policy.".into(),
        ),
        (
            AssumeRole { policy_arns: vec!["arn:aws:iam::aws:policy/None".into()], ..asking("r") },
            "NoSuchEntity: Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.".into(),
        ),
        (
            AssumeRole { transitive_tag_keys: vec!["a".into()], ..asking("r") },
            "ValidationError: The specified transitive tag key must be included in the requested tags: a".into(),
        ),
    ] {
        assert_eq!(assume(&house, &Principal::Admin, ask), expected);
    }
}

#[tokio::test]
async fn tags_and_source_need_leave_of_their_own() {
    let house = House::new();
    let trust = trusting(r#""AWS":"000000000000""#).replace(
        r#"["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]"#,
        r#""sts:AssumeRole""#,
    );
    let new = NewRole { name: "r".into(), trust, ..NewRole::default() };
    house.directory.create_role(new, NOW).await.unwrap();
    let on = format!("on resource: arn:aws:iam::{ACCOUNT}:role/r");
    let who = "AccessDenied: User: arn:aws:iam::000000000000:root is not authorized to perform:";
    for (ask, expected) in [
        (asking("r"), "fine".into()),
        (
            AssumeRole { tags: vec![tag("a", "b")], ..asking("r") },
            format!("{who} sts:TagSession {on}"),
        ),
        (
            AssumeRole { source_identity: Some("bob".into()), ..asking("r") },
            format!("{who} sts:SetSourceIdentity {on}"),
        ),
    ] {
        assert_eq!(assume(&house, &Principal::Admin, ask), expected);
    }
}

fn caller_of(session: &RoleSession) -> Caller {
    Caller::Session(session.session.clone())
}

/// Allows what is called like a team to those who are in it.
fn of_team(team: &str) -> Policy {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{team}:*","Resource":"*","Condition":{{"StringEquals":{{"aws:PrincipalTag/team":"{team}"}}}}}}}}"#
    );
    let document = Document::parse(&text, Kind::Identity).unwrap();
    Policy { name: team.into(), document: Arc::new(document) }
}

#[tokio::test]
async fn what_a_session_hands_on() {
    let house = House::new();
    let directory = &house.directory;
    house.role("first", r#""AWS":"000000000000""#).await;
    let new = NewRole {
        name: "second".into(),
        trust: trusting(r#""AWS":"arn:aws:iam::000000000000:role/first""#),
        max_session_s: Some(43_200),
        tags: vec![tag("team", "none"), tag("cost", "1")],
        ..NewRole::default()
    };
    directory.create_role(new, NOW).await.unwrap();
    let now = now();
    let ask = AssumeRole {
        tags: vec![tag("Team", "blue"), tag("step", "1")],
        transitive_tag_keys: vec!["TEAM".into()],
        source_identity: Some("bob".into()),
        ..asking("first")
    };
    let made = directory.assume_role(&Principal::Admin, ask, &Context::new(), now).unwrap();
    let first = house.ask(&made.credentials).unwrap();
    let made = directory.assume_role(&first, asking("second"), &Context::new(), now).unwrap();
    let Ok(Principal::AssumedRole(second)) = house.ask(&made.credentials) else { panic!("a role") };
    assert_eq!(second.session.source_identity.as_deref(), Some("bob"));
    assert_eq!(second.tags, [tag("Team", "blue")]);
    // The role's, and behind them those of the session, which count where both have a key.
    let tags: Vec<_> = second.session.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(tags, [("team", "none"), ("cost", "1"), ("Team", "blue")]);
    let policies =
        Policies { identity: vec![of_team("blue"), of_team("none")], ..Policies::default() };
    let caller = caller_of(&second);
    let allowed = |team: &str| {
        let action = format!("{team}:Go");
        let context = Context::new();
        let request =
            Request { caller: &caller, action: &action, resource: "*", context: &context };
        evaluate(&request, &policies).is_allowed()
    };
    assert!(allowed("blue") && !allowed("none"));
    for (ask, expected) in [
        (
            AssumeRole { duration_s: Some(3_601), ..asking("second") },
            "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ),
        (
            AssumeRole { source_identity: Some("eve".into()), ..asking("second") },
            "AccessDenied: The source identity of a session cannot be changed.",
        ),
        (
            AssumeRole { tags: vec![tag("team", "red")], ..asking("second") },
            "ValidationError: One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: TEAM",
        ),
    ] {
        assert_eq!(assume(&house, &first, ask), expected);
    }
}

/// Whoever gets the name of a user who left does not get their trust.
#[tokio::test]
async fn a_name_is_not_a_person() {
    let house = House::new();
    let directory = &house.directory;
    let bob = house.let_in("bob").await;
    house
        .role(
            "r",
            r#""AWS":["arn:aws:iam::000000000000:user/bob","arn:aws:iam::111122223333:user/eve"]"#,
        )
        .await;
    assert_eq!(assume(&house, &bob, asking("r")), "fine");
    let key = directory.user("bob").unwrap().keys[0].id.clone();
    directory.delete_access_key("bob", &key).await.unwrap();
    directory.delete_user("bob").await.unwrap();
    let other = house.let_in("bob").await;
    assert!(assume(&house, &other, asking("r")).starts_with("AccessDenied"));
    let text = directory.role("r").unwrap().trust.text().to_owned();
    directory.update_trust("r", &text).await.unwrap();
    assert_eq!(assume(&house, &other, asking("r")), "fine");
    // A user may be renamed and stays trusted.
    directory.update_user("bob", Some("rob".into()), None).await.unwrap();
    let house = house.restart();
    assert_eq!(assume(&house, &other, asking("r")), "fine");
}

#[tokio::test]
async fn an_external_id() {
    let house = House::new();
    let trust = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"42"},"StringLike":{"sts:RoleSessionName":"job-*"}}}}"#;
    let new = NewRole { name: "r".into(), trust: trust.into(), ..NewRole::default() };
    house.directory.create_role(new, NOW).await.unwrap();
    for (id, session, fine) in [
        (Some("42"), "job-1", true),
        (Some("43"), "job-1", false),
        (None, "job-1", false),
        (Some("42"), "other", false),
    ] {
        let ask = AssumeRole {
            external_id: id.map(str::to_owned),
            session_name: session.into(),
            ..asking("r")
        };
        let answer = assume(&house, &Principal::Admin, ask);
        assert_eq!(answer == "fine", fine, "{id:?} {session} {answer}");
    }
}
