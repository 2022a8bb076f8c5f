//! The body of an answer as its reader sees it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_LENGTH;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Empty};
use tokio::sync::oneshot;
use wasmtime_wasi_http::p2::body::HyperOutgoingBody;

/// The answer ends here, and that is not its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the function broke off its answer")]
pub struct BrokenOff;

/// A streamed answer. Whoever drops it before its end stops the function.
pub struct AnswerBody {
    guest: HyperOutgoingBody,
    shared: Arc<Shared>,
    left: u64,
    /// What the answer's head says is still to come. Servers stop reading there.
    promised: Option<u64>,
    over: Option<oneshot::Sender<BodyEnd>>,
}

/// What the reader and the guest's side tell each other.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// The guest did not come to its end.
    failed: AtomicBool,
    bytes_out: AtomicU64,
}

/// A guest that has not come to its end. This must be dropped before its instance is, however that
/// comes about: an instance that goes away ends its answer as if that were whole.
pub(crate) struct Unfinished(Option<Arc<Shared>>);

impl Unfinished {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self(Some(shared))
    }

    pub(crate) fn finish(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(shared) = &self.0 {
            shared.failed.store(true, Ordering::Release);
        }
    }
}

impl Shared {
    pub(crate) fn bytes_out(&self) -> u64 {
        self.bytes_out.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyEnd {
    Read,
    BrokenOff,
    TooLarge,
}

impl AnswerBody {
    /// The body of an answer, and how its reader will have left it.
    pub(crate) fn of(
        response: Response<HyperOutgoingBody>,
        shared: Arc<Shared>,
        most: u64,
    ) -> (Response<Self>, oneshot::Receiver<BodyEnd>) {
        let (over, ended) = oneshot::channel();
        let promised = response.headers().get(CONTENT_LENGTH);
        let promised = promised.and_then(|length| length.to_str().ok()?.parse().ok());
        let body = |guest| Self { guest, shared, left: most, promised, over: Some(over) };
        (response.map(body), ended)
    }

    /// For answers that have no body.
    pub(crate) fn none(shared: Arc<Shared>) -> Self {
        let guest = Empty::new().map_err(|never| match never {}).boxed_unsync();
        Self { guest, shared, left: 0, promised: None, over: None }
    }

    fn end(&mut self, end: BodyEnd) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(over) = self.over.take() {
            // Nobody listens if the call was given up; that is no news.
            let _ = over.send(end);
        }
        Poll::Ready((end != BodyEnd::Read).then_some(Err(BrokenOff)))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if self.over.is_none() {
            return Poll::Ready(None);
        }
        match ready!(Pin::new(&mut self.guest).poll_frame(cx)) {
            Some(Ok(frame)) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len) as u64;
                let Some(left) = self.left.checked_sub(bytes) else {
                    return self.end(BodyEnd::TooLarge);
                };
                self.left = left;
                self.shared.bytes_out.fetch_add(bytes, Ordering::Relaxed);
                self.promised = self.promised.map(|promised| promised.saturating_sub(bytes));
                if self.promised == Some(0) {
                    let _ = self.end(BodyEnd::Read);
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Some(Err(_)) => self.end(BodyEnd::BrokenOff),
            None if self.shared.failed.load(Ordering::Acquire) => self.end(BodyEnd::BrokenOff),
            None => self.end(BodyEnd::Read),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.over.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        self.guest.size_hint()
    }
}

impl std::fmt::Debug for AnswerBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerBody").field("shared", &self.shared).finish_non_exhaustive()
    }
}
