//! Reading events back: stream by stream, and across the streams of a group.

use std::collections::BTreeMap;

use proptest::prelude::*;
use telemetry::{
    EventsPage, Filter, FilteredEvent, GetEvents, GroupName, InputEvent, Pattern, Streams,
    Telemetry,
};

use crate::groups::{code, group, stream};
use crate::support::{event, memory, now_us, open, put, sqlite};

/// A group with these events in its streams, in the order in which they are put.
async fn with(telemetry: &Telemetry, name: &GroupName, events: &[(&str, u64, &str)]) {
    let groups = telemetry.groups();
    // It may be a function's and so be there already.
    let _ = groups.create_group(name, BTreeMap::new()).await;
    for (to, at_ms, text) in events {
        let _ = groups.create_stream(name, &stream(to)).await;
        put(groups, name, &stream(to), &[(*at_ms, *text)]).await;
    }
}

fn texts(page: &EventsPage) -> Vec<&str> {
    page.events.iter().map(|event| event.text.as_str()).collect()
}

/// All pages of an answer, by so many events.
async fn filtered(telemetry: &Telemetry, filter: Filter) -> Vec<FilteredEvent> {
    let (mut events, mut filter) = (Vec::new(), filter);
    loop {
        let page = telemetry.groups().filter_events(filter.clone()).await.unwrap();
        events.extend(page.events);
        match page.token {
            Some(token) => filter.token = Some(token),
            None => return events,
        }
    }
}

async fn a_stream_is_read_both_ways(telemetry: &Telemetry, name: &GroupName, first_ms: u64) {
    let groups = telemetry.groups();
    let of = |limit| GetEvents {
        limit: Some(limit),
        from_head: true,
        ..GetEvents::of(name.clone(), stream("s"))
    };
    let next = |query: GetEvents, token: &str| GetEvents { token: Some(token.into()), ..query };
    let one = groups.get_events(of(2)).await.unwrap();
    assert_eq!(texts(&one), ["0", "1"]);
    let two = groups.get_events(next(of(2), &one.forward)).await.unwrap();
    assert_eq!(texts(&two), ["2", "3"]);
    let three = groups.get_events(next(of(2), &two.forward)).await.unwrap();
    assert_eq!(texts(&three), ["4"]);
    let end = groups.get_events(next(of(2), &three.forward)).await.unwrap();
    assert!(end.events.is_empty());
    assert_eq!(end.forward, three.forward);
    let back = groups.get_events(next(of(2), &end.backward)).await.unwrap();
    assert_eq!(texts(&back), ["3", "4"]);
    let back = groups.get_events(next(of(2), &two.backward)).await.unwrap();
    assert_eq!(texts(&back), ["0", "1"]);
    let start = groups.get_events(next(of(2), &back.backward)).await.unwrap();
    assert!(start.events.is_empty());
    assert_eq!(start.backward, back.backward);
    let again = groups.get_events(next(of(2), &start.forward)).await.unwrap();
    assert_eq!(texts(&again), ["0", "1"]);

    let latest = GetEvents { from_head: false, ..of(3) };
    let tail = groups.get_events(latest.clone()).await.unwrap();
    assert_eq!(texts(&tail), ["2", "3", "4"]);
    let rest = groups.get_events(next(latest, &tail.backward)).await.unwrap();
    assert_eq!(texts(&rest), ["0", "1"]);

    for from_head in [true, false] {
        let (since_ms, until_ms) = (Some(first_ms + 10), Some(first_ms + 30));
        let some = GetEvents { since_ms, until_ms, from_head, ..of(100) };
        assert_eq!(texts(&groups.get_events(some).await.unwrap()), ["1", "2"], "{from_head}");
    }
    let nowhere = GetEvents { stream: stream("none"), ..of(1) };
    assert_eq!(code(groups.get_events(nowhere).await), "ResourceNotFoundException");
    let nowhere = GetEvents { group: group("none"), ..of(1) };
    assert_eq!(code(groups.get_events(nowhere).await), "ResourceNotFoundException");
    assert_eq!(code(groups.get_events(next(of(1), "x")).await), "InvalidParameterException");
}

