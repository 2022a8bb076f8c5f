//! Ways around a permission: another spelling, somebody else's rights.

use http::Request;
use http::request::Builder;
use identity::Credentials;
use serde_json::json;

use crate::support::{Room, Told, text_of};

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000";

fn encoded(arn: &str) -> String {
    arn.replace(':', "%3A").replace('/', "%2F")
}

/// Refused for want of this action, or let in.
fn check(told: &Told, refused: Option<&str>, what: &str) {
    match refused {
        Some(action) => {
            let said = told.body.contains(&format!("is not authorized to perform: {action} "));
            assert!(told.status == 403 && said, "{what}: {told:?}");
        }
        None => assert!(told.status != 403, "{what}: {told:?}"),
    }
}

#[tokio::test]
async fn a_resource_is_the_same_in_every_spelling() {
    let room = Room::new().await;
    let eve = room.user("eve").await;
    room.allow("eve", &["lambda:*"], "*").await;
    room.deny("eve", &["lambda:*"], &[&format!("{ARN}:function:f*"), &format!("{ARN}:layer:l:1")])
        .await;
    let tags = |arn: &str| Request::get(format!("/2017-03-31/tags/{}", encoded(arn)));
    let function = |name: &str| Request::get(format!("/2015-03-31/functions/{}", encoded(name)));
    let layer = |arn: &str| {
        Request::get(format!("/2018-10-31/layers?find=LayerVersion&Arn={}", encoded(arn)))
    };
    let other = |arn: &str| arn.replacen("arn:aws:", "arn:aws-cn:", 1);
    let f = format!("{ARN}:function:f");
    let asked: [(Builder, Option<&str>); 9] = [
        (tags(&f), Some("lambda:ListTags")),
        (tags(&other(&f)), Some("lambda:ListTags")),
        (tags(&format!("{f}:1")), Some("lambda:ListTags")),
        (function(&f), Some("lambda:GetFunction")),
        (function(&other(&f)), Some("lambda:GetFunction")),
        (function("000000000000:function:f"), Some("lambda:GetFunction")),
        (layer(&format!("{ARN}:layer:l:1")), Some("lambda:GetLayerVersion")),
        // There is no such version: none has another spelling.
        (layer(&format!("{ARN}:layer:l:01")), None),
        (function("g"), None),
    ];
    for (request, refused) in asked {
        let what = format!("{request:?}");
        let told = room.ask(&eve, request, "").await;
        check(&told, refused, &what);
    }
}

/// Whoever may not read a layer must not read it through a function.
#[tokio::test]
async fn a_functions_layers_are_read_by_who_gives_them() {
    let room = Room::new().await;
    let eve = room.user("eve").await;
    let changes = ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration", "iam:PassRole"];
    room.allow("eve", &changes, "*").await;
    let layer = format!("{ARN}:layer:l:1");
    let change = json!({ "Layers": [layer] });
    let creation = json!({
        "FunctionName": "g", "Runtime": "provided.al2023", "Handler": "h", "Layers": [layer],
        "Role": "arn:aws:iam::000000000000:role/r", "Code": { "ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==" },
    });
    let ask = async |refused: Option<&str>| {
        let path = "/2015-03-31/functions";
        let update = Request::put(format!("{path}/f/configuration"));
        check(&room.ask(&eve, update, &change.to_string()).await, refused, "update");
        let told = room.ask(&eve, Request::post(path), &creation.to_string()).await;
        check(&told, refused, "create");
    };
    ask(Some("lambda:GetLayerVersion")).await;
    room.allow("eve", &["lambda:GetLayerVersion"], &layer).await;
    ask(None).await;
}

/// A function that sends on what it was told is no way to call one that its owner may not.
#[tokio::test]
async fn what_becomes_of_calls_goes_where_somebody_may_send_it() {
    let room = Room::new().await;
    room.grant(&["function:f"]).await;
    room.deploy("two", "far").await;
    let eve = room.user("eve").await;
    let changes = ["lambda:PutFunctionEventInvokeConfig", "lambda:UpdateFunctionEventInvokeConfig"];
    room.allow("eve", &changes, "*").await;
    let ask = async |keys: &Credentials, way: &str, to: &str| {
        let path = "/2019-09-25/functions/caller/event-invoke-config";
        let arn = format!("{ARN}:function:{to}");
        let body = json!({ "DestinationConfig": { way: { "Destination": arn } } });
        let put = room.ask(keys, Request::put(path), &body.to_string()).await;
        let update = room.ask(keys, Request::post(path), &body.to_string()).await;
        [put, update]
    };
    for way in ["OnSuccess", "OnFailure"] {
        let action = Some("lambda:InvokeFunction");
        for (to, refused) in [("far", action), ("f", None), ("caller", action)] {
            for told in ask(&eve, way, to).await {
                check(&told, refused, to);
            }
        }
    }
    assert!(ask(&room.admin(), "OnSuccess", "far").await.iter().all(|told| told.status == 200));
    room.allow("eve", &["lambda:InvokeFunction"], &format!("{ARN}:function:far")).await;
    assert!(ask(&eve, "OnSuccess", "far").await.iter().all(|told| told.status == 200));
}

