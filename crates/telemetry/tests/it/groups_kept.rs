//! What stays and what goes: acknowledged events, expired ones, those of deleted streams and groups.

use std::collections::BTreeMap;
use std::time::Duration;

use store::{Faults, Range, Store};
use telemetry::{
    Filter, GetEvents, GroupName, GroupsQuery, InputEvent, LogGroups, Options, Rejected, Telemetry,
};

use crate::groups::{code, group, stream};
use crate::support::{event, memory, now_us, open, put, sqlite, texts, with};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

async fn made(groups: &LogGroups) -> GroupName {
    let name = group("g");
    groups.create_group(&name, BTreeMap::new()).await.unwrap();
    groups.create_stream(&name, &stream("s")).await.unwrap();
    name
}

async fn all(groups: &LogGroups, name: &GroupName) -> Vec<String> {
    let page = groups.filter_events(Filter::of(name.clone())).await.unwrap();
    assert!(page.token.is_none());
    page.events.into_iter().map(|event| event.text).collect()
}

/// A platform that looks for what is over all the time.
fn tidy(store: &Store) -> Telemetry {
    let options = Options { housekeeping_ms: 5, ..Options::default() };
    Telemetry::open(store.clone(), options).unwrap()
}

async fn eventually(what: &str, mut is: impl AsyncFnMut() -> bool) {
    for _ in 0..1_000 {
        if is().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not within five seconds: {what}");
}

#[tokio::test]
async fn what_was_acknowledged_outlives_a_crash() {
    let faults = Faults::new();
    let telemetry = open(&with(&faults));
    let name = made(telemetry.groups()).await;
    let now_ms = now_us() / 1000;
    put(telemetry.groups(), &name, &stream("s"), &[(now_ms, "kept"), (now_ms, "too")]).await;
    faults.crash();
    let events = vec![InputEvent { at_ms: now_ms, text: "lost".into() }];
    let error = telemetry.groups().put_events(&name, &stream("s"), events).await;
    assert_eq!(code(error), "ServiceUnavailableException");
    drop(telemetry);

    let telemetry = open(&with(&faults));
    assert_eq!(all(telemetry.groups(), &name).await, ["kept", "too"]);
    put(telemetry.groups(), &name, &stream("s"), &[(now_ms, "later")]).await;
    assert_eq!(all(telemetry.groups(), &name).await, ["kept", "too", "later"]);
}

#[tokio::test]
async fn the_largest_batches_are_taken_whole() {
    let telemetry = open(&memory());
    let groups = telemetry.groups();
    let name = made(groups).await;
    let now_ms = now_us() / 1000;
    let many: Vec<_> = (0..10_000)
        .map(|n| InputEvent { at_ms: now_ms - 10_000 + n, text: n.to_string() })
        .collect();
    groups.put_events(&name, &stream("s"), many).await.unwrap();
    let page = groups.get_events(GetEvents::of(name.clone(), stream("s"))).await.unwrap();
    let numbers = page.events.iter().map(|event| event.text.parse::<u64>().unwrap());
    assert_eq!(numbers.collect::<Vec<_>>(), (0..10_000).collect::<Vec<_>>());

    let large = "x".repeat(1_048_576 - 26);
    put(groups, &name, &stream("s"), &[(now_ms, &large)]).await;
    let page = groups.get_events(GetEvents::of(name, stream("s"))).await.unwrap();
    assert_eq!(page.events.last().unwrap().text, large);
}

#[tokio::test]
async fn events_out_of_time_are_left_out_and_told_of() {
    let telemetry = open(&memory());
    let groups = telemetry.groups();
    let name = made(groups).await;
    let now_ms = now_us() / 1000;
    let times = [now_ms - 15 * DAY_MS, now_ms, now_ms + DAY_MS];
    let events: Vec<_> =
        times.iter().map(|at_ms| InputEvent { at_ms: *at_ms, text: at_ms.to_string() }).collect();
    let rejected = groups.put_events(&name, &stream("s"), events).await.unwrap();
    let expected = Rejected { too_old_until: Some(1), too_new_from: Some(2), expired_until: None };
    assert_eq!(rejected, expected);
    assert_eq!(all(groups, &name).await, [now_ms.to_string()]);
    for (group, to) in [(&name, "none"), (&group("none"), "s")] {
        let events = vec![InputEvent { at_ms: now_ms, text: "x".into() }];
        let error = groups.put_events(group, &stream(to), events).await;
        assert_eq!(code(error), "ResourceNotFoundException");
    }
}

#[tokio::test]
async fn expired_events_go_and_others_stay() {
    let store = memory();
    let telemetry = tidy(&store);
    let groups = telemetry.groups();
    let name = made(groups).await;
    let now_ms = now_us() / 1000;
    put(groups, &name, &stream("s"), &[(now_ms - 3 * DAY_MS, "old")]).await;
    put(groups, &name, &stream("s"), &[(now_ms, "new")]).await;
    telemetry.log(event("f", (now_ms - 2 * DAY_MS) * 1000, "old"));
    telemetry.flush().await.unwrap();
    telemetry.log(event("f", now_ms * 1000, "new"));
    assert_eq!(all(groups, &name).await, ["old", "new"]);
    groups.put_retention(&name, 1).await.unwrap();
    groups.put_retention(&group("/aws/lambda/f"), 1).await.unwrap();
    eventually("the old events are gone", async || {
        let printed = crate::support::all(&telemetry, "f").await;
        all(groups, &name).await == ["new"] && texts(&printed) == ["new"]
    })
    .await;
}

#[tokio::test]
async fn the_oldest_go_when_there_are_too_many() {
    let options = Options { keep_group_bytes: 256 * 1024, ..Options::default() };
    let telemetry = Telemetry::open(memory(), options).unwrap();
    let groups = telemetry.groups();
    let name = made(groups).await;
    let now_ms = now_us() / 1000;
    let text = "x".repeat(1024);
    for n in 0..20 {
        let events: Vec<_> =
            (0..20).map(|m| (now_ms - 1_000 + 20 * n + m, text.as_str())).collect();
        put(groups, &name, &stream("s"), &events).await;
        let page = groups.groups(GroupsQuery::default()).await.unwrap();
        assert!(page.groups[0].stored_bytes <= 256 * 1024);
    }
    put(groups, &name, &stream("s"), &[(now_ms, "last")]).await;
    assert!(all(groups, &name).await.contains(&"last".to_owned()));
}

#[tokio::test]
async fn what_is_deleted_is_gone_at_once_and_leaves_nothing() {
    let store = memory();
    let telemetry = tidy(&store);
    let groups = telemetry.groups();
    let rows = || store.snapshot().unwrap().scan(Range::all(), 10_000).unwrap().len();
    let before = rows();
    let name = made(groups).await;
    groups.create_stream(&name, &stream("t")).await.unwrap();
    let now_ms = now_us() / 1000;
    for n in 0..50 {
        put(groups, &name, &stream("s"), &[(now_ms - 100 + n, "s")]).await;
        put(groups, &name, &stream("t"), &[(now_ms - 100 + n, "t")]).await;
    }
    groups.delete_stream(&name, &stream("s")).await.unwrap();
    assert_eq!(all(groups, &name).await, ["t"; 50]);
    let gone = groups.get_events(GetEvents::of(name.clone(), stream("s"))).await;
    assert_eq!(code(gone), "ResourceNotFoundException");
    groups.create_stream(&name, &stream("s")).await.unwrap();
    put(groups, &name, &stream("s"), &[(now_ms, "again")]).await;
    eventually("the stream's events are gone", async || rows() < before + 65).await;
    let page = groups.get_events(GetEvents::of(name.clone(), stream("s"))).await.unwrap();
    assert_eq!(page.events.len(), 1);

    groups.delete_group(&name).await.unwrap();
    let gone = groups.filter_events(Filter::of(name.clone())).await;
    assert_eq!(code(gone), "ResourceNotFoundException");
    groups.create_group(&name, BTreeMap::new()).await.unwrap();
    assert!(all(groups, &name).await.is_empty());
    groups.delete_group(&name).await.unwrap();
    eventually("everything is gone", async || rows() == before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_put_at_once_and_nothing_is_lost() {
    let (_home, store) = sqlite();
    let telemetry = open(&store);
    let name = made(telemetry.groups()).await;
    let now_ms = now_us() / 1000;
    let putting = (0..8).map(|who| {
        let (groups, name) = (telemetry.groups().clone(), name.clone());
        tokio::spawn(async move {
            for n in 0..20 {
                let text = format!("{who}/{n}");
                put(&groups, &name, &stream("s"), &[(now_ms - n, text.as_str())]).await;
            }
        })
    });
    for put in putting.collect::<Vec<_>>() {
        put.await.unwrap();
    }
    let mut found = all(telemetry.groups(), &name).await;
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 160);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_while_others_put_leaves_nothing() {
    let store = memory();
    let telemetry = tidy(&store);
    let rows = || store.snapshot().unwrap().scan(Range::all(), 10_000).unwrap().len();
    let before = rows();
    for what in ["stream", "group"] {
        let name = made(telemetry.groups()).await;
        let putting = (0..4).map(|_| {
            let (groups, name) = (telemetry.groups().clone(), name.clone());
            tokio::spawn(async move {
                loop {
                    let event = InputEvent { at_ms: now_us() / 1000, text: "x".into() };
                    if let Err(error) = groups.put_events(&name, &stream("s"), vec![event]).await {
                        return error.code();
                    }
                }
            })
        });
        let putting: Vec<_> = putting.collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        if what == "stream" {
            telemetry.groups().delete_stream(&name, &stream("s")).await.unwrap();
        } else {
            telemetry.groups().delete_group(&name).await.unwrap();
        }
        for put in putting {
            assert_eq!(put.await.unwrap(), "ResourceNotFoundException", "{what}");
        }
        // A group without its stream is there still.
        let _ = telemetry.groups().delete_group(&name).await;
        eventually("everything is gone", async || rows() == before).await;
    }
}
