//! How a function wants to be run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{FunctionName, Runtime};

/// What a deploy says of one function, beside its code. The same JSON on the wire and in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionConfig {
    pub runtime: Runtime,
    /// `file.function`; for `provided` the text the program finds in `_HANDLER`; for `http` the
    /// command line that listens on `$PORT`.
    pub handler: String,
    pub memory_mb: u32,
    pub timeout_ms: u32,
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Whether the function has a public URL.
    #[serde(default)]
    pub url: bool,
    /// Reserved concurrency: never more calls than this at once.
    #[serde(default)]
    pub concurrency: Option<u32>,
    /// Instances that are always kept ready.
    #[serde(default)]
    pub keep_warm: u32,
    /// Calls one instance takes at once; 1 for handlers, many for HTTP servers.
    pub instance_concurrency: u32,
    /// How long an idle instance stays; the policy's choice when absent.
    #[serde(default)]
    pub idle_ms: Option<u64>,
    /// Further tries of a failed asynchronous call.
    pub retries: u32,
    /// An asynchronous call older than this is given up.
    pub max_event_age_ms: u64,
    #[serde(default)]
    pub on_failure: Option<OnFailure>,
}

/// Where an asynchronous call goes that has failed for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFailure {
    Function(FunctionName),
}

/// The limits a configuration must keep, in one place for the manifest and for the wire.
#[derive(Debug)]
pub struct Bounds {
    pub memory_mb: (u32, u32),
    pub timeout_ms: (u32, u32),
    pub concurrency: (u32, u32),
    pub keep_warm: (u32, u32),
    pub instance_concurrency: (u32, u32),
    pub idle_ms: (u64, u64),
    pub retries: (u32, u32),
    pub max_event_age_ms: (u64, u64),
    /// Keys and values of all environment variables together.
    pub env_bytes: usize,
    pub handler_bytes: usize,
}

pub const BOUNDS: Bounds = Bounds {
    memory_mb: (64, 10_240),
    timeout_ms: (100, 900_000),
    concurrency: (0, 10_000),
    keep_warm: (0, 1_000),
    instance_concurrency: (1, 1_000),
    idle_ms: (1_000, 24 * 3_600_000),
    retries: (0, 2),
    max_event_age_ms: (60_000, 6 * 3_600_000),
    env_bytes: 4_096,
    handler_bytes: 512,
};

impl FunctionConfig {
    /// A configuration with every default in place.
    pub fn new(runtime: Runtime, handler: impl Into<String>) -> Self {
        Self {
            runtime,
            handler: handler.into(),
            memory_mb: 128,
            timeout_ms: 3_000,
            env: BTreeMap::new(),
            url: false,
            concurrency: None,
            keep_warm: 0,
            instance_concurrency: if runtime == Runtime::Http { 80 } else { 1 },
            idle_ms: None,
            retries: 2,
            max_event_age_ms: 6 * 3_600_000,
            on_failure: None,
        }
    }
}
