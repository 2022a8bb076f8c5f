use identity::directory::{Count, Face, Holder, NewPolicy};

use super::support::{House, NOW, allowing, tag, told};

fn new(name: &str, path: &str, document: String) -> NewPolicy {
    NewPolicy { name: name.into(), path: Some(path.into()), document, ..NewPolicy::default() }
}

#[tokio::test]
async fn a_policy_is_known_by_its_arn() {
    let house = House::new();
    let directory = &house.directory;
    let made = directory.create_policy(new("Read", "/team/", allowing("s3:*")), NOW).await.unwrap();
    let arn = directory.policy_arn(&made);
    assert_eq!(arn, "arn:aws:iam::000000000000:policy/team/Read");
    assert!(made.face.id.starts_with("ANPA"), "{}", made.face.id);
    assert_eq!(directory.policy(&arn).unwrap(), made);
    for wrong in [
        "arn:aws:iam::000000000000:policy/Read",
        "arn:aws:iam::000000000000:policy/team/read",
        "arn:aws:iam::111122223333:policy/team/Read",
        "arn:aws:iam::aws:policy/team/Read",
        "Read",
        "",
    ] {
        let expected = format!("NoSuchEntity: Policy {wrong} was not found.");
        assert_eq!(told(directory.policy(wrong)), expected);
    }
    assert_eq!(
        told(directory.create_policy(new("READ", "/", allowing("s3:*")), NOW).await),
        "EntityAlreadyExists: A policy called READ already exists. Duplicate names are not allowed."
    );
    directory.tag_policy(&arn, &[tag("a", "b")]).await.unwrap();
    assert_eq!(directory.policy(&arn).unwrap().tags, [tag("a", "b")]);
    directory.delete_policy(&arn).await.unwrap();
    assert!(directory.policy(&arn).is_err());
}

#[tokio::test]
async fn documents_are_checked_and_have_a_size() {
    let house = House::new();
    let frame = allowing("s3:").len();
    let long = |most: usize| allowing(&format!("s3:{}", "x".repeat(most - frame)));
    for (document, expected) in [
        (long(6_144), "fine"),
        (long(6_145), "LimitExceeded: Cannot exceed quota for PolicySize: 6144"),
        (long(6_144).replace(',', " ,\n"), "fine"),
        ("{}".into(), "MalformedPolicyDocument: Syntax errors in policy."),
        (
            allowing("Get"),
            "MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
    ] {
        let name = format!("p{}", document.len());
        let answer = told(house.directory.create_policy(new(&name, "/", document), NOW).await);
        assert_eq!(answer, expected);
    }
}

#[tokio::test]
async fn versions_come_and_go() {
    let house = House::new();
    let directory = &house.directory;
    let arn = house.policy("p", "s3:1").await;
    for n in 2..=5 {
        let text = allowing(&format!("s3:{n}"));
        let made = directory.create_policy_version(&arn, &text, n == 3, NOW).await.unwrap();
        assert_eq!(made, n);
    }
    assert_eq!(directory.policy(&arn).unwrap().default, 3);
    assert_eq!(
        told(directory.create_policy_version(&arn, &allowing("s3:6"), false, NOW).await),
        "LimitExceeded: A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."
    );
    assert_eq!(
        told(directory.delete_policy_version(&arn, "v3").await),
        "DeleteConflict: Cannot delete the default version of a policy."
    );
    directory.delete_policy_version(&arn, "v5").await.unwrap();
    // A number is never given twice.
    let again = directory.create_policy_version(&arn, &allowing("s3:6"), false, NOW).await;
    assert_eq!(again.unwrap(), 6);
    directory.set_default_version(&arn, "v6").await.unwrap();
    let version = directory.policy_version(&arn, "v6").unwrap();
    assert_eq!(version.document.text(), allowing("s3:6"));
    for unknown in ["v5", "v7", "6", "v06", "v", "v99999999999", "x6"] {
        let expected = format!(
            "NoSuchEntity: Policy {arn} version {unknown} does not exist or is not attachable."
        );
        assert_eq!(told(directory.set_default_version(&arn, unknown).await), expected);
        assert_eq!(told(directory.delete_policy_version(&arn, unknown).await), expected);
        assert_eq!(told(directory.policy_version(&arn, unknown)), expected);
    }
    assert_eq!(
        told(directory.delete_policy(&arn).await),
        "DeleteConflict: This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."
    );
    for id in ["v1", "v2", "v3", "v4"] {
        directory.delete_policy_version(&arn, id).await.unwrap();
    }
    directory.delete_policy(&arn).await.unwrap();
}

#[tokio::test]
async fn who_has_a_policy_is_known() {
    let house = House::new();
    let directory = &house.directory;
    house.user("bob").await;
    house.user("eve").await;
    house.group("staff").await;
    house.role("worker", r#""Service":"lambda.amazonaws.com""#).await;
    let arn = house.policy("p", "s3:*").await;
    for holder in [Holder::User("bob"), Holder::Group("staff"), Holder::Role("worker")] {
        directory.attach_policy(holder, &arn).await.unwrap();
    }
    directory.set_boundary(Holder::User("eve"), Some(&arn)).await.unwrap();
    let found = directory.entities_of_policy(&arn).unwrap();
    let names = |faces: &[Face]| faces.iter().map(|face| face.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found.users), ["bob"]);
    assert_eq!(names(&found.groups), ["staff"]);
    assert_eq!(names(&found.roles), ["worker"]);
    assert_eq!(names(&found.bounded_users), ["eve"]);
    assert!(found.bounded_roles.is_empty());
    assert_eq!(directory.uses_of_policies()[&arn], (3, 1));
    assert_eq!(directory.summary().users, Count { there: 2, most: 5_000 });
    assert!(directory.entities_of_policy("none").is_err());
}