const FIVE: [&str; 5] = ["0", "1", "2", "3", "4"];

#[tokio::test]
async fn streams_of_clients_are_read_both_ways() {
    let (_home, store) = sqlite();
    let (telemetry, name) = (open(&store), group("g"));
    let first_ms = now_us() / 1000 - 1_000;
    for (n, text) in FIVE.into_iter().enumerate() {
        let at_ms = first_ms + 10 * n as u64;
        with(&telemetry, &name, &[("other", at_ms, "x"), ("s", at_ms, text)]).await;
    }
    a_stream_is_read_both_ways(&telemetry, &name, first_ms).await;
}

#[tokio::test]
async fn streams_of_functions_are_read_both_ways() {
    let telemetry = open(&memory());
    let first_ms = now_us() / 1000 - 1_000;
    for (n, text) in FIVE.into_iter().enumerate() {
        let at_us = (first_ms + 10 * n as u64) * 1000;
        telemetry.log(event("f", at_us, "x"));
        telemetry.log(telemetry::LogEvent { stream: "s".into(), ..event("f", at_us, text) });
    }
    a_stream_is_read_both_ways(&telemetry, &group("/aws/lambda/f"), first_ms).await;
}

#[tokio::test]
async fn events_come_in_the_order_of_their_times_whenever_they_were_put() {
    let (telemetry, name) = (open(&memory()), group("g"));
    let now_ms = now_us() / 1000;
    let events =
        [("s", now_ms, "c"), ("s", now_ms - 9, "a"), ("s", now_ms, "d"), ("s", now_ms - 5, "b")];
    with(&telemetry, &name, &events).await;
    let page = telemetry.groups().get_events(GetEvents::of(name.clone(), stream("s"))).await;
    let page = page.unwrap();
    assert_eq!(texts(&page), ["a", "b", "c", "d"]);
    assert!(page.events.iter().all(|event| event.ingested_ms >= now_ms));
    assert_eq!(page.events[0].at_ms, now_ms - 9);
}

#[tokio::test]
async fn a_group_is_filtered_across_its_streams() {
    let (_home, store) = sqlite();
    let (telemetry, name) = (open(&store), group("/aws/lambda/f"));
    let at_ms = now_us() / 1000 - 1_000;
    let printed = |n: u64, text: &str| telemetry.log(event("f", (at_ms + n) * 1000, text));
    printed(2, "ERROR two");
    printed(5, "five");
    printed(8, "ERROR eight");
    let events = [
        ("a/1", at_ms + 1, "one"),
        ("a/2", at_ms + 3, "ERROR three"),
        ("b/1", at_ms + 4, "ERROR four"),
        ("a/1", at_ms + 6, "six"),
        ("b/1", at_ms + 7, "ERROR seven"),
    ];
    with(&telemetry, &name, &events).await;
    let all = Filter::of(name.clone());
    let errors = Filter { pattern: Some(Pattern::parse("ERROR").unwrap()), ..all.clone() };
    let prefix = |text: &str| Filter { streams: Streams::Prefix(text.into()), ..all.clone() };
    let named = |names: &[&str]| Filter {
        streams: Streams::Named(names.iter().map(|name| stream(name)).collect()),
        ..all.clone()
    };
    let between = |since, until| Filter {
        since_ms: Some(at_ms + since),
        until_ms: Some(at_ms + until),
        ..all.clone()
    };
    for (filter, expected) in [
        (all.clone(), "one two three four five six seven eight"),
        (errors.clone(), "two three four seven eight"),
        (prefix("a/"), "one three six"),
        (prefix("2024/"), "two five eight"),
        (named(&["b/1"]), "four seven"),
        (named(&["b/1", "2024/01/01/[$LATEST]0"]), "two four five seven eight"),
        (between(3, 5), "three four five"),
        (between(9, 20), ""),
        (Filter { streams: Streams::Prefix("b".into()), ..errors }, "four seven"),
    ] {
        for limit in [1, 2, 3, 10_000] {
            let filter = Filter { limit: Some(limit), ..filter.clone() };
            let events = filtered(&telemetry, filter).await;
            let words = events.iter().map(|event| event.text.trim_start_matches("ERROR "));
            assert_eq!(words.collect::<Vec<_>>().join(" "), expected, "by {limit}");
        }
    }
    let events = filtered(&telemetry, all.clone()).await;
    assert_eq!(&*events[2].stream, "a/2");
    assert_eq!(events[2].at_ms, at_ms + 3);
    let mut ids: Vec<_> = events.iter().map(|event| event.id.clone()).collect();
    ids.dedup();
    assert!(ids.len() == 8 && ids.is_sorted() && ids.iter().all(|id| id.len() == 56));
    let wrong = Filter { token: Some("x".into()), ..all.clone() };
    let error = telemetry.groups().filter_events(wrong).await;
    assert_eq!(code(error), "InvalidParameterException");
    with(&telemetry, &group("g"), &[]).await;
    let nowhere = Filter { group: group("g"), ..named(&["none"]) };
    assert_eq!(code(telemetry.groups().filter_events(nowhere).await), "ResourceNotFoundException");
}

