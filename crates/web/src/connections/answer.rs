//! An answer on its way to its reader.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::Serving;
use crate::pace::{Pace, Verdict};
use crate::{Body, BodyError};

/// What is handed to the connection at once: it may keep it for long.
const PIECE: usize = 64 * 1024;
/// How long an answer may be unread under pressure.
const UNREAD: Duration = Duration::from_secs(2);

/// The body of an answer, whose request is served until it has been taken.
#[derive(Debug)]
pub struct Answer {
    body: Body,
    /// What is left of a piece that was too large.
    rest: Bytes,
    progress: Option<Arc<Progress>>,
    _serving: Option<Serving>,
}

/// How the reader of one answer does.
#[derive(Debug)]
pub(super) struct Progress {
    /// Whether the reader has something to take.
    waits: AtomicBool,
    taken: AtomicUsize,
    over: AtomicBool,
    pace: Mutex<(Pace, usize, Duration)>,
}

impl Progress {
    fn new() -> Self {
        let pace = (Pace::of_readers(), 0, Duration::ZERO);
        Self {
            waits: AtomicBool::new(false),
            taken: AtomicUsize::new(0),
            over: AtomicBool::new(false),
            pace: Mutex::new(pace),
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.over.load(Relaxed)
    }

    pub(super) fn look(&self, time: Duration, pressed: bool) -> Verdict {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        let (pace, seen, unread) = &mut *pace;
        let taken = self.taken.load(Relaxed);
        let moved = taken - std::mem::replace(seen, taken);
        if !self.waits.load(Relaxed) {
            pace.rests();
            *unread = Duration::ZERO;
            return Verdict::Fine;
        }
        *unread = if moved == 0 { *unread + time } else { Duration::ZERO };
        if pressed && *unread >= UNREAD {
            return Verdict::TooSlow;
        }
        pace.waited(time, moved)
    }
}

impl Serving {
    /// Goes on until the answer has been taken, or nobody wants it any more.
    pub fn until_taken(self, response: Response<Body>) -> Response<Answer> {
        response.map(|body| {
            let short = body.size_hint().upper().is_some_and(|bytes| bytes <= PIECE as u64);
            let progress = (!short).then(|| Arc::new(Progress::new()));
            if let Some(progress) = &progress {
                self.standing.watch(progress.clone());
            }
            Answer { body, rest: Bytes::new(), progress, _serving: Some(self) }
        })
    }
}

impl Answer {
    /// To a request that is not served.
    pub fn to_nobody(body: Body) -> Self {
        Self { body, rest: Bytes::new(), progress: None, _serving: None }
    }

    fn give(&mut self, mut data: Bytes) -> Frame<Bytes> {
        if data.len() > PIECE {
            self.rest = data.split_off(PIECE);
            // A copy, as the connection would keep all of it alive for the piece.
            data = Bytes::copy_from_slice(&data);
        }
        if let Some(progress) = &self.progress {
            progress.taken.fetch_add(data.len(), Relaxed);
            progress.waits.store(true, Relaxed);
        }
        Frame::data(data)
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        if let Some(progress) = &this.progress {
            progress.waits.store(false, Relaxed);
        }
        if !this.rest.is_empty() {
            let rest = std::mem::take(&mut this.rest);
            return Poll::Ready(Some(Ok(this.give(rest))));
        }
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => Poll::Ready(Some(Ok(match frame.into_data() {
                Ok(data) => this.give(data),
                Err(other) => other,
            }))),
            other => other,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (inner, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(inner.lower() + rest);
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if let Some(progress) = &self.progress {
            progress.over.store(true, Relaxed);
        }
    }
}
