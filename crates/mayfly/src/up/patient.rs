//! A request's body that must keep coming: a sender that falls silent is not waited for for ever.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use runtime::BodyError;
use tokio::time::{Instant, Sleep, sleep};
use web::Standing;

/// How long a sender may be silent in the middle of a body.
const SILENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Patient {
    body: Incoming,
    standing: Arc<Standing>,
    /// Made when the body is waited for, which most are not.
    silence: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    pub(super) fn new(body: Incoming, standing: Arc<Standing>) -> Self {
        Self { body, standing, silence: None }
    }
}

impl Body for Patient {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            if let Some(Ok(data)) = frame.as_ref().map(|frame| frame.as_ref().map(Frame::data_ref))
            {
                self.standing.has_read_of_a_body(data.map_or(0, Bytes::len));
            }
            if let Some(silence) = &mut self.silence {
                silence.as_mut().reset(Instant::now() + SILENCE);
            }
            return Poll::Ready(
                frame.map(|frame| frame.map_err(|error| BodyError(error.to_string()))),
            );
        }
        let silence = self.silence.get_or_insert_with(|| Box::pin(sleep(SILENCE)));
        match silence.as_mut().poll(cx) {
            Poll::Ready(()) => {
                let text = format!("nothing of the body came for {} s", SILENCE.as_secs());
                Poll::Ready(Some(Err(BodyError(text))))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
