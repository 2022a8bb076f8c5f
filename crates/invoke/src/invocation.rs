//! What a front door asks for, and what it gets.

use std::sync::Arc;

use functions::{Function, FunctionName, Label};
use runtime::{Failure, Input, Output};
use telemetry::Trigger;
use web::Holder;

use crate::ids::{request_id, trace_id};
use crate::policy::Refusal;

/// One call, as a front door hands it over after parsing and permission.
#[derive(Debug)]
pub struct Invocation {
    pub function: Arc<Function>,
    pub request_id: Arc<str>,
    pub trace_id: Arc<str>,
    pub input: Input,
    /// JSON on one line, in ASCII.
    pub client_context: Option<Arc<str>>,
    pub trigger: Trigger,
    /// The version or alias that was asked for by name; the ARN that the function sees ends in it.
    pub qualifier: Option<Arc<str>>,
    /// Whose share of the budget the answer counts against, beside the function's.
    pub from: Option<Holder>,
}

impl Invocation {
    /// A call with ids of its own. `trace` is the caller's `X-Amzn-Trace-Id`, when it sent one.
    pub fn new(
        function: Arc<Function>,
        input: Input,
        trigger: Trigger,
        trace: Option<&str>,
    ) -> Self {
        Self {
            function,
            request_id: request_id(),
            trace_id: trace_id(trace),
            input,
            client_context: None,
            trigger,
            qualifier: None,
            from: None,
        }
    }
}

/// How a call came out. A stream is still going on when this arrives.
#[derive(Debug)]
pub struct Answer {
    pub request_id: Arc<str>,
    pub version: Label,
    pub output: Result<Output, Failure>,
}

/// Why a call did not run at all.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refused {
    #[error("{0}")]
    Policy(Refusal),
    #[error(
        "{what} of {bytes} bytes is larger than the {most} bytes allowed; send less, or a reference to where the data lies"
    )]
    TooLarge { what: &'static str, bytes: usize, most: usize },
    #[error("{most} asynchronous calls are waiting already; try again when some of them are done")]
    QueueFull { most: usize },
    #[error(
        "the asynchronous events of {whose} that wait take all the {} MB they may; try again when \
         some of these calls are done",
        most / (1024 * 1024)
    )]
    QueueBytes { whose: &'static str, most: u64 },
    #[error(
        "this chain of calls has been through {function} {most} times already: let it end, or allow \
         the function's loops with PutFunctionRecursionConfig"
    )]
    Recursive { function: FunctionName, most: u32 },
    #[error("the platform is stopping; try again when it is back")]
    Stopping,
    #[error("the call could not be kept: {0}")]
    Store(String),
}
