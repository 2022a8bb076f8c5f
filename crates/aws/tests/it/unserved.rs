//! Services that are not here: who may ask is told so by their public names, strangers are not.

use http::Request;
use http::request::Builder;

use crate::support::{Room, Told};

const JSON: &str = "application/x-amz-json-1.0";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

fn target(name: &str) -> Builder {
    Request::post("/").header("X-Amz-Target", name).header("Content-Type", JSON)
}

/// What clients send that ask for a thing each: the service, its public name, the error's code.
fn asked() -> Vec<(&'static str, Builder, &'static str, &'static str)> {
    let unknown = "UnknownOperationException";
    let form = || Request::post("/").header("Content-Type", FORM);
    vec![
        ("s3", Request::get("/"), "Amazon S3", "NotImplemented"),
        ("s3", Request::put("/bucket/a/key"), "Amazon S3", "NotImplemented"),
        ("s3", Request::get("/bucket?list-type=2"), "Amazon S3", "NotImplemented"),
        ("route53", Request::get("/2013-04-01/hostedzone"), "Amazon Route 53", "NotImplemented"),
        ("apigateway", Request::get("/restapis"), "Amazon API Gateway", unknown),
        ("apigateway", Request::get("/v2/apis"), "Amazon API Gateway", unknown),
        ("execute-api", Request::post("/@connections/x"), "Amazon API Gateway", unknown),
        ("scheduler", Request::get("/schedules"), "Amazon EventBridge Scheduler", unknown),
        ("elasticfilesystem", Request::get("/2015-02-01/file-systems"), "Amazon EFS", unknown),
        ("dynamodb", target("DynamoDB_20120810.ListTables"), "Amazon DynamoDB", unknown),
        ("kms", target("TrentService.ListKeys"), "AWS KMS", unknown),
        ("sqs", target("AmazonSQS.ListQueues"), "Amazon SQS", unknown),
        ("sns", form(), "Amazon SNS", "InvalidAction"),
        ("nonsense", Request::get("/things"), "knows no service 'nonsense'", unknown),
    ]
}

fn says(told: &Told, public: &str) {
    for text in [public, "served", "IAM, Lambda, CloudWatch Logs and STS"] {
        assert!(told.body.contains(text), "{text} in {}", told.body);
    }
}

#[tokio::test]
async fn they_are_named() {
    let room = Room::new().await;
    for (service, request, public, code) in asked() {
        let shown = format!("{service} {request:?}");
        let body = if service == "sns" { "Action=ListTopics&Version=2010-03-31" } else { "" };
        let told = room.ask_of(service, &room.admin(), request, body).await;
        assert_eq!((told.status, told.code.as_deref()), (501, Some(code)), "{shown}");
        says(&told, public);
    }
}

#[tokio::test]
async fn strangers_learn_nothing() {
    let room = Room::new().await;
    for (service, request, ..) in asked() {
        let shown = format!("{service} {request:?}");
        let told = room.ask_of(service, &room.strangers(), request, "").await;
        // Services that are called by a header say 400.
        assert!([400, 403].contains(&told.status), "{shown}");
        assert!(told.body.contains("security token") || told.body.contains("Key"), "{}", told.body);
        assert!(!told.body.contains("served"), "{shown}: {}", told.body);
    }
    // Signed at all, but by nobody.
    let head = Request::get("/bucket").header("Authorization", "AWS4-HMAC-SHA256 x");
    let told = room.send(head.body(()).unwrap().into_parts().0, "").await;
    assert!((400..404).contains(&told.status), "{}", told.body);
}

#[tokio::test]
async fn addresses_that_a_service_of_ours_does_not_have() {
    let room = Room::new().await;
    let told = room.ask_of("lambda", &room.admin(), Request::get("/functions"), "").await;
    assert_eq!((told.status, told.code.as_deref()), (404, Some("UnknownOperationException")));
}
