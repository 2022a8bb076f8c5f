use std::sync::Arc;

use crate::support::{Room, config};

/// None lost, none doubled, never more at once than allowed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_calls_at_once_to_a_function_of_ten() {
    let room = Arc::new(Room::new());
    let mut ten = config();
    ten.concurrency = Some(10);
    room.deploy(&[("f", ten)]).await;
    let mut calls = tokio::task::JoinSet::new();
    for n in 0..200 {
        let room = room.clone();
        calls.spawn(async move {
            (n, room.call("f", &format!(r#"{{"sleep": 0.02, "n": {n}}}"#)).await)
        });
    }
    let (mut answered, mut refused) = (0, 0);
    for (n, told) in calls.join_all().await {
        match told.contains(&format!(r#""n": {n}}}"#)) {
            true => answered += 1,
            false => {
                assert!(told.starts_with("refused: "), "{told}");
                refused += 1;
            }
        }
    }
    let records = room.ledger("f").await;
    let outcomes = |what: &str| records.iter().filter(|r| r.outcome.as_str() == what).count();
    assert_eq!((outcomes("ok"), outcomes("throttled")), (answered, refused));
    assert_eq!((answered + refused, records.len()), (200, 200));
    assert!(answered >= 10, "{answered}");
    let ids: std::collections::HashSet<_> = records.iter().map(|r| &r.request_id).collect();
    assert_eq!(ids.len(), 200);
    assert!(most_at_once(&records) <= 10, "{}", most_at_once(&records));
    room.end().await;
}

fn most_at_once(records: &[telemetry::Record]) -> usize {
    let ran: Vec<_> = records.iter().filter(|r| r.outcome.as_str() == "ok").collect();
    let running_at = |us: u64| {
        ran.iter().filter(|r| (r.start_us..r.start_us + r.duration_us).contains(&us)).count()
    };
    ran.iter().map(|r| running_at(r.start_us)).max().unwrap_or(0)
}

#[tokio::test]
async fn a_function_without_concurrency_runs_nothing() {
    let room = Room::new();
    let mut none = config();
    none.concurrency = Some(0);
    room.deploy(&[("f", none)]).await;
    let told = room.call("f", "{}").await;
    assert!(told.contains("concurrency of 0"), "{told}");
    assert_eq!(room.outcomes("f").await, "1 throttled");
}
