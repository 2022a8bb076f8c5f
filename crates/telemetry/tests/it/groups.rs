//! Making, describing and deleting groups and streams.

use std::collections::BTreeMap;

use telemetry::{
    GroupName, GroupsError, GroupsQuery, LogGroups, Order, RETENTION_DAYS, StreamName,
    StreamsQuery, Telemetry,
};

use crate::support::{event, memory, now_us, open, put};

pub(crate) fn group(name: &str) -> GroupName {
    GroupName::parse(name).unwrap()
}

pub(crate) fn stream(name: &str) -> StreamName {
    StreamName::parse(name).unwrap()
}

pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, GroupsError>) -> &'static str {
    result.unwrap_err().code()
}

async fn make(groups: &LogGroups, names: &[&str]) {
    for name in names {
        groups.create_group(&group(name), BTreeMap::new()).await.unwrap();
    }
}

/// The names of all groups, by pages of so many.
async fn names(groups: &LogGroups, query: GroupsQuery) -> Vec<String> {
    let (mut names, mut query) = (Vec::new(), query);
    loop {
        let page = groups.groups(query.clone()).await.unwrap();
        names.extend(page.groups.into_iter().map(|group| group.name.to_string()));
        match page.token {
            Some(token) => query.token = Some(token),
            None => return names,
        }
    }
}

#[test]
fn names_are_parsed_strictly() {
    let long = "x".repeat(512);
    for name in ["a", "/aws/lambda/f", "A.b-c_d#9", &long] {
        assert!(GroupName::parse(name).is_ok(), "{name}");
    }
    let longer = "x".repeat(513);
    for name in ["", "a b", "a:b", "é", "a*", &longer] {
        assert_eq!(code(GroupName::parse(name)), "InvalidParameterException", "{name}");
    }
    for name in ["a", "2024/01/01/[$LATEST]0", "a b", "é", &long] {
        assert!(StreamName::parse(name).is_ok(), "{name}");
    }
    let wide = "☃".repeat(400);
    for name in ["", "a:b", "a*", &longer, &wide] {
        assert_eq!(code(StreamName::parse(name)), "InvalidParameterException", "{name}");
    }
}

#[tokio::test]
async fn groups_are_made_once_and_found_by_name() {
    let telemetry = open(&memory());
    let groups = telemetry.groups();
    make(groups, &["b", "a", "app/x", "app/y", "zebra"]).await;
    let again = groups.create_group(&group("a"), BTreeMap::new()).await;
    assert_eq!(code(again), "ResourceAlreadyExistsException");
    telemetry.log(event("f", now_us(), "hello"));
    telemetry.log(event("g", now_us(), "hello"));

    let all = ["/aws/lambda/f", "/aws/lambda/g", "a", "app/x", "app/y", "b", "zebra"];
    for limit in [1, 2, 3, 50] {
        let query = GroupsQuery { limit: Some(limit), ..GroupsQuery::default() };
        assert_eq!(names(groups, query).await, all, "{limit}");
    }
    let prefix = |text: &str| GroupsQuery { prefix: Some(text.into()), ..GroupsQuery::default() };
    let pattern = |text: &str| GroupsQuery { pattern: Some(text.into()), ..GroupsQuery::default() };
    assert_eq!(names(groups, prefix("app/")).await, ["app/x", "app/y"]);
    assert_eq!(names(groups, prefix("/aws/lambda/g")).await, ["/aws/lambda/g"]);
    assert_eq!(names(groups, pattern("b")).await, ["/aws/lambda/f", "/aws/lambda/g", "b", "zebra"]);
    let both = GroupsQuery { pattern: Some("a".into()), ..prefix("a") };
    assert_eq!(code(groups.groups(both).await), "InvalidParameterException");
}

#[tokio::test]
async fn a_functions_group_is_there_when_it_has_logged() {
    let telemetry = open(&memory());
    let groups = telemetry.groups();
    let name = group("/aws/lambda/f");
    assert_eq!(code(groups.put_retention(&name, 7).await), "ResourceNotFoundException");
    telemetry.log(event("f", now_us(), "hello"));
    let again = groups.create_group(&name, BTreeMap::new()).await;
    assert_eq!(code(again), "ResourceAlreadyExistsException");
    groups.put_retention(&name, 7).await.unwrap();
    let page = groups.groups(GroupsQuery::default()).await.unwrap();
    assert_eq!(page.groups.len(), 1);
    assert_eq!(page.groups[0].retention_days, Some(7));
    assert!(page.groups[0].stored_bytes > 0 && page.groups[0].created_ms <= now_us() / 1000);

    groups.delete_group(&name).await.unwrap();
    assert_eq!(code(groups.delete_group(&name).await), "ResourceNotFoundException");
    assert!(names(groups, GroupsQuery::default()).await.is_empty());
    telemetry.log(event("f", now_us(), "hello again"));
    let page = groups.groups(GroupsQuery::default()).await.unwrap();
    assert_eq!(page.groups[0].retention_days, None);
}

