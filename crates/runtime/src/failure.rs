//! How a call fails, and the error JSON its caller gets, as Lambda words it.

use bytes::Bytes;
use sandbox::Status;
use telemetry::Outcome;

use crate::PAYLOAD_BYTES_MAX;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The function said so itself. Error JSON.
    Function(Bytes),
    /// Loading the function failed and it said why. Error JSON.
    Init(Bytes),
    /// Loading took longer than it may.
    InitTimeout {
        after_ms: u64,
    },
    Timeout {
        after_ms: u64,
    },
    /// The program ended before it answered.
    Exit(Status),
    OutOfMemory,
    /// A component did what it must not. What, in words.
    Trap(String),
    ResponseTooLarge,
    /// The program broke the protocol, or the program could not be started. In words.
    Broken(String),
}

impl Failure {
    /// The error object the caller receives.
    pub fn json(&self, request_id: &str) -> Bytes {
        match self {
            Self::Function(json) | Self::Init(json) => json.clone(),
            other => error_json(other.error_type(), &other.message(request_id)),
        }
    }

    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Function(_) => Outcome::FunctionError,
            Self::Init(_) | Self::InitTimeout { .. } => Outcome::InitError,
            Self::Timeout { .. } => Outcome::Timeout,
            Self::Exit(_) | Self::Trap(_) | Self::Broken(_) => Outcome::Crash,
            Self::OutOfMemory => Outcome::OutOfMemory,
            Self::ResponseTooLarge => Outcome::TooLarge,
        }
    }

    pub fn error_type(&self) -> &str {
        match self {
            Self::Function(_) => "Unhandled",
            Self::Init(_) => "Runtime.Unknown",
            Self::InitTimeout { .. } | Self::Timeout { .. } => "Sandbox.Timedout",
            Self::Exit(_) | Self::Trap(_) => "Runtime.ExitError",
            Self::OutOfMemory => "Runtime.OutOfMemory",
            Self::ResponseTooLarge => "Function.ResponseSizeTooLarge",
            Self::Broken(_) => "Runtime.InvalidEntrypoint",
        }
    }

    /// What happened, as the caller reads it.
    pub fn message(&self, request_id: &str) -> String {
        let what = match self {
            Self::Timeout { after_ms } => {
                let after = seconds(*after_ms);
                format!("Task timed out after {after}; if it needs longer, raise its `timeout`")
            }
            Self::InitTimeout { after_ms } => {
                let after = seconds(*after_ms);
                format!("Init timed out after {after}; if it needs longer, raise its `timeout`")
            }
            Self::Exit(Status::Code(0)) => "Runtime exited without providing a reason".to_owned(),
            Self::Exit(status) => format!("Runtime exited with error: {}", exit_text(*status)),
            Self::OutOfMemory => "Runtime exited with error: signal: killed; it used more memory \
                                  than it has, raise its `memory_mb`"
                .to_owned(),
            Self::ResponseTooLarge => {
                return format!(
                    "Response payload size exceeded maximum allowed payload size ({PAYLOAD_BYTES_MAX} bytes)."
                );
            }
            Self::Trap(what) | Self::Broken(what) => what.clone(),
            Self::Function(json) | Self::Init(json) => String::from_utf8_lossy(json).into_owned(),
        };
        format!("RequestId: {request_id} Error: {what}")
    }
}

/// `3.00 seconds`, as Lambda prints a timeout.
pub(crate) fn seconds(ms: u64) -> String {
    format!("{}.{:02} seconds", ms / 1000, ms % 1000 / 10)
}

pub(crate) fn exit_text(status: Status) -> String {
    match status {
        Status::Code(code) => format!("exit status {code}"),
        Status::Signal(signal) => format!("signal: {}", signal_text(signal)),
    }
}

fn signal_text(signal: i32) -> String {
    let name = match signal {
        4 => "illegal instruction",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        11 => "segmentation fault",
        13 => "broken pipe",
        15 => "terminated",
        other => return other.to_string(),
    };
    name.to_owned()
}

pub(crate) fn error_json(error_type: &str, message: &str) -> Bytes {
    let object = serde_json::json!({ "errorType": error_type, "errorMessage": message });
    object.to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In Lambda's words, and then what to do.
    #[test]
    fn limits_name_their_setting() {
        for (failure, words, setting) in [
            (Failure::Timeout { after_ms: 3000 }, "Task timed out after 3.00 seconds", "`timeout`"),
            (
                Failure::InitTimeout { after_ms: 10_000 },
                "Init timed out after 10.00 s",
                "`timeout`",
            ),
            (Failure::OutOfMemory, "Runtime exited with error: signal: killed", "`memory_mb`"),
        ] {
            let message = failure.message("r1");
            assert!(message.starts_with(&format!("RequestId: r1 Error: {words}")), "{message}");
            assert!(message.ends_with(setting), "{message}");
        }
    }
}
