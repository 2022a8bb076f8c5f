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
use telemetry::{Query, Trigger};

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
        set(&mut response, "x-amz-executed-version", answer.version);
        if failed {
            set(&mut response, "x-amz-function-error", "Unhandled");
        }
        if wants_log {
            set(&mut response, "x-amz-log-result", &self.log_tail(name, &id, since_us).await);
        }
        Ok(response)
    }

    /// The end of what the call logged, as Lambda gives it: 4 KB, base64.
    async fn log_tail(&self, function: Arc<str>, request: &Arc<str>, since_us: u64) -> String {
        let query = Query { request: Some(request.clone()), since_us, ..Query::of(function) };
        let page = self.telemetry.logs(query).await.unwrap_or_default();
        let mut text = String::new();
        for event in page.events {
            text.push_str(&event.text);
            text.push('\n');
        }
        let mut from = text.len().saturating_sub(LOG_TAIL_BYTES);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        BASE64_STANDARD.encode(&text[from..])
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
    match serde_json::from_slice::<serde::de::IgnoredAny>(&body) {
        Ok(_) => Ok(body),
        Err(error) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "InvalidRequestContentException",
            format!("Could not parse request body into json: {error}"),
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

/// The same JSON with what is not ASCII written as escapes.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0u16; 2];
    for c in json.chars() {
        if c.is_ascii() {
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
