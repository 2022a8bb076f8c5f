//! Invoke: a call now, a call kept for later, or only the question whether it would be allowed.

use std::sync::Arc;

use ::invoke::{Invocation, Refusal, Refused};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::{Bytes, BytesMut};
use functions::Function;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use runtime::{Body, Chunks, Failure, Input, Output, PAYLOAD_BYTES_MAX, empty_body, full_body};
use telemetry::{Query, Telemetry, Trigger};

use super::door::Lambda;
use super::error::ApiError;

const CONTEXT_BYTES_MAX: usize = 3_583;
const LOG_TAIL_BYTES: usize = 4 * 1024;

enum Mode {
    Wait,
    Keep,
    DryRun,
}

impl Lambda {
    pub(super) async fn invoke(
        &self,
        function: Arc<Function>,
        qualifier: Option<Arc<str>>,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response<Body>, ApiError> {
        let mode = mode(headers)?;
        let wants_log = text(headers, "x-amz-log-type").is_some_and(|kind| kind == "Tail");
        let event = event(body)?;
        let trigger = if matches!(mode, Mode::Keep) { Trigger::Async } else { Trigger::Sync };
        let trace = text(headers, "x-amzn-trace-id");
        let mut invocation = Invocation::new(function, Input::Event(event), trigger, trace);
        invocation.client_context = client_context(headers)?;
        invocation.qualifier = qualifier;
        match mode {
            Mode::DryRun => Ok(status(StatusCode::NO_CONTENT)),
            Mode::Keep => {
                let id = self.invoker.enqueue(invocation).await.map_err(refused)?;
                let mut response = status(StatusCode::ACCEPTED);
                set(&mut response, "x-amzn-requestid", &id);
                Ok(response)
            }
            Mode::Wait => self.wait(invocation, wants_log).await,
        }
    }

    async fn wait(
        &self,
        invocation: Invocation,
        wants_log: bool,
    ) -> Result<Response<Body>, ApiError> {
        let name: Arc<str> = invocation.function.name.as_str().into();
        let since_us = ::invoke::now_us();
        let answer = self.invoker.invoke(invocation).await.map_err(refused)?;
        let id = answer.request_id;
        let (body, failed) = match answer.output {
            Ok(Output::Value(value)) => (value, false),
            Ok(Output::Stream(_, chunks)) => collect(chunks, &id).await,
            // An event's answer is never a bare response: the instance makes it a value.
            Ok(Output::Http(response)) => match response.into_body().collect().await {
                Ok(body) => (body.to_bytes(), false),
                Err(error) => (error.to_string().into(), true),
            },
            Err(failure) => (failure.json(&id), true),
        };
        let mut response = Response::new(full_body(body));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        set(&mut response, "x-amzn-requestid", &id);
        set(&mut response, "x-amz-executed-version", &answer.version.text());
        if failed {
            set(&mut response, "x-amz-function-error", "Unhandled");
        }
        if wants_log {
            set(
                &mut response,
                "x-amz-log-result",
                &log_tail(&self.telemetry, name, &id, since_us).await,
            );
        }
        Ok(response)
    }
}

/// The end of what the call logged, as Lambda gives it: 4 KB, base64.
async fn log_tail(
    telemetry: &Telemetry,
    function: Arc<str>,
    request: &Arc<str>,
    since_us: u64,
) -> String {
    let mut query = Query { request: Some(request.clone()), since_us, ..Query::of(function) };
    let mut text = String::new();
    loop {
        let page = telemetry.logs(query.clone()).await.unwrap_or_default();
        for event in page.events {
            text.push_str(&event.text);
            text.push('\n');
        }
        let from = text.ceil_char_boundary(text.len().saturating_sub(LOG_TAIL_BYTES));
        text.drain(..from);
        if !page.more {
            return BASE64_STANDARD.encode(text);
        }
        query.after = page.last;
    }
}

fn mode(headers: &HeaderMap) -> Result<Mode, ApiError> {
    match text(headers, "x-amz-invocation-type") {
        None | Some("RequestResponse") => Ok(Mode::Wait),
        Some("Event") => Ok(Mode::Keep),
        Some("DryRun") => Ok(Mode::DryRun),
        Some(other) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "InvalidParameterValueException",
            format!(
                "1 validation error detected: Value '{other}' at 'invocationType' failed to satisfy \
                 constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]"
            ),
        )),
    }
}