#[tokio::test]
async fn what_is_for_a_while_cannot_be_renewed() {
    let room = Room::new().await;
    let form = || Request::post("/").header("Content-Type", "application/x-www-form-urlencoded");
    let body = "Action=GetSessionToken&Version=2011-06-15";
    let first = room.ask_of("sts", &room.admin(), form(), body).await;
    assert_eq!(first.status, 200, "{first:?}");
    let keys = Credentials {
        access_key: text_of(&first.body, "AccessKeyId"),
        secret_key: text_of(&first.body, "SecretAccessKey"),
        session_token: Some(text_of(&first.body, "SessionToken")),
    };
    let who = "Action=GetCallerIdentity&Version=2011-06-15";
    assert_eq!(room.ask_of("sts", &keys, form(), who).await.status, 200);
    let second = room.ask_of("sts", &keys, form(), body).await;
    assert_eq!((second.status, second.code.as_deref()), (403, Some("AccessDenied")));
    assert!(second.body.contains("Cannot call GetSessionToken with session credentials"));
    // Nor does it make a key that lasts.
    let key = "Action=CreateAccessKey&Version=2010-05-08&UserName=eve";
    let eve = room.user("eve").await;
    let told = room.ask_of("iam", &keys, form(), key).await;
    assert_eq!((told.status, told.code.as_deref()), (403, Some("InvalidClientTokenId")));
    assert_eq!(room.ask_of("iam", &room.admin(), form(), key).await.status, 200);
    assert_eq!(room.ask_of("sts", &eve, form(), who).await.status, 200);
}

/// Guardrails are often written so: what is tagged, and what would be open to the public.
#[tokio::test]
async fn conditions_see_tags_and_what_a_url_wants() {
    let room = Room::new().await;
    let eve = room.user("eve").await;
    let f = format!("{ARN}:function:f");
    let tag = room.admin();
    let tags = format!("/2017-03-31/tags/{}", encoded(&f));
    // Keys of tags are the same in upper and lower case for policies, and are not for Lambda.
    let body = json!({ "Tags": { "ENV": "test", "Env": "prod", "env": "test" } }).to_string();
    let url = "/2021-10-31/functions/f/url";
    let open = json!({ "AuthType": "NONE" }).to_string();
    let signed = json!({ "AuthType": "AWS_IAM" }).to_string();
    room.allow("eve", &["lambda:*"], "*").await;
    let none = json!({ "StringEquals": { "lambda:FunctionUrlAuthType": "NONE" } });
    room.deny_if("eve", &["lambda:*FunctionUrlConfig"], none).await;
    for (request, body, refused) in [
        (Request::post(url), &open, Some("lambda:CreateFunctionUrlConfig")),
        (Request::post(url), &signed, None),
        (Request::put(url), &open, Some("lambda:UpdateFunctionUrlConfig")),
        (Request::get("/2015-03-31/functions/f"), &String::new(), None),
    ] {
        let what = format!("{request:?} {body}");
        check(&room.ask(&eve, request, body).await, refused, &what);
    }
    let claimed = json!({ "StringEquals": { "aws:RequestTag/env": "prod" } });
    room.deny_if("eve", &["lambda:TagResource"], claimed).await;
    let told = room.ask(&eve, Request::post(&tags), &body).await;
    check(&told, Some("lambda:TagResource"), "a tag that is not for everybody");
    let prod = json!({ "StringEquals": { "aws:ResourceTag/env": "prod" } });
    room.deny_if("eve", &["lambda:GetFunction", "lambda:InvokeFunction"], prod).await;
    check(&room.ask(&eve, Request::get("/2015-03-31/functions/f"), "").await, None, "untagged");
    assert_eq!(room.ask(&tag, Request::post(&tags), &body).await.status, 204);
    for (request, action) in [
        (Request::get("/2015-03-31/functions/f"), "lambda:GetFunction"),
        (Request::get("/2015-03-31/functions/f?Qualifier=1"), "lambda:GetFunction"),
        (Request::post("/2015-03-31/functions/f/invocations"), "lambda:InvokeFunction"),
    ] {
        let what = format!("{request:?}");
        check(&room.ask(&eve, request, "").await, Some(action), &what);
    }
}
