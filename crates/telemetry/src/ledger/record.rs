//! One call in the ledger.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Ok,
    /// The function returned an error or threw one.
    FunctionError,
    Timeout,
    OutOfMemory,
    /// The program ended before it answered.
    Crash,
    /// The program never became ready.
    InitError,
    /// Refused: no instance could be had.
    Throttled,
    /// The response was bigger than allowed.
    TooLarge,
    /// An asynchronous call became too old before an instance could be had.
    Expired,
    /// Stopped: its chain of calls went in circles.
    RecursiveLoop,
}

impl Outcome {
    pub fn is_error(self) -> bool {
        !matches!(self, Self::Ok | Self::Throttled)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::FunctionError => "function_error",
            Self::Timeout => "timeout",
            Self::OutOfMemory => "out_of_memory",
            Self::Crash => "crash",
            Self::InitError => "init_error",
            Self::Throttled => "throttled",
            Self::TooLarge => "too_large",
            Self::Expired => "expired",
            Self::RecursiveLoop => "recursive_loop",
        }
    }
}

/// What made the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    Sync,
    Async,
    Url,
}

impl Trigger {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
            Self::Url => "url",
        }
    }
}

/// One call, or one attempt of an asynchronous one: the unit of billing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub request_id: Arc<str>,
    pub function: Arc<str>,
    pub version: String,
    pub start_us: u64,
    /// How long the instance took to start, for the call that waited for it.
    pub init_us: Option<u64>,
    pub duration_us: u64,
    /// See [`billed_ms`](crate::billed_ms).
    pub billed_ms: u64,
    pub memory_mb: u32,
    pub max_memory_mb: u32,
    /// Used by the instance since its last call that tells; of many short calls in a row some do.
    pub cpu_us: u64,
    pub outcome: Outcome,
    pub trace_id: String,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub trigger: Trigger,
    /// 1 for the first attempt.
    pub attempt: u32,
    pub cold: bool,
}

impl store::Record for Record {
    const VERSION: u8 = 1;
}

/// Texts in a record may come from a caller's headers.
const LONGEST_TEXT: usize = 256;

impl Record {
    pub(super) fn with_short_texts(mut self) -> Self {
        for text in [&mut self.request_id, &mut self.function] {
            if text.len() > LONGEST_TEXT {
                *text = text[..text.floor_char_boundary(LONGEST_TEXT)].into();
            }
        }
        for text in [&mut self.version, &mut self.trace_id] {
            text.truncate(text.floor_char_boundary(LONGEST_TEXT));
        }
        self
    }
}
