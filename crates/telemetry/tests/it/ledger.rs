use std::time::Duration;

use store::{Batch, Faults, Store};
use telemetry::{Outcome, Record, Totals};

use crate::support::{MINUTE_US, memory, now_us, open, record, sqlite, with};

async fn the_sum_of_records_is_the_number_of_calls(store: Store) {
    const TASKS: u64 = 16;
    const EACH: u64 = 500;
    let telemetry = open(&store);
    let start_us = now_us();
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let telemetry = telemetry.clone();
            tokio::spawn(async move {
                for index in 0..EACH {
                    // Many start in the same microsecond.
                    let record = record("f", &format!("r-{task}-{index}"), start_us + index / 100);
                    telemetry.record(record).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let totals = telemetry.ledger().totals("f", start_us).await.unwrap();
    assert_eq!((totals.calls, totals.billed_ms), (TASKS * EACH, 2 * TASKS * EACH));
    let records = telemetry.ledger().records("f", 0, u64::MAX, usize::MAX).await.unwrap();
    assert_eq!(records.len() as u64, TASKS * EACH);
    assert!(records.is_sorted_by_key(|record| std::cmp::Reverse(record.start_us)));
    telemetry.close().await.unwrap();

    // Counted again in the background after a restart, with new ones coming in meanwhile.
    let again = open(&store);
    again.record(record("f", "r-new", start_us)).await.unwrap();
    let totals = complete(&again, "f", start_us).await;
    assert_eq!(totals.calls, TASKS * EACH + 1);
    again.close().await.unwrap();
}

async fn complete(telemetry: &telemetry::Telemetry, function: &str, since_us: u64) -> Totals {
    for _ in 0..500 {
        let totals = telemetry.ledger().totals(function, since_us).await.unwrap();
        if !totals.partial {
            return totals;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the last hour was not counted within five seconds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_sum_of_records_in_memory() {
    the_sum_of_records_is_the_number_of_calls(memory()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_sum_of_records_in_sqlite() {
    let (_home, store) = sqlite();
    the_sum_of_records_is_the_number_of_calls(store).await;
}

#[tokio::test]
async fn records_come_back_as_they_were_by_function_and_time() {
    let telemetry = open(&memory());
    let full = Record {
        init_us: Some(7),
        outcome: Outcome::Timeout,
        attempt: 3,
        cold: true,
        ..record("f", "r-1", 100)
    };
    telemetry.record(full.clone()).await.unwrap();
    telemetry.record(record("f", "r-2", 200)).await.unwrap();
    telemetry.record(record("f2", "r-3", 150)).await.unwrap();
    let ledger = telemetry.ledger();
    let found = ledger.records("f", 100, 200, 10).await.unwrap();
    assert_eq!(found.as_slice(), std::slice::from_ref(&full));
    let ids = |records: Vec<Record>| {
        records.into_iter().map(|record| record.request_id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(ledger.records("f", 0, u64::MAX, 10).await.unwrap()), ["r-2", "r-1"]);
    assert_eq!(ids(ledger.records("f", 0, u64::MAX, 1).await.unwrap()), ["r-2"]);
    assert_eq!(ids(ledger.records("f", 201, u64::MAX, 10).await.unwrap()), [""; 0]);
    assert_eq!(ledger.find("f", "r-1").await.unwrap(), Some(full));
    assert_eq!(ledger.find("f", "r-3").await.unwrap(), None);
}

#[tokio::test]
async fn totals_tell_outcomes_apart() {
    let store = memory();
    let telemetry = open(&store);
    let now_us = now_us();
    let outcomes =
        [Outcome::Ok, Outcome::Ok, Outcome::Timeout, Outcome::Throttled, Outcome::FunctionError];
    for (index, outcome) in outcomes.into_iter().enumerate() {
        let cold = index == 0;
        let billed_ms = if outcome == Outcome::Throttled { 0 } else { 100 };
        let duration_us = 1_000 * (index as u64 + 1);
        let call = record("f", &format!("r-{index}"), now_us);
        let call = Record { outcome, cold, billed_ms, duration_us, memory_mb: 512, ..call };
        telemetry.record(call).await.unwrap();
    }
    let older = record("f", "r-old", now_us - 3 * 60 * MINUTE_US);
    telemetry.record(older).await.unwrap();
    // From memory, then from the ledger.
    for (since_us, older) in [(now_us - 30 * MINUTE_US, 0), (now_us - 300 * MINUTE_US, 1)] {
        let totals = complete(&telemetry, "f", since_us).await;
        let Totals { calls, errors, throttles, cold, billed_ms, mb_ms, .. } = totals;
        assert_eq!((calls, errors, throttles, cold), (5 + older, 2, 1, 1));
        assert_eq!((billed_ms, mb_ms), (400 + 2 * older, 400 * 512 + 2 * 128 * older));
        assert_eq!(totals.gb_ms(), mb_ms / 1024);
        let p99_us = totals.p99_us().unwrap();
        assert!((5_000..5_700).contains(&p99_us), "{p99_us}");
    }
    assert_eq!(complete(&telemetry, "never", now_us).await.calls, 0);
}

#[tokio::test]
async fn a_record_in_the_callers_own_commit() {
    let store = memory();
    let telemetry = open(&store);
    let ledger = telemetry.ledger();
    let call = record("f", "r-1", now_us());
    let batch = ledger.append(Batch::new().put([2, 7], "done"), &call).unwrap();
    store.commit(batch).await.unwrap();
    ledger.counted(&call);
    let found = ledger.records("f", 0, u64::MAX, 10).await.unwrap();
    assert_eq!(found.as_slice(), std::slice::from_ref(&call));
    assert_eq!(ledger.totals("f", call.start_us).await.unwrap().calls, 1);
}

#[tokio::test]
async fn a_full_disk_delays_records_but_loses_none() {
    let faults = Faults::new();
    let telemetry = open(&with(&faults));
    let start_us = now_us();
    faults.full_next();
    telemetry.record(record("f", "r-1", start_us)).await.unwrap();
    let error = telemetry.ledger().flush().await.unwrap_err();
    assert!(error.to_string().contains("disk is full"), "{error}");
    for index in 2..20_000 {
        telemetry.record(record("f", &format!("r-{index}"), start_us)).await.unwrap();
    }
    // Now there is room again.
    let mut flushed = telemetry.ledger().flush().await;
    for _ in 0..20 {
        if flushed.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        flushed = telemetry.ledger().flush().await;
    }
    flushed.unwrap();
    assert_eq!(telemetry.ledger().totals("f", start_us).await.unwrap().calls, 19_999);
    let far = telemetry.ledger().totals("f", 0).await.unwrap();
    assert_eq!((far.calls, far.partial), (19_999, false));
}

#[tokio::test]
async fn a_slow_disk_makes_records_wait_not_pile_up() {
    let faults = Faults::new();
    let telemetry = open(&with(&faults));
    faults.hold();
    let many = async {
        for index in 0..20_000 {
            telemetry.record(record("f", &format!("r-{index}"), 1)).await.unwrap();
        }
    };
    let mut many = std::pin::pin!(many);
    let waits = tokio::time::timeout(Duration::from_millis(300), &mut many).await;
    assert!(waits.is_err(), "20,000 records fit where 9,192 should");
    faults.release();
    many.await;
    let all = telemetry.ledger().totals("f", 0).await.unwrap();
    assert_eq!(all.calls, 20_000);
}

#[tokio::test]
async fn a_dead_store_refuses_records() {
    let faults = Faults::new();
    let telemetry = open(&with(&faults));
    telemetry.record(record("f", "r-1", 1)).await.unwrap();
    telemetry.flush().await.unwrap();
    faults.fail_next_before();
    telemetry.record(record("f", "r-2", 2)).await.unwrap();
    let error = telemetry.ledger().flush().await.unwrap_err();
    assert!(error.to_string().contains("restart"), "{error}");
    assert!(telemetry.record(record("f", "r-3", 3)).await.is_err());
    assert!(telemetry.close().await.is_err());
}

#[tokio::test]
async fn long_texts_in_a_record_are_cut() {
    let telemetry = open(&memory());
    let long = "é".repeat(10_000);
    let call = Record { trace_id: long.clone(), ..record("f", &long, 1) };
    telemetry.record(call).await.unwrap();
    telemetry.flush().await.unwrap();
    let found = telemetry.ledger().records("f", 0, u64::MAX, 1).await.unwrap();
    assert!(found[0].trace_id.len() <= 256 && found[0].request_id.len() <= 256);
}
