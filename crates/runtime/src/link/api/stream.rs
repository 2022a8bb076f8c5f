//! Streamed responses, and the errors they may end in.

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::reply::{Reply, accepted};
use super::state::Turn;
use crate::StreamHead;
use crate::answer::Answer;
use crate::failure::error_json;

const TRAILER_TEXT: &[u8] = b"Lambda-Runtime-Function-Error-Type: ";

/// `announced` says that the body may end in trailers.
pub(super) async fn stream(
    mut turn: Turn<'_>,
    head: StreamHead,
    announced: bool,
    mut body: Incoming,
) -> Reply {
    turn.begin(Answer::StreamHead(head)).await;
    let answers = &turn.shared.answers;
    let mut end = Answer::StreamEnd;
    let mut held = None::<Bytes>;
    while let Some(frame) = body.frame().await {
        match frame.map(hyper::body::Frame::into_data) {
            Ok(Ok(data)) => {
                if let Some(not_the_last) = held.take() {
                    let _ = answers.send(Answer::StreamChunk(not_the_last)).await;
                }
                if announced && data.starts_with(TRAILER_TEXT) {
                    held = Some(data);
                } else {
                    let _ = answers.send(Answer::StreamChunk(data)).await;
                }
            }
            Ok(Err(frame)) => {
                if let Some(error) = frame.trailers_ref().and_then(trailer_error) {
                    end = Answer::StreamError(error);
                }
            }
            Err(_) => {
                end = Answer::StreamError(error_json(
                    "Runtime.TruncatedResponse",
                    "the function's response stream broke off",
                ));
                break;
            }
        }
    }
    // Some versions of the Rust client write their trailers as the last piece of the body.
    let trailers = held.as_deref().and_then(trailers_as_text);
    match (trailers.as_ref().and_then(trailer_error), held) {
        (Some(error), _) => end = Answer::StreamError(error),
        (None, Some(data)) => drop(answers.send(Answer::StreamChunk(data)).await),
        (None, None) => {}
    }
    turn.end(end).await;
    accepted()
}

fn trailers_as_text(text: &[u8]) -> Option<http::HeaderMap> {
    let lines = std::str::from_utf8(text).ok()?.lines();
    let pairs = lines.map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.parse::<http::HeaderName>().ok()?, value.parse::<http::HeaderValue>().ok()?))
    });
    pairs.collect()
}

/// The error a stream ended with: its JSON comes base64-coded in the trailers.
fn trailer_error(trailers: &http::HeaderMap) -> Option<Bytes> {
    let kind = trailers.get("lambda-runtime-function-error-type")?;
    let decoded = trailers
        .get("lambda-runtime-function-error-body")
        .and_then(|body| base64::Engine::decode(&base64::prelude::BASE64_STANDARD, body).ok())
        .filter(|json| serde_json::from_slice::<serde::de::IgnoredAny>(json).is_ok());
    Some(match decoded {
        Some(json) => json.into(),
        None => error_json(kind.to_str().unwrap_or("Unhandled"), "the function's stream failed"),
    })
}
