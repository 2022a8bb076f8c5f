//! The event of a function URL: payload format 2.0.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HeaderMap, USER_AGENT};
use http::request::Parts;
use identity::directory::CallerIdentity;
use percent_encoding::percent_decode_str;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Room for an event without its body, as most are.
const EVENT_BYTES: usize = 1024;
/// January is month 1.
const MONTHS: [&str; 13] =
    ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What the event says beside the request itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) domain: &'a str,
    pub(crate) request_id: &'a str,
    pub(crate) source_ip: IpAddr,
    pub(crate) epoch_ms: u64,
    /// Who signed the request, where that is asked.
    pub(crate) caller: Option<&'a Caller>,
}

/// Somebody who signed a request, and the key they did it with.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) access_key: String,
    pub(crate) identity: CallerIdentity,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    version: &'static str,
    route_key: &'static str,
    raw_path: &'a str,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<String>,
    headers: Headers<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<String, String>,
    request_context: RequestContext<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Cow<'a, str>>,
    is_base64_encoded: bool,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'a> {
    account_id: &'a str,
    api_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorizer: Option<Authorizer<'a>>,
    domain_name: &'a str,
    domain_prefix: &'a str,
    http: Http<'a>,
    request_id: &'a str,
    route_key: &'static str,
    stage: &'static str,
    time: String,
    time_epoch: u64,
}

#[derive(serde::Serialize)]
struct Authorizer<'a> {
    iam: Iam<'a>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Iam<'a> {
    access_key: &'a str,
    account_id: &'a str,
    caller_id: &'a str,
    /// Nobody comes by way of Cognito or an organization here.
    cognito_identity: Option<&'a str>,
    principal_org_id: Option<&'a str>,
    user_arn: &'a str,
    user_id: &'a str,
}

impl<'a> Authorizer<'a> {
    fn of(Caller { access_key, identity }: &'a Caller) -> Self {
        let iam = Iam {
            access_key,
            account_id: &identity.account,
            caller_id: &identity.user_id,
            cognito_identity: None,
            principal_org_id: None,
            user_arn: &identity.arn,
            user_id: &identity.user_id,
        };
        Self { iam }
    }
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Http<'a> {
    method: &'a str,
    path: &'a str,
    protocol: &'static str,
    source_ip: String,
    user_agent: Cow<'a, str>,
}

/// `path` is what follows the function's own address, with its slash.
pub(crate) fn event(parts: &Parts, path: &str, body: &Bytes, context: Context<'_>) -> Bytes {
    let query = parts.uri.query().unwrap_or_default();
    let (body, is_base64_encoded) = text_or_base64(&parts.headers, body);
    let prefix = context.domain.split('.').next().unwrap_or_default();
    let event = Event {
        version: "2.0",
        route_key: "$default",
        raw_path: path,
        raw_query_string: query,
        cookies: cookies(&parts.headers),
        headers: Headers(&parts.headers),
        query_string_parameters: parameters(query),
        request_context: RequestContext {
            account_id: context.caller.map_or("anonymous", |caller| &caller.identity.account),
            api_id: prefix,
            authorizer: context.caller.map(Authorizer::of),
            domain_name: context.domain,
            domain_prefix: prefix,
            http: Http {
                method: parts.method.as_str(),
                path,
                protocol: "HTTP/1.1",
                source_ip: context.source_ip.to_string(),
                user_agent: text(parts.headers.get(USER_AGENT)),
            },
            request_id: context.request_id,
            route_key: "$default",
            stage: "$default",
            time: time(context.epoch_ms),
            time_epoch: context.epoch_ms,
        },
        body,
        is_base64_encoded,
    };
    let mut json = Vec::with_capacity(EVENT_BYTES + event.body.as_ref().map_or(0, |it| it.len()));
    // Strings, numbers and maps of strings: this cannot fail.
    let _ = serde_json::to_writer(&mut json, &event);
    json.into()
}

