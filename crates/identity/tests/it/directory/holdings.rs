use identity::directory::Holder;

use super::support::{House, NOW, allowing, names_of, told};

#[tokio::test]
async fn inline_policies_are_kept_as_they_are_written() {
    let house = House::new();
    let directory = &house.directory;
    house.user("bob").await;
    house.group("staff").await;
    house.role("worker", r#""Service":"lambda.amazonaws.com""#).await;
    let text = format!(" {} \n", allowing("s3:*"));
    for (holder, kind) in [
        (Holder::User("BOB"), "user"),
        (Holder::Group("staff"), "group"),
        (Holder::Role("worker"), "role"),
    ] {
        directory.put_inline_policy(holder, "p", &allowing("sqs:*")).await.unwrap();
        directory.put_inline_policy(holder, "p", &text).await.unwrap();
        assert_eq!(directory.inline_policy(holder, "p").unwrap().text(), text);
        assert_eq!(directory.holdings(holder).unwrap().inline.len(), 1);
        directory.delete_inline_policy(holder, "p").await.unwrap();
        let gone = format!("NoSuchEntity: The {kind} policy with name p cannot be found.");
        assert_eq!(told(directory.inline_policy(holder, "p")), gone);
        assert_eq!(told(directory.delete_inline_policy(holder, "p").await), gone);
        for (name, text, expected) in [
            ("p", "{", "MalformedPolicyDocument: Syntax errors in policy."),
            (
                "a b",
                "{}",
                "ValidationError: The specified value for policyName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
            ),
        ] {
            assert_eq!(told(directory.put_inline_policy(holder, name, text).await), expected);
        }
    }
    assert_eq!(
        told(directory.put_inline_policy(Holder::Role("none"), "p", "{").await),
        "NoSuchEntity: The role with name none cannot be found."
    );
}

#[tokio::test]
async fn inline_policies_have_room_together() {
    let house = House::new();
    let directory = &house.directory;
    house.user("bob").await;
    house.group("staff").await;
    house.role("worker", r#""Service":"lambda.amazonaws.com""#).await;
    for (holder, room, expected) in [
        (Holder::User("bob"), 2_048, "2048 bytes exceeded for user bob"),
        (Holder::Group("staff"), 5_120, "5120 bytes exceeded for group staff"),
        (Holder::Role("worker"), 10_240, "10240 bytes exceeded for role worker"),
    ] {
        let frame = allowing("s3:").len();
        let half = |extra| allowing(&format!("s3:{}", "x".repeat(room / 2 - frame + extra)));
        directory.put_inline_policy(holder, "a", &half(0)).await.unwrap();
        directory.put_inline_policy(holder, "b", &half(0)).await.unwrap();
        assert_eq!(
            told(directory.put_inline_policy(holder, "b", &half(1)).await),
            format!("LimitExceeded: Maximum policy size of {expected}")
        );
        // Blanks cost nothing.
        let blanks = format!("{}{}", half(0), " ".repeat(1_000));
        directory.put_inline_policy(holder, "b", &blanks).await.unwrap();
    }
}

#[tokio::test]
async fn policies_are_attached_and_detached() {
    let house = House::new();
    let directory = &house.directory;
    let bob = house.let_in("bob").await;
    let arn = house.policy("p", "s3:*").await;
    let holder = Holder::User("bob");
    for _ in 0..2 {
        directory.attach_policy(holder, &arn).await.unwrap();
    }
    assert_eq!(names_of(&directory.policies_of(&bob)), [&arn]);
    assert_eq!(directory.uses_of_policy(&arn), (1, 0));
    directory.detach_policy(holder, &arn).await.unwrap();
    for (answer, expected) in [
        (
            told(directory.detach_policy(holder, &arn).await),
            "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/p was not found.",
        ),
        (
            told(directory.attach_policy(holder, "arn:aws:iam::000000000000:policy/x/p").await),
            "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/x/p does not exist or is not attachable.",
        ),
        (
            told(directory.attach_policy(holder, "arn:aws:iam::aws:policy/Nothing").await),
            "NoSuchEntity: Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable.",
        ),
        (
            told(directory.attach_policy(Holder::Role("r"), &arn).await),
            "NoSuchEntity: The role with name r cannot be found.",
        ),
    ] {
        assert_eq!(answer, expected);
    }
    for n in 0..=10 {
        let arn = house.policy(&format!("p{n}"), "s3:*").await;
        let full = "LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10";
        let expected = if n < 10 { "fine" } else { full };
        assert_eq!(told(directory.attach_policy(holder, &arn).await), expected);
    }
}

#[tokio::test]
async fn a_boundary_bounds() {
    let house = House::new();
    let directory = &house.directory;
    let bob = house.let_in("bob").await;
    let holder = Holder::User("bob");
    directory.put_inline_policy(holder, "all", &allowing("*")).await.unwrap();
    let arn = house.policy("only-s3", "s3:*").await;
    assert!(house.may(&bob, "sqs:Get"));
    directory.set_boundary(holder, Some(&arn)).await.unwrap();
    assert!(house.may(&bob, "s3:Get"));
    assert!(!house.may(&bob, "sqs:Get"));
    assert_eq!(directory.uses_of_policy(&arn), (0, 1));
    assert_eq!(
        told(directory.delete_policy(&arn).await),
        "DeleteConflict: Cannot delete a policy attached to entities."
    );
    directory.create_policy_version(&arn, &allowing("sqs:*"), true, NOW).await.unwrap();
    assert!(!house.may(&bob, "s3:Get"));
    assert!(house.may(&bob, "sqs:Get"));
    directory.set_boundary(holder, None).await.unwrap();
    assert!(house.may(&bob, "s3:Get"));
    assert_eq!(
        told(directory.set_boundary(holder, None).await),
        "NoSuchEntity: User bob does not have a permissions boundary."
    );
}
