//! Whether a connection does anything: one that neither asks nor is answered for long is cut off.
//!
//! Looked at now and then rather than timed: a timer for the head of each request costs more than
//! reading it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Response;
use http_body::{Body, Frame, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};

/// Requests that a connection has brought, how many of them are answered, and whether an answer
/// waits for its reader.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    begun: AtomicU64,
    over: AtomicU64,
    full: AtomicBool,
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Beat(Arc<Pulse>);

impl Pulse {
    pub(super) fn beat(self: &Arc<Self>) -> Beat {
        self.begun.fetch_add(1, Relaxed);
        Beat(self.clone())
    }

    /// A connection that tells when it can take no more of an answer.
    pub(super) fn watch<I>(self: &Arc<Self>, io: I) -> Watched<I> {
        Watched { io, pulse: self.clone() }
    }

    /// Waits until the connection has had nothing to answer for this long, or up to a third longer.
    pub(super) async fn gone(&self, patience: Duration) {
        const LOOKS: u32 = 3;
        let (mut seen, mut still) = (0, 0);
        while still < LOOKS {
            tokio::time::sleep(patience / LOOKS).await;
            let (begun, over) = (self.begun.load(Relaxed), self.over.load(Relaxed));
            let idle = begun == over && begun == seen && !self.full.load(Relaxed);
            still = if idle { still + 1 } else { 0 };
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

/// A connection whose reader may be slow: what is written may wait longer than its request lasts.
#[derive(Debug)]
pub(super) struct Watched<I> {
    io: I,
    pulse: Arc<Pulse>,
}

impl<I: Unpin> Watched<I> {
    fn wrote<T>(&self, written: Poll<T>) -> Poll<T> {
        self.pulse.full.store(written.is_pending(), Relaxed);
        written
    }
}

impl<I: Read + Unpin> Read for Watched<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl<I: Write + Unpin> Write for Watched<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(cx, parts);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
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
    async fn who_reads_slowly_is_not() {
        use tokio::io::AsyncReadExt;

        let pulse = Arc::new(Pulse::default());
        let (near, mut far) = tokio::io::duplex(4);
        let mut watched = pulse.watch(hyper_util::rt::TokioIo::new(near));
        let mut write = |bytes: &[u8]| {
            let mut cx = Context::from_waker(std::task::Waker::noop());
            Pin::new(&mut watched).poll_write(&mut cx, bytes).is_ready()
        };
        assert!(write(b"1234") && !write(b"56"));
        assert_eq!(gone_after(&pulse).await, None);
        far.read_exact(&mut [0; 4]).await.unwrap();
        assert!(write(b"56"));
        assert_eq!(gone_after(&pulse).await, Some(30));
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
