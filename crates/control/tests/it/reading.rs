use telemetry::{LogEvent, Outcome, Record, Trigger};

use crate::support::Room;

fn record(n: u64) -> Record {
    Record {
        request_id: format!("r{n}").into(),
        function: "f".into(),
        version: "$LATEST".to_owned(),
        start_us: n * 1_000,
        init_us: None,
        duration_us: 1,
        billed_ms: 1,
        memory_mb: 128,
        max_memory_mb: 1,
        cpu_us: 1,
        outcome: Outcome::Ok,
        trace_id: "t".to_owned(),
        bytes_in: 1,
        bytes_out: 1,
        trigger: Trigger::Sync,
        attempt: 1,
        cold: false,
    }
}

#[tokio::test]
async fn the_ledger_by_time() {
    let room = Room::new().await;
    for n in 1..=150 {
        room.control.telemetry.record(record(n)).await.unwrap();
    }
    room.control.telemetry.flush().await.unwrap();
    let ids = async |query: &str| -> Vec<String> {
        let told = room.ask("GET", &format!("/functions/f/invocations{query}"), "").await;
        let told = told.json();
        let records = told["records"].as_array().unwrap();
        records.iter().map(|r| r["request_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("").await.len(), 100);
    assert_eq!(ids("?limit=99999").await.len(), 150);
    assert_eq!(ids("?limit=0").await.len(), 0);
    assert_eq!(ids("?limit=2").await, ["r150", "r149"]);
    assert_eq!(ids("?since=148").await, ["r150", "r149", "r148"]);
    assert_eq!(ids("?since=10&until=12").await, ["r11", "r10"]);
    assert_eq!(ids("?since=18446744073709551615").await.len(), 0);
    let told = room.ask("GET", "/functions/f/invocations?since=x", "").await;
    assert_eq!(told.status, 400);
    // What a removed function cost stays on record; of others there is nothing.
    let told = room.ask("GET", "/functions/never/invocations", "").await;
    assert_eq!((told.status, told.body.as_str()), (200, r#"{"records":[]}"#));
}

#[tokio::test]
async fn logs_as_lines_of_json() {
    let room = Room::new().await;
    room.ask("POST", "/deploy", room.request("one", &["f"])).await;
    for n in 0..2_500_u64 {
        let event = LogEvent::platform("f".into(), "s".into(), n * 1_000, format!("line\n{n}"));
        let request = if n % 2 == 0 { "even" } else { "odd" };
        room.control.telemetry.log(event.of_request(request.into()));
    }
    let texts = async |query: &str| -> Vec<String> {
        let told = room.ask("GET", &format!("/functions/f/logs{query}"), "").await;
        let line = |line: &str| {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            event["text"].as_str().unwrap().to_owned()
        };
        told.body.lines().map(line).collect()
    };
    assert_eq!(texts("").await.len(), 2_500);
    assert_eq!(texts("?limit=2").await, ["line\n0", "line\n1"]);
    assert_eq!(texts("?limit=1500").await.len(), 1_500);
    assert_eq!(texts("?limit=0").await.len(), 0);
    assert_eq!(texts("?request=odd&limit=2").await, ["line\n1", "line\n3"]);
    assert_eq!(texts("?since=2498").await, ["line\n2498", "line\n2499"]);
    assert_eq!(room.ask("GET", "/functions/f/logs?limit=-1", "").await.status, 400);
}

#[tokio::test]
async fn a_function_in_detail() {
    let room = Room::new().await;
    room.ask("POST", "/deploy", room.request("one", &["f"])).await;
    room.control.telemetry.record(record(1)).await.unwrap();
    let detail = room.ask("GET", "/functions/f", "").await.json();
    assert_eq!(detail["arn"], "arn:aws:lambda:us-east-1:000000000000:function:f");
    assert_eq!((&detail["async_waiting"], &detail["memory_mb"]), (&0.into(), &128.into()));
    let list = room.ask("GET", "/functions", "").await.json();
    assert_eq!(list["functions"].as_array().unwrap().len(), 1);
}
