//! Whether a connection does anything: one that neither asks nor is answered for long is cut off.
//!
//! Looked at now and then rather than timed: a timer for the head of each request costs more than
//! reading it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Response;
use http_body::{Body, Frame, SizeHint};

/// Requests that a connection has brought, and how many of them are answered.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    begun: AtomicU64,
    over: AtomicU64,
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Beat(Arc<Pulse>);

impl Pulse {
    pub(super) fn beat(self: &Arc<Self>) -> Beat {
        self.begun.fetch_add(1, Relaxed);
        Beat(self.clone())
    }

    /// Waits until the connection has had nothing to answer for this long, or up to a third longer.
    pub(super) async fn gone(&self, patience: Duration) {
        const LOOKS: u32 = 3;
        let (mut seen, mut still) = (0, 0);
        while still < LOOKS {
            tokio::time::sleep(patience / LOOKS).await;
            let (begun, over) = (self.begun.load(Relaxed), self.over.load(Relaxed));
            still = if begun == over && begun == seen { still + 1 } else { 0 };
            seen = begun;
        }
    }
}

impl Beat {
    /// Goes on until the answer has been sent, or nobody wants it any more.
    pub(super) fn until_sent<B>(self, response: Response<B>) -> Response<Answered<B>> {
        response.map(|body| Answered { body, _beat: self })
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        self.0.over.fetch_add(1, Relaxed);
    }
}

/// The body of an answer.
#[derive(Debug)]
pub(super) struct Answered<B> {
    body: B,
    _beat: Beat,
}

impl<B: Body + Unpin> Body for Answered<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, timeout};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    async fn gone_after(pulse: &Pulse) -> Option<u64> {
        let began = Instant::now();
        let gone = timeout(Duration::from_secs(1_000), pulse.gone(PATIENCE)).await;
        gone.ok().map(|()| began.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_nothing_is_gone() {
        assert_eq!(gone_after(&Pulse::default()).await, Some(30));
        let pulse = Arc::new(Pulse::default());
        drop(pulse.beat());
        assert_eq!(gone_after(&pulse).await, Some(40), "from when it was seen first");
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_an_answer_or_asks_again_is_not() {
        let pulse = Arc::new(Pulse::default());
        let answer = pulse.beat().until_sent(Response::new(String::new()));
        assert_eq!(gone_after(&pulse).await, None);
        drop(answer);
        let asks = async {
            for _ in 0..20 {
                tokio::time::sleep(Duration::from_secs(25)).await;
                drop(pulse.beat());
            }
            std::future::pending::<()>().await;
        };
        let began = Instant::now();
        tokio::select! {
            () = pulse.gone(PATIENCE) => {}
            () = asks => {}
        }
        assert!((530..=540).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    }
}
