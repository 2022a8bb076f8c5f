use std::collections::BTreeSet;

use identity::directory::{Holder, NewUser, Page};

use super::support::{House, NOW, allowing, named, tag, told};

#[tokio::test]
async fn a_user_comes_and_goes() {
    let house = House::new();
    let directory = &house.directory;
    let new = NewUser { path: Some("/team/a/".into()), ..named("Bob") };
    let user = directory.create_user(new, NOW).await.unwrap();
    assert_eq!(directory.user_arn(&user), "arn:aws:iam::000000000000:user/team/a/Bob");
    assert!(user.face.id.starts_with("AIDA") && user.face.id.len() == 21, "{}", user.face.id);
    assert_eq!(directory.user("bob").unwrap(), user);
    assert_eq!(
        told(directory.create_user(named("bOB"), NOW).await),
        "EntityAlreadyExists: User with name bOB already exists."
    );
    directory.delete_user("BOB").await.unwrap();
    for gone in [told(directory.user("Bob")), told(directory.delete_user("Bob").await)] {
        assert_eq!(gone, "NoSuchEntity: The user with name Bob cannot be found.");
    }
}

#[tokio::test]
async fn names_and_paths_are_checked() {
    let house = House::new();
    let long = "x".repeat(65);
    let only = "It must contain only alphanumeric characters and/or the following: +=,.@_-";
    let bad_name = format!("ValidationError: The specified value for userName is invalid. {only}");
    let bad_path = "ValidationError: The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.";
    for (name, path, expected) in [
        ("b", None, "fine"),
        ("a+b=c,d.e@f_g-h", Some("/x!y/z/"), "fine"),
        ("a b", None, bad_name.as_str()),
        ("a/b", None, &bad_name),
        ("é", None, &bad_name),
        (
            "",
            None,
            "ValidationError: 1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (
            &long,
            None,
            "ValidationError: 1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64",
        ),
        ("c", Some("x"), bad_path),
        ("c", Some("/x"), bad_path),
        ("c", Some("//"), bad_path),
        ("d", Some("/a b/"), bad_path),
        ("d", Some(""), bad_path),
    ] {
        let new = NewUser { path: path.map(str::to_owned), ..named(name) };
        let answer = told(house.directory.create_user(new, NOW).await);
        assert_eq!(answer, expected, "{name} {path:?}");
    }
}

#[tokio::test]
async fn a_new_name_keeps_everything_else() {
    let house = House::new();
    let directory = &house.directory;
    let before = house.let_in("bob").await;
    house.user("eve").await;
    house.group("staff").await;
    directory.add_to_group("staff", "bob").await.unwrap();
    directory.put_inline_policy(Holder::Group("staff"), "p", &allowing("s3:*")).await.unwrap();
    assert_eq!(
        told(directory.update_user("bob", Some("EVE".into()), None).await),
        "EntityAlreadyExists: User with name EVE already exists."
    );
    directory.update_user("bob", Some("BOB".into()), None).await.unwrap();
    directory.update_user("bob", Some("rob".into()), Some("/x/".into())).await.unwrap();
    assert!(directory.user("bob").is_err());
    let rob = directory.user("rob").unwrap();
    assert_eq!(directory.user_of_key(&rob.keys[0].id).unwrap(), rob);
    assert_eq!(directory.users_in_group("staff").unwrap(), [rob]);
    assert!(house.may(&before, "s3:Get"));
}

