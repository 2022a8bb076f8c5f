//! The letter about a call that is over, as Lambda writes it to a destination.

use bytes::Bytes;
use runtime::Failure;
use serde::Serialize;
use serde_json::value::RawValue;
use telemetry::{Record, report};

/// A destination's event is no larger than any asynchronous event.
pub(super) const EVENT_BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug, Clone, Copy, Serialize)]
pub(super) enum Condition {
    Success,
    RetriesExhausted,
    EventAgeExceeded,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Letter<'a> {
    version: &'static str,
    timestamp: String,
    request_context: RequestContext<'a>,
    request_payload: Option<&'a RawValue>,
    response_context: Option<ResponseContext<'a>>,
    response_payload: Option<&'a RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'a> {
    request_id: &'a str,
    function_arn: String,
    condition: Condition,
    approximate_invoke_count: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResponseContext<'a> {
    status_code: u16,
    executed_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    function_error: Option<&'static str>,
}

/// What does not fit into `most` bytes is left out, the event last: knowing that a call failed matters most.
pub(super) fn letter(
    record: &Record,
    arn: &str,
    condition: Condition,
    event: &[u8],
    outcome: Option<&Result<Bytes, Failure>>,
    most: usize,
) -> Vec<u8> {
    let answer = outcome.map(|outcome| match outcome {
        Ok(value) => value.clone(),
        Err(failure) => failure.json(&record.request_id),
    });
    let raw = |json: &'_ [u8]| serde_json::from_slice::<Box<RawValue>>(json).ok();
    let event = raw(event);
    let answer = answer.and_then(|json| raw(&json));
    let write = |event: Option<&RawValue>, answer: Option<&RawValue>| {
        let letter = Letter {
            version: "1.0",
            timestamp: report::iso(record.start_us),
            request_context: RequestContext {
                request_id: &record.request_id,
                function_arn: format!("{arn}:{}", record.version),
                condition,
                approximate_invoke_count: record.attempt,
            },
            request_payload: event,
            response_context: outcome.map(|outcome| ResponseContext {
                status_code: 200,
                executed_version: &record.version,
                function_error: outcome.is_err().then_some("Unhandled"),
            }),
            response_payload: answer,
        };
        // Strings, numbers and JSON that was parsed before: this cannot fail.
        serde_json::to_vec(&letter).unwrap_or_default()
    };
    let full = write(event.as_deref(), answer.as_deref());
    if full.len() <= most {
        return full;
    }
    let without_answer = write(event.as_deref(), None);
    if without_answer.len() <= most { without_answer } else { write(None, None) }
}
