use std::pin::pin;
use std::task::{Context, Poll, Waker};

use identity::directory::{Holder, NewUser, Page};

use super::support::{House, NOW, allowing, credentials, named, tag, told};

#[tokio::test]
async fn all_of_it_is_there_again() {
    let house = House::new();
    let directory = &house.directory;
    let new = NewUser { tags: vec![tag("a", "b")], path: Some("/x/".into()), ..named("Bob") };
    directory.create_user(new, NOW).await.unwrap();
    house.group("staff").await;
    directory.add_to_group("staff", "bob").await.unwrap();
    house.role("worker", r#""Service":"lambda.amazonaws.com""#).await;
    let arn = house.policy("p", "s3:*").await;
    directory.create_policy_version(&arn, &allowing("sqs:*"), true, NOW).await.unwrap();
    directory.attach_policy(Holder::Role("worker"), &arn).await.unwrap();
    directory.set_boundary(Holder::Role("worker"), Some(&arn)).await.unwrap();
    directory.put_inline_policy(Holder::Group("staff"), "i", &allowing("s3:*")).await.unwrap();
    let key = directory.create_access_key("bob", NOW).await.unwrap();
    directory.update_user("bob", Some("rob".into()), None).await.unwrap();
    let before = (
        directory.user("rob").unwrap(),
        directory.group("staff").unwrap(),
        directory.role("worker").unwrap(),
        directory.policy(&arn).unwrap(),
    );

    let house = house.restart();
    let directory = &house.directory;
    let after = (
        directory.user("rob").unwrap(),
        directory.group("staff").unwrap(),
        directory.role("worker").unwrap(),
        directory.policy(&arn).unwrap(),
    );
    assert_eq!(before, after);
    assert!(directory.user("bob").is_err());
    let rob = house.ask(&credentials(&key.id, &key.secret)).unwrap();
    assert!(house.may(&rob, "s3:Get"));
    directory.delete_group("none").await.unwrap_err();
    directory.remove_from_group("staff", "rob").await.unwrap();
    assert!(!house.restart().may(&rob, "s3:Get"));
}

#[tokio::test]
async fn what_cannot_be_kept_does_not_happen() {
    let house = House::new();
    house.faults.full_next();
    assert!(
        told(house.directory.create_user(named("bob"), NOW).await).starts_with("ServiceFailure")
    );
    assert!(house.directory.user("bob").is_err());
    house.user("bob").await;
    house.faults.fail_next_before();
    assert!(house.directory.delete_user("bob").await.is_err());
    assert!(house.directory.user("bob").is_ok());
    assert!(house.restart().directory.user("bob").is_ok());
}

/// Whoever asked may hang up while the commit is under way.
#[tokio::test]
async fn a_change_nobody_waits_for_any_more_is_whole() {
    let house = House::new();
    house.faults.hold();
    {
        let mut change = pin!(house.directory.create_user(named("bob"), NOW));
        let polled = change.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Pending), "the commit is held");
    }
    house.faults.release();
    house.user("eve").await;
    assert_eq!(house.directory.list_users(&Page::default()).items.len(), 2);
    assert_eq!(house.restart().directory.list_users(&Page::default()).items.len(), 2);
}
