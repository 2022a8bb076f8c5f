//! What the store holds of log events.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::Record;

use crate::{Level, LogEvent, Source};

/// An event without its function, which its key tells.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) at_us: u64,
    pub(super) level: Level,
    pub(super) source: Source,
    pub(super) stream: Arc<str>,
    pub(super) request: Option<Arc<str>>,
    pub(super) text: String,
}

impl Record for Stored {
    const VERSION: u8 = 1;
}

impl From<LogEvent> for Stored {
    fn from(event: LogEvent) -> Self {
        let LogEvent { function: _, stream, request, at_us, level, source, text } = event;
        Self { at_us, level, source, stream, request, text }
    }
}

impl Stored {
    pub(super) fn of(self, function: Arc<str>) -> LogEvent {
        let Self { at_us, level, source, stream, request, text } = self;
        LogEvent { function, stream, request, at_us, level, source, text }
    }
}

/// How much of a function's log is on disk; written with every change of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) bytes: u64,
    pub(super) events: u64,
    /// No event is older than that.
    pub(super) oldest_us: u64,
}

impl Record for Kept {
    const VERSION: u8 = 1;
}
