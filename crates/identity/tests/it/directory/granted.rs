//! Roles that follow from manifests.

use identity::directory::{Holder, NewRole, Page};
use identity::{Principal, Session};

use super::support::{House, NOW, allowing, tag, told, trusting};

fn session(house: &House, function: &str) -> (Session, Principal) {
    let function = house.registry.get(function).unwrap();
    let session = house.keys.session_of_function(&function).unwrap();
    let principal = house.ask(session.credentials()).unwrap();
    (session, principal)
}

#[tokio::test]
async fn a_function_may_what_its_manifest_says_and_write_its_own_log() {
    let house = House::new();
    let uses = &[
        "function:resize",
        "topic:orders",
        "queue:jobs",
        "queue:in:read",
        "queue:out:write",
        "bucket:photos:read",
        "table:users:write",
    ];
    house.deploy(&[("f", uses), ("none", &[])]).await;
    let (_kept, f) = session(&house, "f");
    let (_kept, none) = session(&house, "none");
    let arn =
        |service: &str, rest: &str| format!("arn:aws:{service}:us-east-1:000000000000:{rest}");
    let s3 = |rest: &str| format!("arn:aws:s3:::{rest}");
    for (action, resource, expected) in [
        ("lambda:InvokeFunction", arn("lambda", "function:resize"), true),
        ("lambda:InvokeFunction", arn("lambda", "function:resize:live"), true),
        ("lambda:InvokeFunctionUrl", arn("lambda", "function:resize"), true),
        ("lambda:InvokeFunction", arn("lambda", "function:resize2"), false),
        ("lambda:InvokeFunction", arn("lambda", "function:f"), false),
        ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:1:function:resize".into(), false),
        ("lambda:GetFunction", arn("lambda", "function:resize"), false),
        ("lambda:UpdateFunctionCode", arn("lambda", "function:resize"), false),
        ("sns:Publish", arn("sns", "orders"), true),
        ("sns:Publish", arn("sns", "orders2"), false),
        ("sns:Subscribe", arn("sns", "orders"), false),
        ("sqs:SendMessage", arn("sqs", "jobs"), true),
        ("sqs:ReceiveMessage", arn("sqs", "jobs"), true),
        ("sqs:PurgeQueue", arn("sqs", "jobs"), false),
        ("sqs:ReceiveMessage", arn("sqs", "in"), true),
        ("sqs:DeleteMessage", arn("sqs", "in"), true),
        ("sqs:SendMessage", arn("sqs", "in"), false),
        ("sqs:SendMessage", arn("sqs", "out"), true),
        ("sqs:GetQueueUrl", arn("sqs", "out"), true),
        ("sqs:ReceiveMessage", arn("sqs", "out"), false),
        ("s3:GetObject", s3("photos/2026/a.jpg"), true),
        ("s3:ListBucket", s3("photos"), true),
        ("s3:GetObject", s3("photos2/a.jpg"), false),
        ("s3:PutObject", s3("photos/a.jpg"), false),
        ("s3:DeleteBucket", s3("photos"), false),
        ("dynamodb:PutItem", arn("dynamodb", "table/users"), true),
        ("dynamodb:GetItem", arn("dynamodb", "table/users"), false),
        ("dynamodb:DeleteTable", arn("dynamodb", "table/users"), false),
        ("logs:PutLogEvents", arn("logs", "log-group:/aws/lambda/f:log-stream:s"), true),
        ("logs:PutLogEvents", arn("logs", "log-group:/aws/lambda/f2:log-stream:s"), false),
        ("logs:GetLogEvents", arn("logs", "log-group:/aws/lambda/f:log-stream:s"), false),
        ("iam:GetRole", arn("iam", "role/mayfly/mayfly.f"), false),
        ("sts:AssumeRole", "arn:aws:iam::000000000000:role/admin".into(), false),
    ] {
        assert_eq!(house.may_with(&f, action, &resource), expected, "{action} {resource}");
        assert!(!house.may_with(&none, action, &resource), "{action} {resource}");
    }
    let own = arn("logs", "log-group:/aws/lambda/none:log-stream:s");
    assert!(house.may_with(&none, "logs:PutLogEvents", &own));
}

