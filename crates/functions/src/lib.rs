//! What is deployed: functions, their configuration, their versions and their code packages.
//!
//! The registry answers from memory and commits to the store; a deploy changes all functions of
//! an app in one commit or none. This room must never know how a function runs.

mod config;
mod name;
mod runtime;

pub use config::{Bounds, FunctionConfig, OnFailure, BOUNDS};
pub use name::{AppName, FunctionName, InvalidName};
pub use runtime::{Runtime, UnknownRuntime, KNOWN_RUNTIMES};
