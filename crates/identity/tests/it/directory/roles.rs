use identity::directory::{Holder, NewRole};

use super::support::{House, NOW, allowing, tag, told, trusting};

#[tokio::test]
async fn a_role_comes_and_goes() {
    let house = House::new();
    let directory = &house.directory;
    let trust = trusting(r#""Service":"lambda.amazonaws.com""#);
    let new = NewRole {
        name: "Worker".into(),
        path: Some("/app/".into()),
        trust: trust.clone(),
        description: "works".into(),
        max_session_s: Some(7_200),
        tags: vec![tag("a", "b")],
        boundary: Some("arn:aws:iam::aws:policy/PowerUserAccess".into()),
    };
    let role = directory.create_role(new.clone(), NOW).await.unwrap();
    let arn = "arn:aws:iam::000000000000:role/app/Worker";
    assert_eq!(directory.role_arn(&role), arn);
    assert!(role.face.id.starts_with("AROA"), "{}", role.face.id);
    assert_eq!(role.trust.text(), trust);
    assert_eq!(directory.role_by_arn(arn), Some(role));
    for wrong in ["arn:aws:iam::000000000000:role/Worker", &arn.to_lowercase(), "Worker", ""] {
        assert_eq!(directory.role_by_arn(wrong), None, "{wrong}");
    }
    assert_eq!(
        told(directory.create_role(new, NOW).await),
        "EntityAlreadyExists: Role with name Worker already exists."
    );
    directory.update_role("worker", Some("rests".into()), None).await.unwrap();
    directory.update_role("worker", None, Some(3_600)).await.unwrap();
    directory.update_trust("worker", &trusting(r#""AWS":"*""#)).await.unwrap();
    directory.untag_role("worker", &["A".into()]).await.unwrap();
    let role = directory.role("worker").unwrap();
    assert_eq!((role.description.as_str(), role.max_session_s), ("rests", 3_600));
    assert_eq!(role.trust.text(), trusting(r#""AWS":"*""#));
    assert!(role.tags.is_empty());

    directory.put_inline_policy(Holder::Role("worker"), "p", &allowing("s3:*")).await.unwrap();
    assert_eq!(
        told(directory.delete_role("worker").await),
        "DeleteConflict: Cannot delete entity, must delete policies first."
    );
    directory.delete_inline_policy(Holder::Role("worker"), "p").await.unwrap();
    directory.delete_role("worker").await.unwrap();
    for gone in [
        told(directory.role("worker")),
        told(directory.delete_role("worker").await),
        told(directory.update_trust("worker", "{").await),
    ] {
        assert_eq!(gone, "NoSuchEntity: The role with name worker cannot be found.");
    }
}

#[tokio::test]
async fn what_a_role_is_made_of_is_checked() {
    let house = House::new();
    let trust = || trusting(r#""AWS":"*""#);
    let plain = || NewRole { name: "r".into(), trust: trust(), ..NewRole::default() };
    let value = "ValidationError: 1 validation error detected: Value at";
    for (new, expected) in [
        (
            NewRole { max_session_s: Some(3_599), ..plain() },
            format!("{value} 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600"),
        ),
        (
            NewRole { max_session_s: Some(43_201), ..plain() },
            format!("{value} 'maxSessionDuration' failed to satisfy constraint: Member must have value less than or equal to 43200"),
        ),
        (
            NewRole { description: "x".repeat(1_001), ..plain() },
            format!("{value} 'description' failed to satisfy constraint: Member must have length less than or equal to 1000"),
        ),
        (
            NewRole { trust: "{".into(), ..plain() },
            "MalformedPolicyDocument: This policy contains invalid Json".into(),
        ),
        (
            NewRole { trust: trusting(r#""AWS":"arn:aws:iam::000000000000:user/none""#), ..plain() },
            "MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"arn:aws:iam::000000000000:user/none\"".into(),
        ),
        (
            NewRole { trust: allowing("sts:AssumeRole"), ..plain() },
            "MalformedPolicyDocument: Has prohibited field Resource".into(),
        ),
        (
            NewRole { trust: trusting(&format!(r#""Federated":"{}""#, "x".repeat(2_000))), ..plain() },
            "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048".into(),
        ),
        (
            NewRole { tags: vec![tag("a", ""), tag("A", "")], ..plain() },
            "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.".into(),
        ),
        (
            NewRole { boundary: Some("arn:aws:iam::000000000000:policy/x".into()), ..plain() },
            "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/x does not exist or is not attachable.".into(),
        ),
        (plain(), "fine".into()),
    ] {
        assert_eq!(told(house.directory.create_role(new, NOW).await), expected);
    }
}
