use std::net::{IpAddr, Ipv4Addr};

use store::Faults;
use telemetry::{AuditQuery, Kept, Refusal, Telemetry};

use crate::support::{memory, now_us, open, with};

const ALL: AuditQuery = AuditQuery { since_us: 0, limit: usize::MAX };

fn refusal(who: &str, stranger: bool) -> Refusal {
    Refusal {
        who: who.into(),
        stranger,
        from: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        action: "lambda:InvokeFunction".into(),
        resource: "arn:aws:lambda:us-east-1:000000000000:function:f".into(),
        why: "no identity-based policy allows it".into(),
    }
}

async fn kept(telemetry: &Telemetry) -> Vec<Kept> {
    telemetry.audit().refusals(ALL).await.unwrap()
}

fn names(kept: &[Kept]) -> Vec<&str> {
    kept.iter().map(|kept| kept.refusal.who.as_str()).collect()
}

#[tokio::test]
async fn refusals_outlive_the_platform() {
    let faults = Faults::new();
    let before_us = now_us();
    {
        let store = with(&faults);
        let telemetry = open(&store);
        telemetry.audit().note(refusal("a", false));
        telemetry.audit().note(refusal("key", true));
        telemetry.audit().note(refusal("a", false));
        telemetry.close().await.unwrap();
        assert!(telemetry.audit().flush().await.is_err());
        store.close().await;
    }
    let store = with(&faults);
    let telemetry = open(&store);
    telemetry.audit().note(refusal("b", false));
    let all = kept(&telemetry).await;
    assert_eq!(names(&all), ["a", "key", "b"]);
    assert_eq!(all.iter().map(|kept| kept.times).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(all[0].refusal, refusal("a", false));
    assert!(all.iter().all(|kept| kept.at_us >= before_us && kept.at_us <= now_us()));
}

#[tokio::test]
async fn the_latest_since_a_time() {
    let store = memory();
    let telemetry = open(&store);
    let mut times = Vec::new();
    for name in ["a", "b", "c", "d"] {
        times.push(now_us());
        telemetry.audit().note(refusal(name, name == "c"));
        telemetry.audit().flush().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    for (since_us, limit, expected) in [
        (0, 10, &["a", "b", "c", "d"][..]),
        (0, 2, &["c", "d"]),
        (0, 0, &[]),
        (times[1], 10, &["b", "c", "d"]),
        (times[2], 1, &["d"]),
        (u64::MAX, 10, &[]),
    ] {
        let found = telemetry.audit().refusals(AuditQuery { since_us, limit }).await.unwrap();
        assert_eq!(names(&found), expected, "{since_us} {limit}");
    }
}

#[tokio::test]
async fn no_more_are_kept_than_there_is_room_for() {
    let store = memory();
    let telemetry = open(&store);
    telemetry.audit().note(refusal("user", false));
    for round in 0..105 {
        for n in 0..100 {
            telemetry.audit().note(refusal(&format!("{round} {n}"), true));
        }
        telemetry.audit().flush().await.unwrap();
    }
    let all = kept(&telemetry).await;
    assert_eq!(all.len(), 10_001);
    let all = names(&all);
    assert!(all.contains(&"user"));
    assert!(!all.iter().any(|name| name.starts_with("4 ")));
    assert!(all.contains(&"5 0") && all.contains(&"104 99"));
}

#[tokio::test]
async fn a_full_disk_stops_nobody() {
    let faults = Faults::new();
    let store = with(&faults);
    let telemetry = open(&store);
    faults.full_next();
    telemetry.audit().note(refusal("lost", false));
    assert!(telemetry.audit().flush().await.is_err());
    telemetry.audit().note(refusal("a", false));
    assert_eq!(names(&kept(&telemetry).await), ["a"]);
}

#[tokio::test]
async fn what_is_noted_is_written_without_being_asked() {
    let store = memory();
    let telemetry = open(&store);
    let before = store.stats().batches;
    telemetry.audit().note(refusal("a", false));
    for _ in 0..1_000 {
        if store.stats().batches > before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nothing was written");
}