/// A body goes as text when its type says that it is text and it is; else as base64, as on Lambda.
fn text_or_base64<'a>(headers: &HeaderMap, body: &'a [u8]) -> (Option<Cow<'a, str>>, bool) {
    if body.is_empty() {
        return (None, false);
    }
    match std::str::from_utf8(body) {
        Ok(text) if is_text(headers) => (Some(text.into()), false),
        _ => (Some(BASE64_STANDARD.encode(body).into()), true),
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = text(headers.get(CONTENT_TYPE)).to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
        || matches!(kind, "application/json" | "application/javascript" | "application/xml")
}

/// Lower-case names, several values joined by commas; cookies have a field of their own.
struct Headers<'a>(&'a HeaderMap);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in self.0.keys().filter(|name| *name != COOKIE) {
            let mut values = self.0.get_all(name).iter();
            let mut joined = text(values.next());
            for value in values {
                let joined = joined.to_mut();
                joined.push(',');
                joined.push_str(&text(Some(value)));
            }
            map.serialize_entry(name.as_str(), &joined)?;
        }
        map.end()
    }
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all(COOKIE).iter().map(|value| text(Some(value)));
    lines
        .flat_map(|line| line.split(';').map(|c| c.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

/// Decoded names and values, several values of a name joined by commas.
fn parameters(query: &str) -> BTreeMap<String, String> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut out = BTreeMap::<String, String>::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decode(value);
        out.entry(decode(name))
            .and_modify(|joined| {
                joined.push(',');
                joined.push_str(&value);
            })
            .or_insert(value);
    }
    out
}

fn text(value: Option<&http::HeaderValue>) -> Cow<'_, str> {
    value.map(|value| String::from_utf8_lossy(value.as_bytes())).unwrap_or_default()
}

