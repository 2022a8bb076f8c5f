//! Answers that come in pieces, and whose readers learn of the end when there is a record of it.
//!
//! Whoever has seen the end of an answer may rely on what the platform says of the call. So the end
//! waits, and where the head says how long the answer is, its last piece, with which readers stop.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_LENGTH;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::sync::oneshot;
use tokio::time::Sleep;

use crate::{Body, BodyError};

/// Held by whoever keeps the record of an answer; dropping it opens the gate.
#[derive(Debug)]
pub struct GateHolder(
    #[expect(dead_code, reason = "that it is there is what it says")] oneshot::Sender<Infallible>,
);

/// What the end of an answer waits for.
#[derive(Debug)]
pub struct EndGate {
    dropped: oneshot::Receiver<Infallible>,
    over: bool,
}

pub fn end_gate() -> (GateHolder, EndGate) {
    let (holder, dropped) = oneshot::channel();
    (GateHolder(holder), EndGate { dropped, over: false })
}

impl EndGate {
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.over {
            // Nothing is ever sent.
            let _ = ready!(Pin::new(&mut self.dropped).poll(cx));
            self.over = true;
        }
        Poll::Ready(())
    }
}

/// An answer whose reader learns of its end once the gate is open; or after `patience`, where whoever
/// answers may work on for long after it has.
pub fn gated(answer: Response<Body>, gate: EndGate, patience: Option<Duration>) -> Response<Body> {
    let left = answer.headers().get(CONTENT_LENGTH);
    let left = left.and_then(|length| length.to_str().ok()?.parse().ok());
    answer
        .map(|body| Gated { body, gate, patience, waiting: None, left, last: None }.boxed_unsync())
}

struct Gated {
    body: Body,
    gate: EndGate,
    patience: Option<Duration>,
    waiting: Option<Pin<Box<Sleep>>>,
    /// What is still to come, where that is known.
    left: Option<u64>,
    /// What is held back.
    last: Option<Option<Frame<Bytes>>>,
}

impl Gated {
    fn poll_gate(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.gate.poll(cx).is_ready() {
            return Poll::Ready(());
        }
        let Some(patience) = self.patience else { return Poll::Pending };
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        waiting.as_mut().poll(cx)
    }
}

impl HttpBody for Gated {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.last.is_none() {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(frame)) => Some(frame),
                None => None,
            };
            let bytes = frame.as_ref().and_then(Frame::data_ref).map_or(0, Bytes::len) as u64;
            self.left = self.left.map(|left| left.saturating_sub(bytes));
            if frame.is_some() && self.left != Some(0) {
                return Poll::Ready(frame.map(Ok));
            }
            self.last = Some(frame);
        }
        ready!(self.poll_gate(cx));
        match self.last.replace(None).flatten() {
            Some(frame) => Poll::Ready(Some(Ok(frame))),
            None => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self.left {
            Some(_) if self.last.is_some() => SizeHint::default(),
            _ => self.body.size_hint(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::{Chunks, full_body};

    /// Whether what is read next is there before the end is kept.
    async fn waits<T>(read: impl Future<Output = T>) -> bool {
        tokio::time::timeout(Duration::from_millis(20), read).await.is_err()
    }

    #[tokio::test]
    async fn the_end_waits_and_nothing_else() {
        let (sender, chunks) = Chunks::channel();
        let (holder, gate) = end_gate();
        let mut chunks = chunks.gated(gate);
        sender.send(Ok(Bytes::from_static(b"a"))).await.unwrap();
        drop(sender);
        assert_eq!(chunks.next().await.unwrap().unwrap(), "a");
        assert!(waits(chunks.next()).await);
        drop(holder);
        assert!(chunks.next().await.is_none());
        assert!(chunks.next().await.is_none());
    }

    #[tokio::test]
    async fn the_last_piece_waits_where_readers_stop_with_it() {
        for (length, waiting) in [(Some("5"), true), (Some("6"), false), (None, false)] {
            let (holder, gate) = end_gate();
            let mut answer = Response::new(full_body("hello"));
            if let Some(length) = length {
                answer.headers_mut().insert(CONTENT_LENGTH, length.parse().unwrap());
            }
            let mut body = gated(answer, gate, None).into_body();
            if waiting {
                assert!(waits(body.frame()).await);
                drop(holder);
                assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "hello");
            } else {
                assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "hello");
                assert!(waits(body.frame()).await);
                drop(holder);
            }
            assert!(body.frame().await.is_none());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_works_on_for_long_holds_nobody_up() {
        let (_holder, gate) = end_gate();
        let patience = Some(Duration::from_millis(200));
        let body = gated(Response::new(full_body("hello")), gate, patience).into_body();
        let start = Instant::now();
        assert_eq!(body.collect().await.unwrap().to_bytes(), "hello");
        assert!(start.elapsed() < Duration::from_secs(60));
    }

    #[tokio::test]
    async fn what_breaks_off_does_so_at_once() {
        let (_holder, gate) = end_gate();
        let (sender, chunks) = Chunks::channel();
        sender.break_off(BodyError("broken".into()));
        let mut body = gated(Response::new(chunks.boxed_unsync()), gate, None).into_body();
        assert!(body.frame().await.unwrap().is_err());
    }
}
