use identity::directory::{Group, Holder};
use std::sync::Arc;

use super::support::{House, NOW, allowing, told};

fn names(groups: &[Arc<Group>]) -> String {
    groups.iter().map(|group| group.face.name.as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn people_come_together_and_part() {
    let house = House::new();
    let directory = &house.directory;
    let staff = directory.create_group("Staff", Some("/a/".into()), NOW).await.unwrap();
    assert_eq!(directory.group_arn(&staff), "arn:aws:iam::000000000000:group/a/Staff");
    assert!(staff.face.id.starts_with("AGPA"), "{}", staff.face.id);
    assert_eq!(
        told(directory.create_group("staff", None, NOW).await),
        "EntityAlreadyExists: Group with name staff already exists."
    );
    house.group("admins").await;
    house.user("bob").await;
    for group in ["staff", "STAFF", "admins"] {
        directory.add_to_group(group, "bob").await.unwrap();
    }
    assert_eq!(names(&directory.groups_of_user("bob").unwrap()), "admins Staff");
    assert_eq!(directory.users_in_group("staff").unwrap().len(), 1);
    directory.update_group("staff", Some("people".into()), None).await.unwrap();
    assert_eq!(names(&directory.groups_of_user("bob").unwrap()), "admins people");
    assert_eq!(
        told(directory.delete_group("people").await),
        "DeleteConflict: Cannot delete entity, must remove users from group first."
    );
    for _ in 0..2 {
        directory.remove_from_group("people", "bob").await.unwrap();
    }
    directory.delete_group("people").await.unwrap();
    for (answer, expected) in [
        (
            told(directory.group("people")),
            "NoSuchEntity: The group with name people cannot be found.",
        ),
        (
            told(directory.add_to_group("people", "bob").await),
            "NoSuchEntity: The group with name people cannot be found.",
        ),
        (
            told(directory.add_to_group("admins", "eve").await),
            "NoSuchEntity: The user with name eve cannot be found.",
        ),
    ] {
        assert_eq!(answer, expected);
    }
}

#[tokio::test]
async fn what_a_group_may_its_people_may() {
    let house = House::new();
    let directory = &house.directory;
    let bob = house.let_in("bob").await;
    house.group("staff").await;
    directory.put_inline_policy(Holder::Group("staff"), "p", &allowing("s3:*")).await.unwrap();
    assert!(!house.may(&bob, "s3:Get"));
    directory.add_to_group("staff", "bob").await.unwrap();
    assert!(house.may(&bob, "s3:Get"));
    assert!(!house.may(&bob, "sqs:Get"));
    let sqs = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    directory.attach_policy(Holder::Group("staff"), sqs).await.unwrap();
    assert!(house.may(&bob, "sqs:Get"));
    assert_eq!(
        told(directory.set_boundary(Holder::Group("staff"), Some(sqs)).await),
        "InvalidInput: A group has no permissions boundary."
    );
    directory.remove_from_group("staff", "bob").await.unwrap();
    assert!(!house.may(&bob, "s3:Get"));
}

#[tokio::test]
async fn nobody_is_in_more_than_ten() {
    let house = House::new();
    house.user("bob").await;
    for n in 0..=10 {
        let name = format!("g{n}");
        house.group(&name).await;
        let answer = told(house.directory.add_to_group(&name, "bob").await);
        let full = "LimitExceeded: Cannot exceed quota for GroupsPerUser: 10";
        assert_eq!(answer, if n < 10 { "fine" } else { full });
    }
}
