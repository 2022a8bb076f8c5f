//! Streamed answers: the prelude that describes the response, then the body as it comes.

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use runtime::{Body, BodyError, Chunks, StreamHead};

use crate::response::Described;

const INTEGRATION: &str = "application/vnd.awslambda.http-integration-response";
/// Eight zeros part the prelude from the body.
const END: [u8; 8] = [0; 8];
const PRELUDE_BYTES_MAX: usize = 64 * 1024;

pub(crate) async fn response(
    head: StreamHead,
    mut chunks: Chunks,
) -> Result<Response<Body>, String> {
    if head.content_type.as_deref() != Some(INTEGRATION) {
        let kind = head.content_type.as_deref().unwrap_or("application/octet-stream");
        let kind =
            HeaderValue::from_str(kind).map_err(|_| "the content type is no header".to_owned())?;
        let mut response = Response::new(chunks.boxed_unsync());
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert(CONTENT_TYPE, kind);
        return Ok(response);
    }
    let (prelude, rest) = prelude(&mut chunks).await?;
    let described: Described = serde_json::from_slice(&prelude)
        .map_err(|error| format!("the stream's prelude: {error}"))?;
    let mut response = Response::new(joined(rest, chunks));
    described.apply(&mut response)?;
    Ok(response)
}

/// Reads up to the end of the prelude: the prelude, and what of the body came with it.
async fn prelude(chunks: &mut Chunks) -> Result<(Bytes, Bytes), String> {
    let mut seen = BytesMut::new();
    loop {
        let Some(piece) = chunks.next().await else {
            return Err("the stream ended within its prelude".into());
        };
        let piece = piece.map_err(|BodyError(text)| text)?;
        // The zeros may be split between two pieces.
        let from = seen.len().saturating_sub(END.len() - 1);
        seen.extend_from_slice(&piece);
        if let Some(at) = seen[from..].windows(END.len()).position(|window| window == END) {
            let prelude = seen.split_to(from + at).freeze();
            let rest = seen.split_off(END.len()).freeze();
            return Ok((prelude, rest));
        }
        if seen.len() > PRELUDE_BYTES_MAX {
            return Err(format!("the stream's prelude is longer than {PRELUDE_BYTES_MAX} bytes"));
        }
    }
}

/// A body of what was read already and what is still to come.
fn joined(first: Bytes, chunks: Chunks) -> Body {
    Joined { first: Some(first).filter(|first| !first.is_empty()), chunks }.boxed_unsync()
}

struct Joined {
    first: Option<Bytes>,
    chunks: Chunks,
}

impl http_body::Body for Joined {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, BodyError>>> {
        match self.first.take() {
            Some(first) => std::task::Poll::Ready(Some(Ok(http_body::Frame::data(first)))),
            None => std::pin::Pin::new(&mut self.chunks).poll_frame(cx),
        }
    }
}
