//! What is deployed: functions, their configuration, their versions and their code packages.
//!
//! The registry answers from memory and commits to the store; a deploy changes all functions of
//! an app in one commit or none. This room must never know how a function runs.

mod config;
mod error;
mod name;
mod record;
mod registry;
mod runtime;
mod stored;

pub use config::{BOUNDS, Bounds, Egress, FunctionConfig, OnFailure, is_reserved};
pub use error::Error;
pub use name::{AppName, FunctionName, InvalidName};
pub use record::{Function, VersionId};
pub use registry::{Change, Changed, Registry, Spec};
pub use runtime::{KNOWN_RUNTIMES, Runtime, UnknownRuntime};