#[tokio::test]
async fn what_a_deploy_takes_away_is_gone_at_once() {
    let house = House::new();
    let queue = "arn:aws:sqs:us-east-1:000000000000:jobs";
    house.deploy(&[("f", &["queue:jobs"])]).await;
    let (_kept, running) = session(&house, "f");
    assert!(house.may_with(&running, "sqs:SendMessage", queue));
    house.deploy(&[("f", &["queue:jobs:read"])]).await;
    assert!(!house.may_with(&running, "sqs:SendMessage", queue));
    assert!(house.may_with(&running, "sqs:ReceiveMessage", queue));
    house.deploy(&[]).await;
    assert!(!house.may_with(&running, "sqs:ReceiveMessage", queue));
    assert_eq!(
        told(house.directory.role("mayfly.f")),
        "NoSuchEntity: The role with name mayfly.f cannot be found."
    );
}

#[tokio::test]
async fn they_can_be_looked_at() {
    let house = House::new();
    house.deploy(&[("b", &["bucket:photos:read"]), ("A", &[])]).await;
    house.role("between", r#""AWS":"*""#).await;
    let directory = &house.directory;
    let role = directory.role("mayfly.b").unwrap();
    let arn = "arn:aws:iam::000000000000:role/mayfly/mayfly.b";
    assert_eq!(directory.role_arn(&role), arn);
    assert_eq!(directory.granted_arn(&house.registry.get("b").unwrap().name), arn);
    assert_eq!(directory.role_by_arn(arn), Some(role.clone()));
    assert_eq!(directory.lambda_may_assume(arn), Some(true));
    assert!(role.trust.text().contains("lambda.amazonaws.com"));
    let held = directory.holdings(Holder::Role("mayfly.b")).unwrap();
    assert_eq!(held.inline.keys().collect::<Vec<_>>(), ["uses"]);
    let text = directory.inline_policy(Holder::Role("mayfly.b"), "uses").unwrap();
    assert!(text.text().contains("arn:aws:s3:::photos/*"), "{}", text.text());
    assert_eq!(directory.role("mayfly.b").unwrap().face.id, role.face.id);

    let all = |after: Option<&str>, limit| {
        let after = after.map(str::to_owned);
        let listed = directory.list_roles(&Page { after, limit, ..Page::default() });
        let names: Vec<_> = listed.items.iter().map(|role| role.face.name.clone()).collect();
        (names.join(" "), listed.marker)
    };
    assert_eq!(all(None, 100), ("between mayfly.A mayfly.b".into(), None));
    let (first, marker) = all(None, 2);
    assert_eq!(first, "between mayfly.A");
    assert_eq!(all(marker.as_deref(), 2), ("mayfly.b".into(), None));
}

#[tokio::test]
async fn nobody_changes_them_but_by_a_deploy() {
    let house = House::new();
    house.deploy(&[("f", &[])]).await;
    let directory = &house.directory;
    let trust = trusting(r#""AWS":"*""#);
    let holder = Holder::Role("mayfly.f");
    let new =
        |name: &str| NewRole { name: name.into(), trust: trust.clone(), ..NewRole::default() };
    let everything = "arn:aws:iam::aws:policy/AdministratorAccess";
    for refused in [
        told(directory.create_role(new("mayfly.g"), NOW).await),
        told(directory.create_role(new("MayFly.f"), NOW).await),
        told(directory.put_inline_policy(holder, "p", &allowing("*")).await),
        told(directory.delete_inline_policy(holder, "uses").await),
        told(directory.attach_policy(holder, everything).await),
        told(directory.set_boundary(holder, Some(everything)).await),
        told(directory.update_trust("mayfly.f", &trust).await),
        told(directory.update_role("mayfly.f", None, Some(7_200)).await),
        told(directory.tag_role("mayfly.f", &[tag("a", "b")]).await),
        told(directory.delete_role("mayfly.f").await),
    ] {
        assert!(refused.starts_with("UnmodifiableEntity: "), "{refused}");
        assert!(refused.ends_with("change `uses` in mayfly.toml and deploy"), "{refused}");
    }
}
