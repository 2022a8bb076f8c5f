//! What becomes of calls that failed for good.

use functions::{Destination, FunctionConfig, FunctionName};
use serde_json::{Value, json};
use store::{Batch, Key, Keyspace, Record as _};
use telemetry::Record;

use crate::support::{Room, config};

fn to(target: &str) -> FunctionConfig {
    let mut config = config();
    config.retries = 1;
    config.on_failure = Some(Destination::Function(FunctionName::parse(target).unwrap()));
    config
}

async fn letter(room: &Room) -> Value {
    room.done("f").await;
    room.done("last").await;
    let letters = room.printed("last", "letter ").await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    serde_json::from_str(&letters[0]).unwrap()
}

#[tokio::test]
async fn a_call_that_failed_for_good_is_told_of() {
    let room = Room::impatient();
    room.deploy(&[("f", to("last")), ("last", config())]).await;
    let id = room.keep("f", r#"{"fail": true}"#).await.unwrap();
    let mut letter = letter(&room).await;
    assert!(letter["timestamp"].take().as_str().unwrap().starts_with("20"));
    assert_eq!(
        letter,
        json!({
            "version": "1.0",
            "timestamp": null,
            "requestContext": {
                "requestId": &*id,
                "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 2,
            },
            "requestPayload": {"fail": true},
            "responseContext": {
                "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled",
            },
            "responsePayload": {"errorMessage": "as asked", "errorType": "Asked"},
        })
    );
    // It goes on with the trace, and with where it has been.
    let traces: Vec<_> =
        room.ledger("last").await.into_iter().map(|r: Record| r.trace_id).collect();
    let [trace] = &traces[..] else { panic!("{traces:?}") };
    assert!(trace.starts_with(&format!("{}|", room.ledger("f").await[0].trace_id)), "{trace}");
    assert_eq!(room.rows(), 0);
    room.end().await;
}

/// A kept call as it lies in the store, which stays readable for ever.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    function: FunctionName,
    trace_id: String,
    client_context: Option<String>,
    qualifier: Option<String>,
    accepted_ms: u64,
    due_ms: u64,
    failed: u32,
    event_bytes: u64,
}

impl store::Record for Kept {
    const VERSION: u8 = 2;
}

#[tokio::test]
async fn a_call_that_grew_too_old_is_told_of() {
    let room = Room::impatient();
    let mut none = to("last");
    none.concurrency = Some(0);
    room.deploy(&[("f", none), ("last", config())]).await;
    let id = room.keep("f", r#"{"n": 1}"#).await.unwrap();
    // Nobody moves the clock, so the call is made older.
    let key = Key::in_space(Keyspace(2)).text("call").text(&id);
    let kept = Kept::decode(&room.store.get(&key).unwrap().unwrap().value).unwrap();
    let older = Kept { accepted_ms: kept.accepted_ms - 7 * 3_600_000, failed: 1, ..kept };
    room.store.commit(Batch::new().put(&key, older.encode().unwrap())).await.unwrap();
    let letter = letter(&room).await;
    assert_eq!(letter["requestContext"]["condition"], "EventAgeExceeded");
    assert_eq!(letter["requestContext"]["approximateInvokeCount"], 1);
    assert_eq!(letter["requestPayload"], json!({"n": 1}));
    assert_eq!(
        (&letter["responseContext"], &letter["responsePayload"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(room.outcomes("f").await, "1 expired");
    assert_eq!(room.rows(), 0);
    room.end().await;
}

#[tokio::test]
async fn a_large_event_leaves_a_letter_without_it() {
    let room = Room::impatient();
    room.deploy(&[("f", to("last")), ("last", config())]).await;
    let filling = "x".repeat(1024 * 1024 - 40);
    room.keep("f", &format!(r#"{{"fail": true, "x": "{filling}"}}"#)).await.unwrap();
    let letter = letter(&room).await;
    assert_eq!(letter["requestPayload"], Value::Null);
    assert_eq!(letter["requestContext"]["condition"], "RetriesExhausted");
    room.end().await;
}

#[tokio::test]
async fn a_letter_that_fails_goes_no_further() {
    let room = Room::impatient();
    room.deploy(&[("f", to("last")), ("last", config())]).await;
    // The receiver of this letter ends with this status.
    room.keep("f", r#"{"exit": 9}"#).await.unwrap();
    room.done("f").await;
    room.done("last").await;
    assert_eq!(room.outcomes("f").await, "1 crash, 2 crash");
    assert_eq!(room.outcomes("last").await, "1 ok");
    assert_eq!(room.rows(), 0);
    room.end().await;
}
