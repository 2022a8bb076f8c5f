//! What a guest prints: lines for the log, or a command's answer.

mod capture;
mod printer;

use std::sync::Arc;

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamError, StreamResult};

pub(crate) use capture::{AnswerTooLarge, Capture};
pub(crate) use printer::Printer;

/// One line for the function's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    pub source: Source,
    /// Without its end. What was not UTF-8 is replaced.
    pub text: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Stdout,
    Stderr,
    /// Written through `mayfly:function/log`; such a text may have several lines.
    Log(Level),
    /// The engine's own, such as that lines were dropped.
    Platform,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

/// Takes the lines of a call. It is called while the guest waits: it must be quick.
pub type LineSink = Arc<dyn Fn(Line<'_>) + Send + Sync>;

/// The most that is written at once.
const WRITE_BYTES_MAX: usize = 64 * 1024;

/// Takes what is written to a stream, at once.
pub(crate) trait Taker: Send + Sync + 'static {
    fn take(&self, bytes: &[u8]) -> StreamResult<()>;
}

/// A guest's stdout or stderr.
pub(crate) struct Pipe<T>(Arc<T>);

impl<T> Pipe<T> {
    pub(crate) fn new(taker: Arc<T>) -> Self {
        Self(taker)
    }
}

impl<T> IsTerminal for Pipe<T> {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl<T: Taker> StdoutStream for Pipe<T> {
    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(Self(self.0.clone()))
    }

    /// Only for interfaces that are not linked.
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(tokio::io::sink())
    }
}

impl<T: Taker> OutputStream for Pipe<T> {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        if bytes.len() > WRITE_BYTES_MAX {
            return Err(StreamError::trap("more was written than was allowed"));
        }
        self.0.take(&bytes)
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_BYTES_MAX)
    }
}

#[async_trait]
impl<T: Taker> Pollable for Pipe<T> {
    async fn ready(&mut self) {}
}
