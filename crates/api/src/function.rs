//! Functions as the platform reports them.

use functions::{AppName, FunctionConfig, FunctionName, UrlTerms};
use serde::{Deserialize, Serialize};

/// `GET /functions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FunctionList {
    pub functions: Vec<FunctionSummary>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FunctionSummary {
    pub name: FunctionName,
    /// None of those that the Lambda API made.
    pub app: Option<AppName>,
    pub runtime: String,
    pub memory_mb: u32,
    pub url: Option<String>,
    /// The function's own URL, if it has one, and those of its aliases.
    #[serde(default)]
    pub urls: Vec<FunctionUrl>,
    pub instances: Instances,
    pub last_hour: LastHour,
    pub deployed_at_ms: u64,
}

/// Where the public calls a function, and on what terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionUrl {
    pub address: String,
    /// None of the function itself.
    pub alias: Option<String>,
    pub terms: UrlTerms,
}

/// Instances of a function at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instances {
    pub starting: u32,
    pub idle: u32,
    pub busy: u32,
    pub draining: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct LastHour {
    pub invocations: u64,
    pub errors: u64,
    pub throttles: u64,
    pub cold_starts: u64,
    pub billed_ms: u64,
    /// Memory size times billed time, in MB·ms.
    pub mb_ms: u64,
}

/// `GET /functions/NAME`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FunctionDetail {
    #[serde(flatten)]
    pub summary: FunctionSummary,
    pub arn: String,
    pub config: FunctionConfig,
    pub package: blob::Hash,
    pub package_bytes: u64,
    /// Calls accepted and kept for later that have not run yet.
    pub async_waiting: u64,
    /// The latest invocations, newest first.
    pub recent: Vec<Invocation>,
    pub notes: Vec<String>,
    /// How instances start, once one has.
    #[serde(default)]
    pub starts: Option<String>,
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// The versions published last, newest first.
    #[serde(default)]
    pub versions: Vec<PublishedVersion>,
    /// How many there are in all.
    #[serde(default)]
    pub versions_all: u64,
}

/// A name for a version, or for two that share its calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    pub name: String,
    pub version: String,
    /// Another version, and the part of the calls that goes there.
    pub other: Option<(String, f64)>,
    pub description: String,
    /// Instances that are always kept ready for it.
    pub provisioned: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedVersion {
    pub number: u64,
    pub published_at_ms: u64,
    pub description: String,
    pub memory_mb: u32,
    pub package: blob::Hash,
}

/// `GET /functions/NAME/invocations`, newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invocations {
    pub records: Vec<Invocation>,
}

/// One line of the ledger.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invocation {
    pub request_id: String,
    pub version: String,
    pub start_us: u64,
    /// Present when this call waited for a cold start.
    pub init_us: Option<u64>,
    pub duration_us: u64,
    pub billed_ms: u64,
    pub memory_mb: u32,
    pub max_memory_mb: u32,
    /// `ok`, `function_error`, `timeout`, `out_of_memory`, `crash`, `init_error`, `throttled`, …
    pub outcome: String,
    /// `sync`, `async` or `url`.
    pub trigger: String,
    pub attempt: u32,
    pub trace_id: String,
    pub bytes_in: u64,
    pub bytes_out: u64,
}