/// `dd/Mon/yyyy:HH:mm:ss +0000`
fn time(epoch_ms: u64) -> String {
    let ms = i64::try_from(epoch_ms).unwrap_or(i64::MAX);
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::MAX);
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    let month = MONTHS[at.month().unsigned_abs() as usize % MONTHS.len()];
    let (day, year) = (at.day(), at.year());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{day:02}/{month}/{year}:{hour:02}:{minute:02}:{second:02} +0000")
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use serde_json::{Value, json};

    use super::*;

    fn of(request: http::request::Builder, path: &str, body: &'static [u8]) -> Value {
        let parts = request.body(()).unwrap().into_parts().0;
        let context = Context {
            domain: "hello.fn.localhost",
            request_id: "id",
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            epoch_ms: 1_700_000_000_123,
            caller: None,
        };
        serde_json::from_slice(&event(&parts, path, &Bytes::from_static(body), context)).unwrap()
    }

    #[test]
    fn who_signed_is_told() {
        let parts = http::Request::get("/").body(()).unwrap().into_parts().0;
        let identity = CallerIdentity {
            account: "000000000000".into(),
            arn: "arn:aws:iam::000000000000:user/eve".into(),
            user_id: "AIDAEVE".into(),
        };
        let caller = Caller { access_key: "AKIAEVE".into(), identity };
        let context = Context {
            domain: "hello.fn.localhost",
            request_id: "id",
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            epoch_ms: 0,
            caller: Some(&caller),
        };
        let event: Value =
            serde_json::from_slice(&event(&parts, "/", &Bytes::new(), context)).unwrap();
        assert_eq!(event["requestContext"]["accountId"], "000000000000");
        assert_eq!(
            event["requestContext"]["authorizer"],
            json!({ "iam": {
                "accessKey": "AKIAEVE",
                "accountId": "000000000000",
                "callerId": "AIDAEVE",
                "cognitoIdentity": null,
                "principalOrgId": null,
                "userArn": "arn:aws:iam::000000000000:user/eve",
                "userId": "AIDAEVE",
            }})
        );
    }

    #[test]
    fn every_field_of_format_2() {
        let request = http::Request::post("/fn/hello/a%20b?x=1&y=%C3%A9+z&x=2&flag")
            .header("Host", "hello.fn.localhost")
            .header("X-Many", "1")
            .header("X-Many", "2")
            .header("Cookie", "a=1; b=2")
            .header("Content-Type", "application/json")
            .header("User-Agent", "curl");
        assert_eq!(
            of(request, "/a%20b", b"{}"),
            json!({
                "version": "2.0",
                "routeKey": "$default",
                "rawPath": "/a%20b",
                "rawQueryString": "x=1&y=%C3%A9+z&x=2&flag",
                "cookies": ["a=1", "b=2"],
                "headers": {
                    "host": "hello.fn.localhost", "x-many": "1,2", "user-agent": "curl",
                    "content-type": "application/json"
                },
                "queryStringParameters": {"x": "1,2", "y": "é z", "flag": ""},
                "requestContext": {
                    "accountId": "anonymous",
                    "apiId": "hello",
                    "domainName": "hello.fn.localhost",
                    "domainPrefix": "hello",
                    "http": {
                        "method": "POST",
                        "path": "/a%20b",
                        "protocol": "HTTP/1.1",
                        "sourceIp": "127.0.0.1",
                        "userAgent": "curl"
                    },
                    "requestId": "id",
                    "routeKey": "$default",
                    "stage": "$default",
                    "time": "14/Nov/2023:22:13:20 +0000",
                    "timeEpoch": 1_700_000_000_123_u64
                },
                "body": "{}",
                "isBase64Encoded": false
            })
        );
    }

    #[test]
    fn what_is_absent_is_left_out_and_bytes_become_base64() {
        let empty = of(http::Request::get("/"), "/", b"");
        for absent in ["cookies", "queryStringParameters", "body"] {
            assert!(empty.get(absent).is_none(), "{absent}");
        }
        let bytes = of(http::Request::post("/"), "/", b"\xff\x00");
        assert_eq!((&bytes["body"], &bytes["isBase64Encoded"]), (&json!("/wA="), &json!(true)));
    }

    #[test]
    fn text_is_what_says_so_and_is() {
        for (kind, body, is_text) in [
            ("application/json", &b"{}"[..], true),
            ("APPLICATION/JSON; charset=utf-8", b"{}", true),
            ("application/vnd.api+json", b"{}", true),
            ("image/svg+xml", b"<svg/>", true),
            ("text/html", "é".as_bytes(), true),
            ("text/html", b"\xff", false),
            ("application/octet-stream", b"plain", false),
            ("application/x-www-form-urlencoded", b"a=1", false),
            ("", b"plain", false),
        ] {
            let event = of(http::Request::post("/").header("Content-Type", kind), "/", body);
            assert_eq!(event["isBase64Encoded"], !is_text, "{kind}");
            let expected = match is_text {
                true => std::str::from_utf8(body).unwrap().to_owned(),
                false => BASE64_STANDARD.encode(body),
            };
            assert_eq!(event["body"], expected, "{kind}");
        }
    }

    #[test]
    fn queries_and_cookies_of_every_shape() {
        for (query, expected) in [
            ("a=1&a=2&b", json!({"a": "1,2", "b": ""})),
            ("a=b=c&=x&&", json!({"a": "b=c", "": "x"})),
            ("%61=%2B+%20&b=%zz%ff", json!({"a": "+  ", "b": "%zz\u{fffd}"})),
            ("a=", json!({"a": ""})),
        ] {
            let event = of(http::Request::get(format!("/?{query}")), "/", b"");
            assert_eq!(event["queryStringParameters"], expected, "{query}");
            assert_eq!(event["rawQueryString"], query);
        }
        let request = http::Request::get("/").header("Cookie", "a=1;b=2 ; ;").header("Cookie", "c");
        assert_eq!(of(request, "/", b"")["cookies"], json!(["a=1", "b=2", "c"]));
    }
}
