//! Bodies of requests and answers: bytes that come in pieces, with room for few at a time.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full};
use tokio::sync::mpsc;

/// Why a body broke off.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct BodyError(pub String);

pub type Body = UnsyncBoxBody<Bytes, BodyError>;

pub fn full_body(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

pub fn empty_body() -> Body {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// Pieces in flight between an instance and its reader: enough to keep both busy.
const IN_FLIGHT: usize = 8;

/// Tells the reader of a stream that nothing more comes and that this is not its end. The reader may
/// be slow, and nobody waits for it; without a word it would take what it has for the whole.
pub(crate) fn break_off(chunks: ChunkSender, error: BodyError) {
    tokio::spawn(async move { chunks.send(Err(error)).await });
}

/// A streamed answer as its reader sees it. Ends with an error when the function breaks off.
#[derive(Debug)]
pub struct Chunks(mpsc::Receiver<Result<Bytes, BodyError>>);

/// The writing end of [`Chunks`].
pub type ChunkSender = mpsc::Sender<Result<Bytes, BodyError>>;

impl Chunks {
    pub fn channel() -> (ChunkSender, Self) {
        let (sender, receiver) = mpsc::channel(IN_FLIGHT);
        (sender, Self(receiver))
    }

    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        self.0.recv().await
    }
}

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
