//! One pipe: bytes in, events out.

use std::io;

use telemetry::{Lines, Printed, Source, TelemetryFrames};
use tokio::net::unix::pipe::Receiver;

use super::now_us;

const READ_BYTES: usize = 16 * 1024;

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

    pub(super) fn flush(&mut self) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.flush(),
            // A frame in pieces stays whole: the rest of it is still to come.
            Self::Frames(frames) => frames.settle(),
        }
    }

    pub(super) fn settle(&mut self) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.settle(),
            Self::Frames(frames) => frames.settle(),
        }
    }

    pub(super) fn source(&self) -> Source {
        match self {
            Self::Lines(_, source) => *source,
            Self::Frames(_) => Source::Stderr,
        }
    }
}

#[derive(Debug)]
pub(super) struct Pipe {
    /// None when the writers are gone.
    end: Option<Receiver>,
    pub(super) decoder: Decoder,
}

impl Pipe {
    pub(super) fn new(end: Receiver, decoder: Decoder) -> Self {
        Self { end: Some(end), decoder }
    }

    pub(super) async fn readable(&self) {
        match &self.end {
            // An error shows itself when reading.
            Some(end) => drop(end.readable().await),
            None => std::future::pending().await,
        }
    }

    /// Reads what is there; 0 when there is nothing more for now.
    pub(super) fn read(&mut self, out: &mut Vec<Printed>) -> usize {
        let Some(end) = &self.end else { return 0 };
        // On the stack: an idle instance must not hold on to it.
        let mut buffer = [0; READ_BYTES];
        let mut got = end.try_read(&mut buffer);
        if matches!(&got, Err(error) if error.kind() == io::ErrorKind::WouldBlock) {
            // What is there may not have been announced yet, and the end of a call does not wait.
            got = rustix::io::read(end, &mut buffer).map_err(io::Error::from);
        }
        match got {
            Ok(0) => self.close(out),
            Ok(bytes) => {
                out.extend(self.decoder.push(&buffer[..bytes]));
                return bytes;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => self.close(out),
        }
        0
    }

    /// Whether nobody can write to it any more.
    pub(super) fn is_closed(&self) -> bool {
        self.end.is_none()
    }

    fn close(&mut self, out: &mut Vec<Printed>) {
        self.end = None;
        out.extend(self.decoder.flush());
    }
}
