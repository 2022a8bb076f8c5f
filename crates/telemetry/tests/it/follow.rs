use std::time::Duration;

use telemetry::{Follow, Options, Source, Telemetry};
use tokio::time::timeout;

use crate::support::{all, event, memory, now_us, open, sqlite, texts};

async fn next(follow: &mut Follow) -> String {
    let event = timeout(Duration::from_secs(5), follow.next()).await.expect("an event in time");
    event.expect("an open store").expect("a readable log").text
}

#[tokio::test]
async fn first_what_is_stored_then_what_comes() {
    let telemetry = open(&memory());
    for at_us in 1..=3 {
        telemetry.log(event("f", at_us, &at_us.to_string()));
    }
    telemetry.log(event("g", 4, "of another"));
    telemetry.flush().await.unwrap();
    let mut follow = telemetry.follow("f", 2);
    assert_eq!([next(&mut follow).await, next(&mut follow).await], ["2", "3"]);
    // An event of a time that has been read: it still comes.
    telemetry.log(event("f", 1, "late"));
    assert_eq!(next(&mut follow).await, "late");
    let nothing = timeout(Duration::from_millis(100), follow.next()).await;
    assert!(nothing.is_err());
    telemetry.log(event("f", 5, "after a wait that was given up"));
    assert_eq!(next(&mut follow).await, "after a wait that was given up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_gap_and_no_duplicate_while_it_is_written() {
    const EACH: usize = 2_000;
    let (_home, store) = sqlite();
    let telemetry = open(&store);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let telemetry = telemetry.clone();
            tokio::spawn(async move {
                for index in 0..EACH {
                    telemetry.log(event("f", now_us(), &format!("{writer} {index}")));
                    if index % 200 == 0 {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
            })
        })
        .collect();
    let followers: Vec<_> = (0..3)
        .map(|follower| {
            let telemetry = telemetry.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(20 * follower)).await;
                let mut follow = telemetry.follow("f", 0);
                let mut seen = [0; 4];
                for _ in 0..4 * EACH {
                    let text = next(&mut follow).await;
                    let (writer, index) = text.split_once(' ').unwrap();
                    let expected = &mut seen[writer.parse::<usize>().unwrap()];
                    assert_eq!(index, expected.to_string());
                    *expected += 1;
                }
                assert_eq!(seen, [EACH; 4]);
            })
        })
        .collect();
    for task in writers.into_iter().chain(followers) {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_slow_follower_is_told_what_it_missed() {
    let options = Options { keep_bytes: 40_000, window_ms: 1, ..Options::default() };
    let telemetry = Telemetry::open(memory(), options).unwrap();
    telemetry.log(event("f", 1, "first"));
    telemetry.flush().await.unwrap();
    let mut follow = telemetry.follow("f", 0);
    assert_eq!(next(&mut follow).await, "first");
    assert!(follow.ready().unwrap().is_empty());
    let idle = timeout(Duration::from_millis(1), follow.next()).await;
    assert!(idle.is_err());
    for at_us in 2..1_000 {
        telemetry.log(event("f", at_us, &format!("{at_us:0100}")));
        if at_us % 100 == 0 {
            telemetry.flush().await.unwrap();
        }
    }
    telemetry.flush().await.unwrap();
    // The deleting is done a moment after the writing.
    while all(&telemetry, "f").await.len() > 500 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let skipped = timeout(Duration::from_secs(5), follow.next()).await.unwrap().unwrap().unwrap();
    assert_eq!(skipped.source, Source::Platform);
    assert!(skipped.text.contains("skipped"), "{}", skipped.text);
    let rest = follow.ready().unwrap();
    let rest = texts(&rest);
    assert!(rest.len() > 50, "{}", rest.len());
    assert!(rest[0].parse::<u64>().unwrap() > 2);
}

#[tokio::test]
async fn as_a_stream() {
    use std::future::poll_fn;
    use std::pin::Pin;

    use telemetry::FollowStream;

    async fn next(stream: &mut FollowStream) -> String {
        let event =
            poll_fn(|context| futures_core::Stream::poll_next(Pin::new(&mut *stream), context));
        timeout(Duration::from_secs(5), event).await.unwrap().unwrap().unwrap().text
    }

    let telemetry = open(&memory());
    let mut stream = telemetry.follow("f", 0).into_stream();
    for at_us in 1..=2 {
        telemetry.log(event("f", at_us, &at_us.to_string()));
        assert_eq!(next(&mut stream).await, at_us.to_string());
    }
}