#[tokio::test]
async fn what_still_hangs_on_a_user_keeps_it() {
    let house = House::new();
    let directory = &house.directory;
    house.user("bob").await;
    house.group("staff").await;
    let arn = house.policy("p", "s3:*").await;
    let key = directory.create_access_key("bob", NOW).await.unwrap();
    directory.add_to_group("staff", "bob").await.unwrap();
    directory.attach_policy(Holder::User("bob"), &arn).await.unwrap();
    directory.put_inline_policy(Holder::User("bob"), "i", &allowing("s3:*")).await.unwrap();
    let conflict = |what: &str| format!("DeleteConflict: Cannot delete entity, must {what} first.");
    assert_eq!(told(directory.delete_user("bob").await), conflict("detach all policies"));
    directory.detach_policy(Holder::User("bob"), &arn).await.unwrap();
    assert_eq!(told(directory.delete_user("bob").await), conflict("delete policies"));
    directory.delete_inline_policy(Holder::User("bob"), "i").await.unwrap();
    assert_eq!(told(directory.delete_user("bob").await), conflict("delete access keys"));
    directory.delete_access_key("bob", &key.id).await.unwrap();
    assert_eq!(told(directory.delete_user("bob").await), conflict("remove users from group"));
    directory.remove_from_group("staff", "bob").await.unwrap();
    assert_eq!(told(directory.delete_user("bob").await), "fine");
}

#[tokio::test]
async fn tags_are_the_same_in_every_spelling() {
    let house = House::new();
    let directory = &house.directory;
    house.user("bob").await;
    directory.tag_user("bob", &[tag("Team", "blue"), tag("cost", "1")]).await.unwrap();
    directory.tag_user("bob", &[tag("TEAM", "red")]).await.unwrap();
    assert_eq!(directory.user("bob").unwrap().tags, [tag("cost", "1"), tag("TEAM", "red")]);
    directory.untag_user("bob", &["COST".into(), "none".into()]).await.unwrap();
    assert_eq!(directory.user("bob").unwrap().tags, [tag("TEAM", "red")]);
    assert_eq!(
        told(directory.tag_user("bob", &[tag("a", ""), tag("A", "")]).await),
        "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive."
    );
    assert_eq!(
        told(directory.tag_user("bob", &[tag("Aws:x", "")]).await),
        "InvalidInput: Tag keys that begin with aws: are reserved for system use."
    );
    assert!(told(directory.tag_user("bob", &[tag("", "")]).await).starts_with("ValidationError"));
    let many: Vec<_> = (0..50).map(|n| tag(&n.to_string(), "")).collect();
    assert_eq!(
        told(directory.tag_user("bob", &many).await),
        "LimitExceeded: Cannot exceed quota for TagsPerUser: 50"
    );
}

#[tokio::test]
async fn lists_come_in_pages_by_name() {
    let house = House::new();
    for (name, path) in [("C", "/x/"), ("a", "/"), ("B", "/x/y/"), ("d", "/x/")] {
        let new = NewUser { path: Some(path.into()), ..named(name) };
        house.directory.create_user(new, NOW).await.unwrap();
    }
    let list = |prefix: &str, after: Option<&str>, limit| {
        let page = Page { path_prefix: prefix.into(), after: after.map(str::to_owned), limit };
        let found = house.directory.list_users(&page);
        let names: Vec<_> = found.items.iter().map(|user| user.face.name.clone()).collect();
        (names.join(" "), found.marker)
    };
    assert_eq!(list("/", None, 10), ("a B C d".into(), None));
    assert_eq!(list("/", None, 3), ("a B C".into(), Some("c".into())));
    assert_eq!(list("/", Some("c"), 3), ("d".into(), None));
    assert_eq!(list("/x/", None, 2), ("B C".into(), Some("c".into())));
    assert_eq!(list("/x/y/", None, 1), ("B".into(), None));
    assert_eq!(list("/z/", None, 1), (String::new(), None));
    assert_eq!(list("/", None, 0), ("a".into(), Some("a".into())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_who_take_a_name_one_gets_it() {
    let house = House::new();
    house.faults.delay(std::time::Duration::from_millis(1));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..20 {
        let directory = house.directory.clone();
        tasks.spawn(async move {
            let name = if n % 2 == 0 { "bob" } else { "BOB" };
            told(directory.create_user(named(name), NOW).await)
        });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| *answer == "fine").count(), 1);
    let others: BTreeSet<_> = answers.iter().filter(|answer| *answer != "fine").collect();
    assert!(others.iter().all(|other| other.starts_with("EntityAlreadyExists")), "{others:?}");
    assert_eq!(house.directory.list_users(&Page::default()).items.len(), 1);
}
