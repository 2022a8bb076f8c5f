//! The platform's own log lines, letter for letter as on Lambda: tools parse them.

use std::fmt;

use jiff::Timestamp;

use crate::{Outcome, Record};

/// `START RequestId: … Version: $LATEST`
pub fn start(request: &str, version: &str) -> String {
    format!("START RequestId: {request} Version: {version}")
}

/// `END RequestId: …`
pub fn end(request: &str) -> String {
    format!("END RequestId: {request}")
}

/// `INIT_START Runtime Version: …`
pub fn init_start(runtime: &str) -> String {
    format!("INIT_START Runtime Version: {runtime}")
}

/// What is logged when starting an instance failed.
pub fn init_report(init_us: u64, status: Status<'_>) -> String {
    format!("INIT_REPORT Init Duration: {} ms\tPhase: init{status}", Millis(init_us))
}

/// `2024-01-01T00:00:00.000Z … Task timed out after 3.00 seconds`
pub fn timed_out(at_us: u64, request: &str, timeout_ms: u64) -> String {
    format!("{} {request} {}", iso(at_us), timed_out_message(timeout_ms))
}

/// `Task timed out after 3.00 seconds`
pub fn timed_out_message(timeout_ms: u64) -> String {
    let centis = timeout_ms.saturating_add(5) / 10;
    format!("Task timed out after {}.{:02} seconds", centis / 100, centis % 100)
}

/// What is logged when a program ended during a call; `how` is like `exit status 1` or
/// `signal: killed`.
pub fn exited(request: &str, how: Option<&str>, error_type: &str) -> String {
    match how {
        Some(how) => {
            format!("RequestId: {request} Error: Runtime exited with error: {how}\n{error_type}")
        }
        None => format!(
            "RequestId: {request} Error: Runtime exited without providing a reason\n{error_type}"
        ),
    }
}

/// A time as Lambda writes it: `2024-01-01T00:00:00.000Z`.
pub fn iso(at_us: u64) -> String {
    let micros = i64::try_from(at_us).unwrap_or(i64::MAX);
    let at = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX);
    format!("{at:.3}")
}

/// How a call ended, as far as REPORT tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status<'a> {
    /// Also when the function returned an error: it ran to its end.
    Done,
    Timeout,
    Error(&'a str),
}

impl fmt::Display for Status<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => Ok(()),
            Self::Timeout => f.write_str("\tStatus: timeout"),
            Self::Error(kind) => write!(f, "\tStatus: error\tError Type: {kind}"),
        }
    }
}

/// The REPORT line of a call.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    pub request: &'a str,
    pub duration_us: u64,
    pub billed_ms: u64,
    pub memory_mb: u32,
    pub max_memory_mb: u32,
    pub init_us: Option<u64>,
    pub status: Status<'a>,
}

impl<'a> Report<'a> {
    /// `error_type` names what went wrong where the outcome alone does not tell.
    pub fn new(record: &'a Record, error_type: Option<&'a str>) -> Self {
        let status = match record.outcome {
            Outcome::Ok | Outcome::FunctionError => Status::Done,
            Outcome::Timeout => Status::Timeout,
            Outcome::OutOfMemory => Status::Error("Runtime.OutOfMemory"),
            Outcome::TooLarge => Status::Error("Function.ResponseSizeTooLarge"),
            Outcome::Crash => Status::Error(error_type.unwrap_or("Runtime.ExitError")),
            _ => Status::Error(error_type.unwrap_or("Runtime.Unknown")),
        };
        Self {
            request: &record.request_id,
            duration_us: record.duration_us,
            billed_ms: record.billed_ms,
            memory_mb: record.memory_mb,
            max_memory_mb: record.max_memory_mb,
            init_us: record.init_us,
            status,
        }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "REPORT RequestId: {}\tDuration: {} ms\tBilled Duration: {} ms\tMemory Size: {} MB\t\
             Max Memory Used: {} MB",
            self.request,
            Millis(self.duration_us),
            self.billed_ms,
            self.memory_mb,
            self.max_memory_mb
        )?;
        if let Some(init_us) = self.init_us {
            write!(f, "\tInit Duration: {} ms", Millis(init_us))?;
        }
        match self.status {
            Status::Done => f.write_str("\t"),
            status => write!(f, "{status}"),
        }
    }
}

/// Microseconds as milliseconds with two decimals, without a float in between.
struct Millis(u64);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.0.saturating_add(5) / 10;
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}