#[tokio::test]
async fn retention_and_tags_are_kept() {
    let store = memory();
    let telemetry = open(&store);
    let groups = telemetry.groups();
    let name = group("g");
    let tags = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    groups.create_group(&name, tags(&[("team", "a"), ("env", "")])).await.unwrap();
    for days in [0, 2, 10, 3654] {
        let error = groups.put_retention(&name, days).await;
        assert_eq!(code(error), "InvalidParameterException", "{days}");
    }
    for days in RETENTION_DAYS {
        groups.put_retention(&name, days).await.unwrap();
    }
    groups.tag(&name, tags(&[("team", "b"), ("é/ü", "+-=._:@ ")])).await.unwrap();
    groups.untag(&name, &["env".into(), "nothing".into()]).await.unwrap();
    telemetry.close().await.unwrap();

    let telemetry = open(&store);
    let groups = telemetry.groups();
    let page = groups.groups(GroupsQuery::default()).await.unwrap();
    assert_eq!(page.groups[0].retention_days, Some(3653));
    assert_eq!(groups.tags(&name).await.unwrap(), tags(&[("team", "b"), ("é/ü", "+-=._:@ ")]));
    groups.delete_retention(&name).await.unwrap();
    let page = groups.groups(GroupsQuery::default()).await.unwrap();
    assert_eq!(page.groups[0].retention_days, None);

    let many: BTreeMap<_, _> = (0..49).map(|n| (n.to_string(), String::new())).collect();
    assert_eq!(code(groups.tag(&name, many).await), "TooManyTagsException");
    for wrong in [("", "x"), ("aws:x", ""), ("a*", ""), ("a", "b*"), (&"x".repeat(129), "")] {
        let error = groups.tag(&name, tags(&[wrong])).await;
        assert_eq!(code(error), "InvalidParameterException", "{wrong:?}");
    }
    assert_eq!(code(groups.tags(&group("none")).await), "ResourceNotFoundException");
}

async fn streams(telemetry: &Telemetry, query: StreamsQuery) -> Vec<String> {
    let (mut names, mut query) = (Vec::new(), query);
    loop {
        let page = telemetry.groups().streams(query.clone()).await.unwrap();
        names.extend(page.streams.into_iter().map(|stream| stream.name));
        match page.token {
            Some(token) => query.token = Some(token),
            None => return names,
        }
    }
}

#[tokio::test]
async fn streams_are_listed_by_name_or_by_their_last_event() {
    let telemetry = open(&memory());
    let groups = telemetry.groups();
    let name = group("/aws/lambda/f");
    let now_ms = now_us() / 1000;
    telemetry.log(event("f", (now_ms - 500) * 1000, "printed"));
    for (made, at_ms) in [("b", now_ms - 1_000), ("a", now_ms), ("c/é", now_ms - 2_000)] {
        groups.create_stream(&name, &stream(made)).await.unwrap();
        put(groups, &name, &stream(made), &[(at_ms, "x")]).await;
    }
    groups.create_stream(&name, &stream("empty")).await.unwrap();
    let printed = "2024/01/01/[$LATEST]0";
    let by = |order, descending, limit| StreamsQuery {
        order,
        descending,
        limit: Some(limit),
        ..StreamsQuery::of(name.clone())
    };
    for limit in [1, 2, 50] {
        let expected = [printed, "a", "b", "c/é", "empty"];
        assert_eq!(streams(&telemetry, by(Order::Name, false, limit)).await, expected);
        let expected = ["empty", "c/é", "b", "a", printed];
        assert_eq!(streams(&telemetry, by(Order::Name, true, limit)).await, expected);
        let expected = ["empty", "c/é", "b", printed, "a"];
        assert_eq!(streams(&telemetry, by(Order::LastEvent, false, limit)).await, expected);
        let expected = ["a", printed, "b", "c/é", "empty"];
        assert_eq!(streams(&telemetry, by(Order::LastEvent, true, limit)).await, expected);
    }
    let some = StreamsQuery { prefix: Some("c/".into()), ..StreamsQuery::of(name.clone()) };
    assert_eq!(streams(&telemetry, some.clone()).await, ["c/é"]);
    let both = StreamsQuery { order: Order::LastEvent, ..some };
    assert_eq!(code(groups.streams(both).await), "InvalidParameterException");
    let token = Some("x".into());
    let wrong = StreamsQuery { token, ..StreamsQuery::of(name.clone()) };
    assert_eq!(code(groups.streams(wrong).await), "InvalidParameterException");

    for taken in ["a", printed] {
        let error = groups.create_stream(&name, &stream(taken)).await;
        assert_eq!(code(error), "ResourceAlreadyExistsException", "{taken}");
    }
    groups.delete_stream(&name, &stream("a")).await.unwrap();
    assert_eq!(code(groups.delete_stream(&name, &stream("a")).await), "ResourceNotFoundException");
    let error = groups.create_stream(&group("none"), &stream("a")).await;
    assert_eq!(code(error), "ResourceNotFoundException");
}
