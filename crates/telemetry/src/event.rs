//! What the platform keeps of a function's output.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Level;

/// Text that came out of a pipe, not yet known to belong to a function or a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// When its first byte was read, or what the program says it was.
    pub at_us: u64,
    pub level: Level,
    /// May have several lines; never ends with a newline.
    pub text: String,
}

/// Where an event came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Stdout,
    Stderr,
    /// START, END, REPORT and notices: what the platform itself says.
    Platform,
}

/// One entry of a function's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    pub function: Arc<str>,
    /// The log stream: one per instance.
    pub stream: Arc<str>,
    pub request: Option<Arc<str>>,
    pub at_us: u64,
    pub level: Level,
    pub source: Source,
    pub text: String,
}

impl LogEvent {
    /// A line that the platform writes into a function's log.
    pub fn platform(function: Arc<str>, stream: Arc<str>, at_us: u64, text: String) -> Self {
        let (request, level, source) = (None, Level::Info, Source::Platform);
        Self { function, stream, request, at_us, level, source, text }
    }

    #[must_use]
    pub fn of_request(mut self, request: Arc<str>) -> Self {
        self.request = Some(request);
        self
    }
}
