//! What calls are given, and what they are refused with.

use std::sync::Arc;

use ::invoke::{Refusal, Refused};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use protocol::Fault;
use protocol::lambda::{Error, ThrottleReason};

const CONTEXT_BYTES_MAX: usize = 3_583;

/// An event is JSON; nothing at all is an empty object.
pub(super) fn event(body: Bytes) -> Result<Bytes, Error> {
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
        Some(problem) => Err(Error::InvalidRequestContent {
            message: format!("Could not parse request body into json: {problem}"),
        }),
    }
}

pub(super) fn client_context(given: Option<&str>) -> Result<Option<Arc<str>>, Error> {
    let Some(context) = given else { return Ok(None) };
    let wrong = |what: &str| Error::InvalidRequestContent {
        message: format!("Client context must be {what}"),
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

pub(super) fn refused(refused: Refused) -> Error {
    let message = refused.to_string();
    let throttled = |reason| Error::TooManyRequests {
        message: message.clone(),
        reason: Some(reason),
        retry_after_seconds: None,
    };
    match refused {
        Refused::Policy(Refusal::NoSuchFunction | Refusal::Removed) => {
            Error::ResourceNotFound { message }
        }
        Refused::Policy(Refusal::AccountConcurrency { .. }) => {
            throttled(ThrottleReason::ConcurrentInvocationLimitExceeded)
        }
        Refused::Policy(_) => {
            throttled(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded)
        }
        Refused::QueueFull { .. } | Refused::QueueBytes { .. } => {
            throttled(ThrottleReason::ConcurrentInvocationLimitExceeded)
        }
        Refused::TooLarge { bytes, most, .. } => {
            let message = format!(
                "{bytes} byte payload is too large for the Event invocation type (limit {most} bytes)"
            );
            Error::RequestTooLarge { message }
        }
        Refused::Recursive { .. } => Error::RecursiveInvocation { message },
        Refused::Stopping | Refused::Store(_) => {
            Fault::new(503, "ServiceException", message).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(error: Error) -> (u16, String) {
        let fault = Fault::from(error);
        (fault.status, fault.code.into_owned())
    }

    #[test]
    fn events_are_json_in_utf_8() {
        let read = |bytes: &'static [u8]| event(Bytes::from_static(bytes));
        assert_eq!(&read(b"").unwrap()[..], b"{}");
        for fine in [&b"{}"[..], b" 1 ", b"null", "\"é\"".as_bytes(), b"[1e999]", b"\"\\ud800\""] {
            assert_eq!(&read(fine).unwrap()[..], fine);
        }
        for wrong in [&b"{"[..], b"{} {}", b"'a'", b"\xff", b"\"\xff\"", b"NaN", b"\"\n\"", b" "] {
            let expected = (400, "InvalidRequestContentException".into());
            assert_eq!(told(read(wrong).unwrap_err()), expected, "{wrong:?}");
        }
        let deep = "[".repeat(100_000);
        assert!(event(deep.into()).is_err(), "and no stack is used up");
    }

    #[test]
    fn a_client_context_is_an_object_that_a_header_can_carry() {
        let read = |json: &str| client_context(Some(&BASE64_STANDARD.encode(json)));
        assert_eq!(client_context(None).unwrap(), None);
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
        assert!(client_context(Some("?")).is_err());
        let long = "x".repeat(CONTEXT_BYTES_MAX);
        assert!(read(&format!("{{\"a\":\"{long}\"}}")).is_err());
    }

    proptest! {
        /// Whatever the text, the header can be written and says the same.
        #[test]
        fn any_client_context_fits_a_header(text: String) {
            let json = serde_json::json!({ "a": text }).to_string();
            let written = ascii(&json);
            prop_assert!(http::HeaderValue::from_str(&written).is_ok());
            let read: serde_json::Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read["a"].as_str(), Some(text.as_str()));
        }
    }

    #[test]
    fn refusals_have_the_codes_clients_know() {
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
            (Refused::QueueBytes { whose: "all functions", most: 1 }, 429, throttled, account),
            (
                Refused::TooLarge { what: "an event", bytes: 2, most: 1 },
                413,
                "RequestTooLargeException",
                "",
            ),
            (Refused::Stopping, 503, "ServiceException", ""),
            (Refused::Store("disk".into()), 503, "ServiceException", ""),
        ] {
            let error = refused(refusal.clone());
            let told_reason = match &error {
                Error::TooManyRequests { reason, .. } => reason.map_or("", |one| one.as_str()),
                _ => "",
            };
            assert_eq!(told_reason, reason, "{refusal:?}");
            assert_eq!(told(error), (status, code.to_owned()), "{refusal:?}");
        }
    }
}
