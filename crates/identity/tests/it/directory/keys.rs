use identity::{Principal, Refused};

use super::support::{House, NOW, credentials, told};

#[tokio::test]
async fn a_key_lets_its_user_in_as_long_as_it_is_active() {
    let house = House::new();
    let directory = &house.directory;
    house.user("bob").await;
    let key = directory.create_access_key("bob", NOW).await.unwrap();
    assert!(key.id.starts_with("AKIA") && key.id.len() == 20, "{}", key.id);
    assert_eq!(key.secret.len(), 40);
    assert!(!format!("{key:?}").contains(&key.secret));
    let keys = credentials(&key.id, &key.secret);
    let Ok(Principal::User(bob)) = house.ask(&keys) else { panic!("bob is let in") };
    assert_eq!(bob.user.name, "bob");
    assert_eq!(bob.user.arn(), "arn:aws:iam::000000000000:user/bob");
    assert_eq!(house.ask(&credentials(&key.id, "guess")), Err(Refused::Mismatch));
    let mut with_token = keys.clone();
    with_token.session_token = Some("made-up".into());
    assert_eq!(house.ask(&with_token), Err(Refused::UnknownKey));

    directory.set_access_key_active("bob", &key.id, false).await.unwrap();
    assert_eq!(house.ask(&keys), Err(Refused::UnknownKey));
    assert!(directory.user_of_key(&key.id).is_some());
    directory.set_access_key_active("bob", &key.id, true).await.unwrap();
    assert!(house.ask(&keys).is_ok());
    directory.delete_access_key("bob", &key.id).await.unwrap();
    assert_eq!(house.ask(&keys), Err(Refused::UnknownKey));
    assert!(directory.user_of_key(&key.id).is_none());
    assert_eq!(
        told(directory.delete_access_key("bob", &key.id).await),
        format!("NoSuchEntity: The Access Key with id {} cannot be found.", key.id)
    );
}

#[tokio::test]
async fn two_keys_and_no_more() {
    let house = House::new();
    house.user("bob").await;
    house.user("eve").await;
    let first = house.directory.create_access_key("bob", NOW).await.unwrap();
    house.directory.create_access_key("bob", NOW).await.unwrap();
    assert_eq!(
        told(house.directory.create_access_key("bob", NOW).await),
        "LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2"
    );
    assert!(house.directory.delete_access_key("eve", &first.id).await.is_err());
}

#[test]
fn the_owners_key_is_nobodys() {
    let house = House::new();
    assert_eq!(house.ask(house.keys.admin()), Ok(Principal::Admin));
    assert!(house.directory.user_of_key(&house.keys.admin().access_key).is_none());
}

#[tokio::test]
async fn the_last_use_is_noted_and_saved() {
    let house = House::new();
    house.user("bob").await;
    let key = house.directory.create_access_key("bob", NOW).await.unwrap();
    assert_eq!(house.directory.last_used(&key.id), None);
    house.directory.note_used(&key.id, "s3", "eu-west-1", NOW + 1);
    house.directory.note_used("AKIANOBODY", "s3", "eu-west-1", NOW + 1);
    assert_eq!(house.directory.last_used("AKIANOBODY"), None);
    house.faults.full_next();
    assert!(house.directory.save_last_used().await.is_err());
    house.directory.save_last_used().await.unwrap();
    let commits = house.faults.commits();
    house.directory.save_last_used().await.unwrap();
    assert_eq!(house.faults.commits(), commits);
    house.directory.note_used(&key.id, "sqs", "eu-west-1", NOW + 2);

    let house = house.restart();
    let seen = house.directory.last_used(&key.id).unwrap();
    assert_eq!((seen.at_ms, &*seen.service, &*seen.region), (NOW + 1, "s3", "eu-west-1"));
    house.directory.delete_access_key("bob", &key.id).await.unwrap();
    house.directory.save_last_used().await.unwrap();
    assert_eq!(house.restart().directory.last_used(&key.id), None);
}