#[tokio::test]
async fn a_page_holds_a_mebibyte() {
    let (telemetry, name) = (open(&memory()), group("g"));
    let now_ms = now_us() / 1000;
    let text = "x".repeat(300 * 1024);
    for n in 0..7 {
        with(&telemetry, &name, &[("s", now_ms - 7 + n, &text)]).await;
    }
    let page = telemetry.groups().get_events(GetEvents::of(name.clone(), stream("s"))).await;
    assert_eq!(page.unwrap().events.len(), 3);
    let page = telemetry.groups().filter_events(Filter::of(name.clone())).await.unwrap();
    assert!(page.events.len() <= 4 && page.token.is_some());
    assert_eq!(filtered(&telemetry, Filter::of(name)).await.len(), 7);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_is_missed_and_nothing_comes_twice(
        events in prop::collection::vec((0..3usize, 0..20u64), 0..40),
        limit in 1..7usize,
        backward in any::<bool>(),
    ) {
        let run = async {
            let (telemetry, name) = (open(&memory()), group("/aws/lambda/f"));
            let groups = telemetry.groups();
            let at_ms = now_us() / 1000 - 1_000;
            // Functions log as time goes by; clients put as they like.
            let printed: Vec<_> = events.iter().filter(|(to, _)| *to == 0).collect();
            for n in 0..printed.len() as u64 {
                telemetry.log(event("f", (at_ms + n) * 1000, &format!("p{n}")));
            }
            groups.create_group(&name, BTreeMap::new()).await.ok();
            for (n, (to, at)) in events.iter().enumerate().filter(|(_, (to, _))| *to > 0) {
                let to = stream(["", "a", "b"][*to]);
                groups.create_stream(&name, &to).await.ok();
                let event = InputEvent { at_ms: at_ms + at, text: n.to_string() };
                groups.put_events(&name, &to, vec![event]).await.unwrap();
            }
            let filter = Filter { limit: Some(limit), ..Filter::of(name.clone()) };
            let found = filtered(&telemetry, filter).await;
            assert_eq!(found.len(), events.len());
            assert!(found.is_sorted_by_key(|event| event.at_ms));

            let mut expected: Vec<_> =
                events.iter().enumerate().filter(|(_, (to, _))| *to == 1).collect();
            if expected.is_empty() {
                return;
            }
            expected.sort_by_key(|(_, (_, at))| *at);
            let expected: Vec<_> = expected.iter().map(|(n, _)| n.to_string()).collect();
            let mut query = GetEvents {
                limit: Some(limit),
                from_head: !backward,
                ..GetEvents::of(name, stream("a"))
            };
            let mut pages = Vec::new();
            loop {
                let page = groups.get_events(query.clone()).await.unwrap();
                let token = if backward { page.backward.clone() } else { page.forward.clone() };
                pages.push(texts(&page).join(" "));
                if query.token.as_ref() == Some(&token) {
                    break;
                }
                query.token = Some(token);
            }
            if backward {
                pages.reverse();
            }
            pages.retain(|page| !page.is_empty());
            assert_eq!(pages.join(" "), expected.join(" "));
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run);
    }
}
