//! CloudWatch Logs at the door.

use http::Request;
use identity::Credentials;
use serde_json::{Value, json};

use crate::support::{Room, Told};

async fn ask(room: &Room, keys: &Credentials, operation: &str, input: &Value) -> Told {
    let request = Request::post("/")
        .header("Content-Type", "application/x-amz-json-1.1")
        .header("X-Amz-Target", format!("Logs_20140328.{operation}"));
    room.ask_of("logs", keys, request, &input.to_string()).await
}

fn json(told: &Told) -> Value {
    serde_json::from_str(&told.body).unwrap()
}

#[tokio::test]
async fn a_function_writes_into_its_own_group_and_no_other() {
    let room = Room::new().await;
    let session = room.session();
    let keys = session.credentials();
    let named = |group: &str| json!({ "logGroupName": group, "logStreamName": "s" });
    let events = json!([{ "timestamp": now_ms(), "message": "hello" }]);
    let put = |group: &str| {
        let mut input = named(group);
        input["logEvents"] = events.clone();
        input
    };
    let (own, other) = ("/aws/lambda/caller", "/aws/lambda/caller2");
    let create = |group: &str| json!({ "logGroupName": group });
    for (operation, input, refused) in [
        ("CreateLogGroup", create(own), false),
        ("CreateLogStream", named(own), false),
        ("PutLogEvents", put(own), false),
        ("DescribeLogStreams", create(own), false),
        ("CreateLogGroup", create(other), true),
        ("CreateLogStream", named(other), true),
        ("PutLogEvents", put(other), true),
        ("DescribeLogStreams", create(other), true),
        ("GetLogEvents", named(own), true),
        ("DeleteLogStream", named(own), true),
        ("DeleteLogGroup", create(own), true),
        ("DescribeLogGroups", json!({}), true),
        ("PutRetentionPolicy", json!({ "logGroupName": own, "retentionInDays": 1 }), true),
    ] {
        let told = ask(&room, keys, operation, &input).await;
        let expected = if refused { (400, Some("AccessDeniedException")) } else { (200, None) };
        assert_eq!((told.status, told.code.as_deref()), expected, "{operation}: {told:?}");
    }
    let read = ask(&room, &room.admin(), "GetLogEvents", &named(own)).await;
    assert_eq!(json(&read)["events"][0]["message"], "hello");
}

#[tokio::test]
async fn groups_are_described_with_their_arns() {
    let room = Room::new().await;
    let admin = room.admin();
    let told = ask(&room, &admin, "CreateLogGroup", &json!({ "logGroupName": "g" })).await;
    assert_eq!((told.status, told.body.as_str()), (200, ""));
    let told = ask(&room, &admin, "CreateLogGroup", &json!({ "logGroupName": "g" })).await;
    assert_eq!(told.code.as_deref(), Some("ResourceAlreadyExistsException"));
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:g";
    for input in [json!({}), json!({ "logGroupIdentifiers": ["g", "none"] })] {
        let told = ask(&room, &admin, "DescribeLogGroups", &input).await;
        let groups = &json(&told)["logGroups"];
        assert_eq!(groups.as_array().unwrap().len(), 1, "{told:?}");
        assert_eq!(groups[0]["arn"], format!("{arn}:*"));
        assert_eq!(groups[0]["logGroupArn"], arn);
    }
    for (resource, status) in [
        (arn, 200),
        // The model has no asterisk here.
        ("arn:aws:logs:us-east-1:000000000000:log-group:g:*", 400),
        ("arn:aws:logs:us-east-1:000000000000:log-group:none", 400),
        ("arn:aws:logs:eu-west-1:000000000000:log-group:g", 400),
    ] {
        let input = json!({ "resourceArn": resource, "tags": { "a": "b" } });
        assert_eq!(ask(&room, &admin, "TagResource", &input).await.status, status, "{resource}");
    }
    let told = ask(&room, &admin, "ListTagsForResource", &json!({ "resourceArn": arn })).await;
    assert_eq!(json(&told)["tags"], json!({ "a": "b" }));
}

#[tokio::test]
async fn what_makes_no_sense_is_told_in_the_services_words() {
    let room = Room::new().await;
    let admin = room.admin();
    ask(&room, &admin, "CreateLogGroup", &json!({ "logGroupName": "g" })).await;
    for (operation, input, code) in [
        ("CreateLogGroup", json!({ "logGroupName": "a b" }), "InvalidParameterException"),
        (
            "CreateLogGroup",
            json!({ "logGroupName": "h", "kmsKeyId": "k" }),
            "InvalidParameterException",
        ),
        (
            "CreateLogGroup",
            json!({ "logGroupName": "h", "logGroupClass": "INFREQUENT_ACCESS" }),
            "InvalidParameterException",
        ),
        ("DeleteLogGroup", json!({ "logGroupName": "none" }), "ResourceNotFoundException"),
        ("DescribeLogStreams", json!({}), "InvalidParameterException"),
        (
            "DescribeLogStreams",
            json!({ "logGroupName": "g", "logGroupIdentifier": "g" }),
            "InvalidParameterException",
        ),
        (
            "PutRetentionPolicy",
            json!({ "logGroupName": "g", "retentionInDays": -1 }),
            "InvalidParameterException",
        ),
        (
            "FilterLogEvents",
            json!({ "logGroupName": "g", "filterPattern": "{ broken" }),
            "InvalidParameterException",
        ),
        (
            "FilterLogEvents",
            json!({ "logGroupName": "g", "logStreamNames": ["a"], "logStreamNamePrefix": "a" }),
            "InvalidParameterException",
        ),
        (
            "GetLogEvents",
            json!({ "logGroupName": "g", "logStreamName": "none" }),
            "ResourceNotFoundException",
        ),
        ("StartLiveTail", json!({ "logGroupIdentifiers": ["none"] }), "ResourceNotFoundException"),
        ("StartLiveTail", json!({ "logGroupIdentifiers": [] }), "InvalidParameterException"),
        (
            "StartLiveTail",
            json!({ "logGroupIdentifiers": ["g", "*"] }),
            "InvalidParameterException",
        ),
    ] {
        let told = ask(&room, &admin, operation, &input).await;
        let expected = (400, Some(code));
        assert_eq!((told.status, told.code.as_deref()), expected, "{operation} {input}: {told:?}");
    }
}

fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}
