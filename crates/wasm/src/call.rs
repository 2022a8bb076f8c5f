//! One call: what it is told, and what came of it.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;

use crate::{Failure, LineSink};

/// What a guest is told of a call beside its input, and how long it may take.
#[derive(Clone)]
pub struct Call {
    pub request_id: Arc<str>,
    pub trace_id: Arc<str>,
    /// The function's full name.
    pub function: Arc<str>,
    pub timeout: Duration,
    pub log: LineSink,
}

impl Call {
    /// When the call must be over, in milliseconds since the epoch.
    pub(crate) fn deadline_ms(&self) -> u64 {
        let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from((deadline + self.timeout).as_millis()).unwrap_or(u64::MAX)
    }
}

/// The end of a call with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub answer: Result<Bytes, Failure>,
    pub usage: Usage,
}

/// The end of a call with a request, when its answer was taken to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    pub failure: Option<Failure>,
    pub bytes_out: u64,
    pub usage: Usage,
}

/// What a call took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Processor time, of instantiation too.
    pub cpu_us: u64,
    /// The most its memories and tables had at once.
    pub memory_peak_bytes: u64,
}
