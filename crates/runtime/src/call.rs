//! One call of an instance: what goes in and what comes out.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use tokio::time::Instant;

use crate::{Body, Chunks, Failure};

/// What one invocation hands to an instance.
#[derive(Debug)]
pub struct Call {
    pub info: CallInfo,
    pub input: Input,
    /// What the answer counts against while it is in memory.
    pub shares: web::Shares,
}

/// What an instance is told of a call beside its input.
#[derive(Debug, Clone)]
pub struct CallInfo {
    pub request_id: Arc<str>,
    pub trace_id: Arc<str>,
    pub arn: Arc<str>,
    /// JSON on one line, in ASCII.
    pub client_context: Option<Arc<str>>,
}

#[derive(Debug)]
pub enum Input {
    /// An event, for handlers.
    Event(Bytes),
    /// A request, for HTTP servers.
    Http(Box<http::Request<Body>>),
}

impl Input {
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Event(event) => event.len() as u64,
            Self::Http(request) => http_body::Body::size_hint(request.body()).lower(),
        }
    }
}

/// What an instance answers first. A stream's pieces follow through its [`Chunks`].
#[derive(Debug)]
pub enum Output {
    Value(Bytes),
    Stream(StreamHead, Chunks),
    Http(http::Response<Body>),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreamHead {
    pub content_type: Option<String>,
}

/// How a call ended, when everything of it is over.
#[derive(Debug)]
pub struct Finish {
    pub failure: Option<Failure>,
    pub bytes_out: u64,
    /// Whether the instance can take another call.
    pub reusable: bool,
    /// What this call alone took, where that is known.
    pub usage: Option<sandbox::Usage>,
}

/// The moment a call must be over, on both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    pub at: Instant,
    pub epoch_ms: u64,
}

impl Deadline {
    pub fn after(timeout: Duration) -> Self {
        let epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + timeout;
        let epoch_ms = u64::try_from(epoch.as_millis()).unwrap_or(u64::MAX);
        Self { at: Instant::now() + timeout, epoch_ms }
    }
}
