//! One pipe: bytes in, events out.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use telemetry::{Lines, Printed, Source, TelemetryFrames};
use tokio::net::unix::pipe::Receiver;

use super::now_us;

pub(super) const READ_BYTES: usize = 16 * 1024;

#[derive(Debug)]
pub(super) enum Decoder {
    Lines(Lines, Source),
    Frames(TelemetryFrames),
}

impl Decoder {
    fn push(&mut self, bytes: &[u8]) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.push(now_us(), bytes),
            Self::Frames(frames) => frames.push(now_us(), bytes),
        }
    }

    fn flush(&mut self) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.flush(),
            // A frame in pieces stays whole: the rest of it is still to come.
            Self::Frames(frames) => frames.settle(),
        }
    }

    fn settle(&mut self) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.settle(),
            Self::Frames(frames) => frames.settle(),
        }
    }

    fn source(&self) -> Source {
        match self {
            Self::Lines(_, source) => *source,
            Self::Frames(_) => Source::Stderr,
        }
    }
}

/// Read by whoever comes first. Events are taken in under the lock, so they stay in order.
#[derive(Debug)]
pub(super) struct Pipe {
    end: Receiver,
    decoder: Mutex<Decoder>,
    /// Nobody can write to it any more.
    closed: AtomicBool,
}

impl Pipe {
    pub(super) fn new(end: Receiver, decoder: Decoder) -> Self {
        Self { end, decoder: Mutex::new(decoder), closed: AtomicBool::new(false) }
    }

    pub(super) async fn readable(&self) {
        if self.is_closed() {
            return std::future::pending().await;
        }
        // An error shows itself when reading.
        let _ = self.end.readable().await;
    }

    /// Reads what has been announced.
    pub(super) fn read(&self, take: impl Fn(Source, Vec<Printed>)) {
        self.read_by(|buffer| self.end.try_read(buffer), take);
    }

    /// Reads what is there, announced or not: the end of a call does not wait. Returns how much.
    pub(super) fn read_now(&self, take: impl Fn(Source, Vec<Printed>)) -> usize {
        self.read_by(|buffer| Ok(rustix::io::read(&self.end, buffer)?), take)
    }

    fn read_by(
        &self,
        read: impl Fn(&mut [u8]) -> io::Result<usize>,
        take: impl Fn(Source, Vec<Printed>),
    ) -> usize {
        let mut decoder = self.decoder();
        // On the stack: an idle instance must not hold on to it.
        let mut buffer = [0; READ_BYTES];
        let (bytes, events) = match read(&mut buffer) {
            Ok(bytes @ 1..) => (bytes, decoder.push(&buffer[..bytes])),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return 0,
            Ok(0) | Err(_) => {
                self.closed.store(true, Relaxed);
                (0, decoder.flush())
            }
        };
        take(decoder.source(), events);
        bytes
    }

    /// Gives out all whole lines, and if lines end here unfinished ones too.
    pub(super) fn settle(&self, ends_lines: bool, take: impl Fn(Source, Vec<Printed>)) {
        let mut decoder = self.decoder();
        let events = if ends_lines { decoder.flush() } else { decoder.settle() };
        take(decoder.source(), events);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Relaxed)
    }

    fn decoder(&self) -> MutexGuard<'_, Decoder> {
        self.decoder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AsFd for Pipe {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.end.as_fd()
    }
}
