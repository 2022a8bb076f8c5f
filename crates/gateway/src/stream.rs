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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader gets of a stream that comes in these pieces: status, headers and body.
    async fn read(kind: Option<&str>, pieces: &[&[u8]]) -> Result<(u16, String, Vec<u8>), String> {
        let (sender, chunks) = Chunks::channel();
        let pieces: Vec<_> = pieces.iter().map(|piece| Bytes::copy_from_slice(piece)).collect();
        let writer = tokio::spawn(async move {
            for piece in pieces {
                if sender.send(Ok(piece)).await.is_err() {
                    return;
                }
            }
        });
        let head = StreamHead { content_type: kind.map(str::to_owned) };
        let response = response(head, chunks).await;
        let response = response?;
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        let headers = headers.collect::<Vec<_>>().join(", ");
        let body = response.into_body().collect().await.map_err(|BodyError(text)| text)?;
        writer.await.unwrap();
        Ok((status, headers, body.to_bytes().to_vec()))
    }

    #[tokio::test]
    async fn a_stream_without_a_prelude_is_the_body() {
        let told = read(None, &[b"a", b"\0\0\0\0\0\0\0\0", b"b"]).await.unwrap();
        let body = b"a\0\0\0\0\0\0\0\0b".to_vec();
        assert_eq!(told, (200, "content-type: application/octet-stream".into(), body));
        let told = read(Some("text/plain"), &[]).await.unwrap();
        assert_eq!(told, (200, "content-type: text/plain".into(), vec![]));
        let wrong = read(Some("a\nb"), &[]).await.unwrap_err();
        assert_eq!(wrong, "the content type is no header");
    }

    #[tokio::test]
    async fn a_prelude_that_is_none_is_an_error() {
        let long = vec![b' '; PRELUDE_BYTES_MAX + 1];
        for (pieces, expected) in [
            (vec![&b"{}"[..]], "the stream ended within its prelude"),
            (vec![b"{}\0\0\0\0\0\0\0"], "the stream ended within its prelude"),
            (vec![b"[\0\0\0\0\0\0\0\0"], "the stream's prelude: EOF while parsing"),
            (vec![&long], "the stream's prelude is longer than 65536 bytes"),
            (vec![b"{\"statusCode\": 99}\0\0\0\0\0\0\0\0"], "statusCode must be a number"),
        ] {
            let told = read(Some(INTEGRATION), &pieces).await.unwrap_err();
            assert!(told.starts_with(expected), "{told}");
        }
    }

    proptest::proptest! {
        /// Pieces may end anywhere: within the prelude, within the zeros, within the body.
        #[test]
        fn however_a_stream_is_cut(
            body: Vec<u8>,
            cuts in proptest::collection::vec(0usize..80, 0..12),
        ) {
            let prelude = br#"{"statusCode": 201, "headers": {"X-A": "1"}, "cookies": ["c=1"]}"#;
            let all = [&prelude[..], &END, &body].concat();
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(all.len())).collect();
            cuts.sort_unstable();
            cuts.push(all.len());
            let mut from = 0;
            let pieces: Vec<&[u8]> =
                cuts.iter().map(|cut| &all[std::mem::replace(&mut from, *cut)..*cut]).collect();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let told = runtime.block_on(read(Some(INTEGRATION), &pieces)).unwrap();
            let headers = "content-type: application/json, x-a: 1, set-cookie: c=1";
            proptest::prop_assert_eq!(told, (201, headers.to_owned(), body));
        }
    }
}
