//! Answers that come in pieces, and whose readers learn of the end when it is kept.
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

/// Held by whoever keeps the end of an answer; dropped when it is kept.
#[derive(Debug)]
pub struct Keeping(
    #[expect(dead_code, reason = "that it is there is what it says")] oneshot::Sender<Infallible>,
);

/// Waits until an answer's end is kept.
#[derive(Debug)]
pub struct Kept {
    dropped: oneshot::Receiver<Infallible>,
    over: bool,
}

pub fn keeping() -> (Keeping, Kept) {
    let (keeping, dropped) = oneshot::channel();
    (Keeping(keeping), Kept { dropped, over: false })
}

impl Kept {
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.over {
            // Nothing is ever sent.
            let _ = ready!(Pin::new(&mut self.dropped).poll(cx));
            self.over = true;
        }
        Poll::Ready(())
    }
}

/// An answer whose reader learns of its end once that is kept; or after `patience`, where whoever
/// answers may work on for long after it has.
pub fn ending(answer: Response<Body>, kept: Kept, patience: Option<Duration>) -> Response<Body> {
    let left = answer.headers().get(CONTENT_LENGTH);
    let left = left.and_then(|length| length.to_str().ok()?.parse().ok());
    answer
        .map(|body| Ending { body, kept, patience, waiting: None, left, last: None }.boxed_unsync())
}

struct Ending {
    body: Body,
    kept: Kept,
    patience: Option<Duration>,
    waiting: Option<Pin<Box<Sleep>>>,
    /// What is still to come, where that is known.
    left: Option<u64>,
    /// What is held back.
    last: Option<Option<Frame<Bytes>>>,
}

impl Ending {
    fn poll_kept(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.kept.poll(cx).is_ready() {
            return Poll::Ready(());
        }
        let Some(patience) = self.patience else { return Poll::Pending };
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        waiting.as_mut().poll(cx)
    }
}

impl HttpBody for Ending {
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
        ready!(self.poll_kept(cx));
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
        let (keeping, kept) = keeping();
        let mut chunks = chunks.ending(kept);
        sender.send(Ok(Bytes::from_static(b"a"))).await.unwrap();
        drop(sender);
        assert_eq!(chunks.next().await.unwrap().unwrap(), "a");
        assert!(waits(chunks.next()).await);
        drop(keeping);
        assert!(chunks.next().await.is_none());
        assert!(chunks.next().await.is_none());
    }

    #[tokio::test]
    async fn the_last_piece_waits_where_readers_stop_with_it() {
        for (length, waiting) in [(Some("5"), true), (Some("6"), false), (None, false)] {
            let (keeping, kept) = keeping();
            let mut answer = Response::new(full_body("hello"));
            if let Some(length) = length {
                answer.headers_mut().insert(CONTENT_LENGTH, length.parse().unwrap());
            }
            let mut body = ending(answer, kept, None).into_body();
            if waiting {
                assert!(waits(body.frame()).await);
                drop(keeping);
                assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "hello");
            } else {
                assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "hello");
                assert!(waits(body.frame()).await);
                drop(keeping);
            }
            assert!(body.frame().await.is_none());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_works_on_for_long_holds_nobody_up() {
        let (_keeping, kept) = keeping();
        let patience = Some(Duration::from_millis(200));
        let body = ending(Response::new(full_body("hello")), kept, patience).into_body();
        let start = Instant::now();
        assert_eq!(body.collect().await.unwrap().to_bytes(), "hello");
        assert!(start.elapsed() < Duration::from_secs(60));
    }

    #[tokio::test]
    async fn what_breaks_off_does_so_at_once() {
        let (_keeping, kept) = keeping();
        let (sender, chunks) = Chunks::channel();
        sender.break_off(BodyError("broken".into()));
        let mut body = ending(Response::new(chunks.boxed_unsync()), kept, None).into_body();
        assert!(body.frame().await.unwrap().is_err());
    }
}
