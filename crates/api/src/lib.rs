//! The management API's vocabulary: what the command line and the server say to each other.
//!
//! Plain JSON over HTTP under [`ROOT`], every request signed. This room holds only types: no
//! sockets, no state, so that both sides can never disagree on a field.

mod audit;
mod deploy;
mod error;
mod function;
mod health;
mod log;
mod storage;

pub use audit::{AuditLog, AuditRefusal};
pub use deploy::{
    Change, DeployReply, DeployRequest, Deployed, FunctionSpec, LoadFailure, Place, Problem,
};
pub use error::ErrorBody;
pub use function::{
    Alias, FunctionDetail, FunctionList, FunctionSummary, FunctionUrl, Instances, Invocation,
    Invocations, LastHour, PublishedVersion,
};
pub use health::{Health, HealthStatus};
pub use log::{LogLevel, LogLine, LogSource};
pub use storage::{Share, Storage};

/// Where the management API lives on the listener.
pub const ROOT: &str = "/_mayfly/v1";

/// The service that requests to the management API are signed for.
pub const SERVICE: &str = "mayfly";

/// Lambda's Invoke, which the command line uses as every SDK does.
pub const INVOKE_ROOT: &str = "/2015-03-31/functions";

/// Where function URLs live on the listener: `/fn/NAME/…`.
pub const URL_ROOT: &str = "/fn";

/// The largest package the server takes, zipped.
pub const PACKAGE_BYTES_MAX: u64 = 250 * 1024 * 1024;