/// An event is JSON; nothing at all is an empty object.
fn event(body: Bytes) -> Result<Bytes, ApiError> {
    if body.is_empty() {
        return Ok(Bytes::from_static(b"{}"));
    }
    let problem = match std::str::from_utf8(&body) {
        Ok(text) => {
            serde_json::from_str::<serde::de::IgnoredAny>(text).err().map(|e| e.to_string())
        }
        Err(error) => Some(error.to_string()),
    };
    match problem {
        None => Ok(body),
        Some(problem) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "InvalidRequestContentException",
            format!("Could not parse request body into json: {problem}"),
        )),
    }
}

fn client_context(headers: &HeaderMap) -> Result<Option<Arc<str>>, ApiError> {
    let Some(context) = text(headers, "x-amz-client-context") else { return Ok(None) };
    let wrong = |what: &str| {
        let message = format!("Client context must be {what}");
        ApiError::new(StatusCode::BAD_REQUEST, "InvalidRequestContentException", message)
    };
    if context.len() > CONTEXT_BYTES_MAX {
        return Err(wrong("no longer than 3583 bytes of base64"));
    }
    let json =
        BASE64_STANDARD.decode(context).map_err(|_| wrong("a valid base64-encoded string"))?;
    let value: serde_json::Value =
        serde_json::from_slice(&json).map_err(|_| wrong("a valid Base64-encoded JSON object"))?;
    if !value.is_object() {
        return Err(wrong("a valid Base64-encoded JSON object"));
    }
    // Written anew on one line: programs get it in a header.
    Ok(Some(ascii(&value.to_string()).into()))
}

