//! Bodies of requests and answers: bytes that come in pieces, with room for few at a time.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::EndGate;

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

/// Pieces and bytes in flight between a writer and its reader: enough to keep both busy, and little
/// where a thousand readers are slow.
const IN_FLIGHT: usize = 8;
const BYTES_IN_FLIGHT: usize = 64 * 1024;

type Piece = Result<Bytes, BodyError>;

/// Nobody reads any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone;

/// A streamed answer as its reader sees it. Ends with an error when the function breaks off.
#[derive(Debug)]
pub struct Chunks {
    pieces: mpsc::Receiver<(Piece, Option<OwnedSemaphorePermit>)>,
    left: Option<u64>,
    gate: Option<EndGate>,
}

/// The writing end of [`Chunks`].
#[derive(Debug, Clone)]
pub struct ChunkSender {
    pieces: mpsc::Sender<(Piece, Option<OwnedSemaphorePermit>)>,
    window: Arc<Semaphore>,
}

/// Room for one piece.
#[derive(Debug)]
pub struct Reserved<'a> {
    place: mpsc::Permit<'a, (Piece, Option<OwnedSemaphorePermit>)>,
    window: Option<OwnedSemaphorePermit>,
}

impl Reserved<'_> {
    pub fn send(self, piece: Piece) {
        self.place.send((piece, self.window));
    }
}

impl ChunkSender {
    /// Waits until there is room for the piece.
    pub async fn send(&self, piece: Piece) -> Result<(), Gone> {
        self.reserve(piece.as_ref().map_or(0, Bytes::len)).await?.send(piece);
        Ok(())
    }

    /// Waits until there is room for a piece of so many bytes. One that is larger than all room waits
    /// for all of it.
    pub async fn reserve(&self, bytes: usize) -> Result<Reserved<'_>, Gone> {
        let bytes = u32::try_from(bytes.min(BYTES_IN_FLIGHT)).unwrap_or(0);
        // Never closed, and no larger than all there is.
        let window = tokio::select! {
            window = self.window.clone().acquire_many_owned(bytes) => window.ok(),
            () = self.pieces.closed() => return Err(Gone),
        };
        let place = self.pieces.reserve().await.map_err(|_| Gone)?;
        Ok(Reserved { place, window })
    }

    /// Waits until nobody reads any more.
    pub async fn closed(&self) {
        self.pieces.closed().await;
    }

    pub fn is_closed(&self) -> bool {
        self.pieces.is_closed()
    }

    /// Tells the reader that nothing more comes and that this is not the end. The reader may be slow,
    /// and nobody waits for it; without a word it would take what it has for the whole.
    pub fn break_off(self, error: BodyError) {
        tokio::spawn(async move { self.send(Err(error)).await });
    }
}

impl Chunks {
    pub fn channel() -> (ChunkSender, Self) {
        let (sender, pieces) = mpsc::channel(IN_FLIGHT);
        let window = Arc::new(Semaphore::new(BYTES_IN_FLIGHT));
        (ChunkSender { pieces: sender, window }, Self { pieces, left: None, gate: None })
    }

    /// The reader learns of its end once the gate is open.
    #[must_use]
    pub fn gated(self, gate: EndGate) -> Self {
        Self { gate: Some(gate), ..self }
    }

    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Piece>> {
        match (ready!(self.pieces.poll_recv(cx)), &mut self.gate) {
            (Some((piece, _)), _) => Poll::Ready(Some(piece)),
            (None, Some(gate)) => gate.poll(cx).map(|()| None),
            (None, None) => Poll::Ready(None),
        }
    }

    /// A body of which is known how long it is.
    pub(crate) fn sized(self, bytes: u64) -> Body {
        Self { left: Some(bytes), ..self }.boxed_unsync()
    }
}

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let polled = self.poll_next(cx);
        if let (Poll::Ready(Some(Ok(piece))), Some(left)) = (&polled, &mut self.left) {
            *left = left.saturating_sub(piece.len() as u64);
        }
        polled.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many bytes a writer gets rid of that nobody reads from.
    async fn unread(piece: usize) -> usize {
        let (sender, _chunks) = Chunks::channel();
        let mut sent = 0;
        let write = async {
            loop {
                sender.send(Ok(Bytes::from(vec![0; piece]))).await.unwrap();
                sent += piece;
            }
        };
        let moment = std::time::Duration::from_millis(20);
        let _ = tokio::time::timeout(moment, write).await;
        sent
    }

    #[tokio::test]
    async fn little_waits_for_a_slow_reader() {
        assert_eq!(unread(10).await, 8 * 10);
        assert_eq!(unread(30_000).await, 60_000);
        assert_eq!(unread(1_000_000).await, 1_000_000, "or one piece");
    }

    #[tokio::test]
    async fn a_writer_that_waits_hears_that_nobody_reads() {
        let (sender, chunks) = Chunks::channel();
        sender.send(Ok(Bytes::from(vec![0; 100_000]))).await.unwrap();
        let waiting = tokio::spawn(async move { sender.send(Ok(Bytes::from_static(b"x"))).await });
        tokio::task::yield_now().await;
        drop(chunks);
        assert_eq!(waiting.await.unwrap(), Err(Gone));
    }
}
