use super::support::{House, NOW, named, told};

#[tokio::test]
async fn a_crowd_is_held_off_at_the_door() {
    let house = House::new();
    for n in 0..300 {
        house.group(&format!("g{n}")).await;
    }
    assert_eq!(
        told(house.directory.create_group("one-more", None, NOW).await),
        "LimitExceeded: Cannot exceed quota for GroupsPerAccount: 300"
    );
    house.directory.delete_group("g7").await.unwrap();
    house.group("one-more").await;
    assert_eq!(told(house.directory.create_user(named("bob"), NOW).await), "fine");
}

#[tokio::test]
async fn messages_do_not_repeat_all_that_was_sent() {
    let house = House::new();
    let long = "x".repeat(1_000_000);
    for answer in [
        told(house.directory.user(&long)),
        told(house.directory.policy(&long)),
        told(house.directory.create_user(named(&long), NOW).await),
        told(house.directory.delete_access_key(&long, &long).await),
    ] {
        assert!(answer.len() < 3_000, "{}", answer.len());
    }
}
