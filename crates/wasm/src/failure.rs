//! How a call fails.

use std::time::Duration;

use wasmtime::{PoolConcurrencyLimitError, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use crate::error::{shortened, text};
use crate::memory::{Memory, Refused};
use crate::output::AnswerTooLarge;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The function said so itself.
    #[error("{kind}: {message}")]
    Function { kind: String, message: String },
    #[error("{0}")]
    Trap(Trap),
    #[error("out of memory: {limit_bytes} bytes were not enough; give the function more")]
    OutOfMemory { limit_bytes: usize },
    #[error("all WebAssembly instances together have the memory there is; try again later")]
    NoMemoryLeft,
    #[error("timed out after {} ms; make it quicker or allow it more time", after.as_millis())]
    Timeout { after: Duration },
    #[error("exited with status {code}; its log may say why")]
    Exit { code: i32 },
    #[error("answered nothing: set a response before returning")]
    NoAnswer,
    #[error("answered nothing but an error: {0}")]
    BadAnswer(String),
    #[error("the answer is larger than {limit_bytes} bytes; answer less or keep it elsewhere")]
    AnswerTooLarge { limit_bytes: u64 },
    #[error("the caller went away before the answer's end")]
    CallerGone,
    #[error("no instance was free in time; call less at once or allow more instances")]
    Crowded,
    #[error("this component takes {0}; call it so")]
    WrongInput(&'static str),
    #[error("could not be run: {0}")]
    Broken(String),
}

/// The guest did what it must not, and was stopped there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trap {
    pub message: String,
    /// The functions it was in, innermost first; the first few.
    pub frames: Vec<String>,
}

impl std::fmt::Display for Trap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "trapped: {}", self.message)?;
        self.frames.iter().try_for_each(|frame| write!(f, "\n  at {frame}"))
    }
}

/// Names in a backtrace are the guest's own words.
const NAME_BYTES_MAX: usize = 200;

/// A function's own message.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

impl Failure {
    /// In the function's own words, within bounds: they end up in headers and records.
    pub(crate) fn said(kind: &str, message: &str) -> Self {
        let kind = shortened(kind, NAME_BYTES_MAX);
        Self::Function { kind, message: shortened(message, MESSAGE_BYTES_MAX) }
    }

    /// What the engine's error means. An exit with status 0 is none.
    pub(crate) fn of(error: &wasmtime::Error, memory: &Memory, answer_bytes: u64) -> Option<Self> {
        if let Some(I32Exit(code)) = error.downcast_ref() {
            return (*code != 0).then_some(Self::Exit { code: *code });
        }
        if error.is::<AnswerTooLarge>() {
            return Some(Self::AnswerTooLarge { limit_bytes: answer_bytes });
        }
        if error.is::<PoolConcurrencyLimitError>() {
            return Some(Self::Crowded);
        }
        // Most languages abort when they get no more memory; that is the cause, not the abort.
        match memory.refused() {
            Some(Refused::OwnLimit) => {
                return Some(Self::OutOfMemory { limit_bytes: memory.limit() });
            }
            Some(Refused::NoneLeft) => return Some(Self::NoMemoryLeft),
            None => {}
        }
        let Some(backtrace) = error.downcast_ref::<WasmBacktrace>() else {
            return Some(Self::Broken(text(error)));
        };
        let message = shortened(&error.root_cause().to_string(), NAME_BYTES_MAX);
        // The first line is a title.
        let trace = backtrace.to_string();
        let frames = trace.lines().skip(1).map(|line| shortened(line.trim(), NAME_BYTES_MAX));
        Some(Self::Trap(Trap { message, frames: frames.collect() }))
    }
}