/// The same JSON with what no header can carry written as escapes.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0u16; 2];
    for c in json.chars() {
        if matches!(c, ' '..='~') {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// A whole stream, for a caller that asked for one answer.
async fn collect(mut chunks: Chunks, request_id: &str) -> (Bytes, bool) {
    let mut all = BytesMut::new();
    while let Some(piece) = chunks.next().await {
        match piece {
            Ok(piece) if all.len() + piece.len() > PAYLOAD_BYTES_MAX => {
                return (Failure::ResponseTooLarge.json(request_id), true);
            }
            Ok(piece) => all.extend_from_slice(&piece),
            Err(error) => return (error.0.into(), true),
        }
    }
    (all.freeze(), false)
}

fn refused(refused: Refused) -> ApiError {
    let message = refused.to_string();
    let throttled = |reason| {
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", message.clone())
            .because(reason)
    };
    match refused {
        Refused::Policy(Refusal::NoSuchFunction | Refusal::Removed) => {
            ApiError::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", message)
        }
        Refused::Policy(Refusal::AccountConcurrency { .. }) => {
            throttled("ConcurrentInvocationLimitExceeded")
        }
        Refused::Policy(_) => throttled("ReservedFunctionConcurrentInvocationLimitExceeded"),
        Refused::QueueFull { .. } => throttled("ConcurrentInvocationLimitExceeded"),
        Refused::TooLarge { bytes, most, .. } => ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestTooLargeException",
            format!(
                "{bytes} byte payload is too large for the Event invocation type (limit {most} bytes)"
            ),
        ),
        Refused::Stopping | Refused::Store(_) => {
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceException", message)
        }
    }
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(empty_body());
    *response.status_mut() = status;
    response
}

fn set(response: &mut Response<Body>, name: &'static str, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().insert(name, value);
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use telemetry::LogEvent;

    use super::*;

    fn header(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        headers
    }

    async fn told(error: ApiError) -> (u16, String, String) {
        let response = error.response();
        let kind = response.headers()["x-amzn-errortype"].to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["Message"], body["message"]);
        assert_eq!(body["Type"], if status < 500 { "User" } else { "Service" });
        (status, kind, body["Reason"].as_str().unwrap_or_default().to_owned())
    }

    #[tokio::test]
    async fn kinds_of_invocation() {
        assert!(matches!(mode(&HeaderMap::new()), Ok(Mode::Wait)));
        for (kind, expected) in [
            ("RequestResponse", Some("wait")),
            ("Event", Some("keep")),
            ("DryRun", Some("dry run")),
            ("event", None),
            ("", None),
        ] {
            let got = match mode(&header("x-amz-invocation-type", kind)) {
                Ok(Mode::Wait) => Some("wait"),
                Ok(Mode::Keep) => Some("keep"),
                Ok(Mode::DryRun) => Some("dry run"),
                Err(error) => {
                    let expected = (400, "InvalidParameterValueException".into(), String::new());
                    assert_eq!(told(error).await, expected);
                    None
                }
            };
            assert_eq!(got, expected, "{kind}");
        }
    }

    #[tokio::test]
    async fn events_are_json_in_utf_8() {
        let read = |bytes: &'static [u8]| event(Bytes::from_static(bytes));
        assert_eq!(&read(b"").unwrap()[..], b"{}");
        for fine in [&b"{}"[..], b" 1 ", b"null", "\"é\"".as_bytes(), b"[1e999]", b"\"\\ud800\""] {
            assert_eq!(&read(fine).unwrap()[..], fine);
        }
        for wrong in [&b"{"[..], b"{} {}", b"'a'", b"\xff", b"\"\xff\"", b"NaN", b"\"\n\"", b" "] {
            let expected = (400, "InvalidRequestContentException".into(), String::new());
            assert_eq!(told(read(wrong).unwrap_err()).await, expected, "{wrong:?}");
        }
        let deep = "[".repeat(100_000);
        assert!(event(deep.into()).is_err(), "and no stack is used up");
    }

    #[test]
    fn a_client_context_is_an_object_that_a_header_can_carry() {
        let read = |json: &str| {
            client_context(&header("x-amz-client-context", &BASE64_STANDARD.encode(json)))
        };
        assert_eq!(client_context(&HeaderMap::new()).unwrap(), None);
        for (json, expected) in [
            ("{}", "{}"),
            ("{\n \"a\" : 1}", r#"{"a":1}"#),
            ("{\"a\":\"é😀\"}", r#"{"a":"\u00e9\ud83d\ude00"}"#),
            ("{\"a\":\"\u{7f}\\u0001\"}", r#"{"a":"\u007f\u0001"}"#),
        ] {
            assert_eq!(read(json).unwrap().as_deref(), Some(expected), "{json}");
        }
        for wrong in ["", "1", "[]", "{", "null"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(client_context(&header("x-amz-client-context", "?")).is_err());
        let long = "x".repeat(CONTEXT_BYTES_MAX);
        assert!(read(&format!("{{\"a\":\"{long}\"}}")).is_err());
    }

    proptest! {
        /// Whatever the text, the header can be written and says the same.
        #[test]
        fn any_client_context_fits_a_header(text: String) {
            let json = serde_json::json!({ "a": text }).to_string();
            let written = ascii(&json);
            prop_assert!(HeaderValue::from_str(&written).is_ok());
            let read: serde_json::Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read["a"].as_str(), Some(text.as_str()));
        }
    }

    #[tokio::test]
    async fn refusals_have_the_codes_clients_know() {
        let throttled = "TooManyRequestsException";
        let reserved = "ReservedFunctionConcurrentInvocationLimitExceeded";
        let account = "ConcurrentInvocationLimitExceeded";
        for (refusal, status, code, reason) in [
            (Refused::Policy(Refusal::NoSuchFunction), 404, "ResourceNotFoundException", ""),
            (Refused::Policy(Refusal::Removed), 404, "ResourceNotFoundException", ""),
            (Refused::Policy(Refusal::FunctionConcurrency { limit: 1 }), 429, throttled, reserved),
            (Refused::Policy(Refusal::AccountConcurrency { limit: 1 }), 429, throttled, account),
            (Refused::Policy(Refusal::WaitedTooLong { waited_ms: 1 }), 429, throttled, reserved),
            (Refused::QueueFull { most: 1 }, 429, throttled, account),
            (
                Refused::TooLarge { what: "an event", bytes: 2, most: 1 },
                413,
                "RequestTooLargeException",
                "",
            ),
            (Refused::Stopping, 503, "ServiceException", ""),
            (Refused::Store("disk".into()), 503, "ServiceException", ""),
        ] {
            let expected = (status, code.to_owned(), reason.to_owned());
            assert_eq!(told(refused(refusal.clone())).await, expected, "{refusal:?}");
        }
    }

    /// However much a call logged, its end is what is shown.
    #[tokio::test]
    async fn the_tail_of_a_log_is_its_end() {
        let store = store::Store::in_memory(store::Options::default()).unwrap();
        let telemetry = Telemetry::open(store, telemetry::Options::default()).unwrap();
        let request: Arc<str> = "r".into();
        for n in 0..12_000_u64 {
            let event =
                LogEvent::platform("f".into(), "s".into(), 1_000 + n, format!("line {n} é"));
            telemetry.log(event.of_request(request.clone()));
        }
        let tail = log_tail(&telemetry, "f".into(), &request, 0).await;
        let text = String::from_utf8(BASE64_STANDARD.decode(tail).unwrap()).unwrap();
        assert!(text.ends_with("line 11998 é\nline 11999 é\n"), "{text}");
        assert!(text.len() <= LOG_TAIL_BYTES && text.len() > LOG_TAIL_BYTES - 20);
    }
}
