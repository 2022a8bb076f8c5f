//! A connection to the Runtime API, read no faster than its requests' heads may grow.
//!
//! A head is a few hundred bytes, but for an error's: its cause for the tracing service comes in a header
//! of up to 1 MB. So a connection reads a little without asking; for more there are a few places for
//! all instances of the platform, and a head that does not come to its end is cut off.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use tokio::time::Sleep;

/// Of a head, what is read without a place.
const SMALL_BYTES: usize = 32 * 1024;
/// A cause of 1 MB and the rest.
pub(super) const HEAD_BYTES_MAX: usize = 1024 * 1024 + 64 * 1024;
const HEAD_TIME: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 5000 });
/// Large heads that may be on their way at once, of all instances.
static LARGE: Semaphore = Semaphore::const_new(16);

type Place = Pin<Box<dyn Future<Output = Result<SemaphorePermit<'static>, AcquireError>> + Send>>;

pub(super) struct Careful {
    socket: TcpStream,
    phase: Phase,
    place: Option<Place>,
}

/// What a connection is reading, known to it and to who answers its requests.
#[derive(Clone)]
pub(super) struct Phase(Arc<Mutex<Reading>>);

enum Reading {
    /// Until the next head begins.
    Nothing,
    Head {
        bytes: usize,
        end: Pin<Box<Sleep>>,
        place: Option<SemaphorePermit<'static>>,
    },
    /// What follows a head has limits of its own.
    Body,
}

impl Reading {
    fn head(bytes: usize) -> Reading {
        Reading::Head { bytes, end: Box::pin(tokio::time::sleep(HEAD_TIME)), place: None }
    }
}

impl Phase {
    /// A head is whole, and its request is being answered until the guard is dropped.
    pub(super) fn answering(&self) -> Answering {
        *self.lock() = Reading::Body;
        Answering(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct Answering(Phase);

impl Drop for Answering {
    fn drop(&mut self) {
        *self.0.lock() = Reading::Nothing;
    }
}

impl Careful {
    /// Who connects has something to ask, or makes room. Between requests it may be silent.
    pub(super) fn new(socket: TcpStream) -> (Self, Phase) {
        let phase = Phase(Arc::new(Mutex::new(Reading::head(0))));
        (Self { socket, phase: phase.clone(), place: None }, phase)
    }

    /// Whether more may be read now.
    fn poll_may(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut reading = self.phase.lock();
        let Reading::Head { bytes, end, place } = &mut *reading else {
            return Poll::Ready(Ok(()));
        };
        if end.as_mut().poll(context).is_ready() || *bytes > HEAD_BYTES_MAX {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        if *bytes > SMALL_BYTES && place.is_none() {
            let wanted = self.place.get_or_insert_with(|| Box::pin(LARGE.acquire()));
            let got = ready!(wanted.as_mut().poll(context));
            self.place = None;
            *place = Some(got.map_err(io::Error::other)?);
        }
        Poll::Ready(Ok(()))
    }

    fn note(&self, read: usize) {
        let mut reading = self.phase.lock();
        match &mut *reading {
            Reading::Head { bytes, .. } => *bytes += read,
            Reading::Nothing if read > 0 => *reading = Reading::head(read),
            Reading::Nothing | Reading::Body => {}
        }
    }
}

impl AsyncRead for Careful {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_may(context))?;
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(context, buffer);
        self.note(buffer.filled().len() - before);
        if read.is_ready() {
            return read;
        }
        // A head that has just begun is waited for no longer than it may take.
        match self.poll_may(context) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            _ => Poll::Pending,
        }
    }
}

impl AsyncWrite for Careful {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    async fn pair() -> (TcpStream, Careful, Phase) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let theirs = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (careful, phase) = Careful::new(listener.accept().await.unwrap().0);
        (theirs, careful, phase)
    }

    #[tokio::test]
    async fn a_head_has_its_time_and_silence_between_requests_has_none() {
        let (mut theirs, mut careful, phase) = pair().await;
        let mut buffer = [0; 64];
        drop(phase.answering());
        let quiet = tokio::time::timeout(HEAD_TIME * 2, careful.read(&mut buffer));
        assert!(quiet.await.is_err(), "a connection may say nothing");
        theirs.write_all(b"GET / HT").await.unwrap();
        assert_eq!(careful.read(&mut buffer).await.unwrap(), 8);
        let slow = careful.read(&mut buffer).await;
        assert_eq!(slow.unwrap_err().kind(), io::ErrorKind::TimedOut);
        // While it is answered, however long that takes, it is no head.
        let answering = phase.answering();
        let waited = tokio::time::timeout(HEAD_TIME * 2, careful.read(&mut buffer)).await;
        assert!(waited.is_err());
        drop(answering);
        let (_theirs, mut careful, _) = pair().await;
        let silent = careful.read(&mut buffer).await;
        assert_eq!(silent.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn large_heads_wait_for_a_place() {
        let (mut theirs, mut careful, phase) = pair().await;
        let others = LARGE.acquire_many(16).await.unwrap();
        let writer = tokio::spawn(async move {
            theirs.write_all(&[b'x'; 4 * SMALL_BYTES]).await.unwrap();
            theirs
        });
        let mut got = 0;
        let mut buffer = vec![0; 4096];
        let read = tokio::time::timeout(Duration::from_millis(80), async {
            loop {
                got += careful.read(&mut buffer).await.unwrap();
            }
        });
        assert!(read.await.is_err());
        assert!((SMALL_BYTES..=SMALL_BYTES + 4096).contains(&got), "{got}");
        drop(others);
        while got < 4 * SMALL_BYTES {
            got += careful.read(&mut buffer).await.unwrap();
        }
        assert_eq!(LARGE.available_permits(), 15);
        drop(phase.answering());
        assert_eq!(LARGE.available_permits(), 16);
        drop(writer.await);
    }
}
