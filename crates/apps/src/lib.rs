//! A project directory becomes functions with packages, and an uploaded package becomes files.
//!
//! `Project::open` reads `mayfly.toml`, or finds the one obvious handler of a directory without
//! it. `Builder` collects each function's files, installs what they depend on and zips the lot, so
//! that equal content gives equal bytes. `unpack` is the other end, for archives from anybody.
//! This room must never know wire protocols, nor how a package gets from one end to the other.

mod build;
mod cache;
mod detect;
mod error;
mod files;
mod handler;
mod install;
mod limits;
mod links;
mod manifest;
mod pack;
mod progress;
mod project;
mod unpack;

pub use build::{Builder, Built, BuiltFunction, Options};
pub use error::Error;
pub use install::{Failed as InstallFailed, Interpreter, Interpreters};
pub use limits::Limits;
pub use manifest::{Diagnostic, Diagnostics, MANIFEST, Place};
pub use progress::{Progress, Step, Tool};
pub use project::{Function, Project};
pub use unpack::{UnpackError, Unpacked, prepare_code_cache, unpack};
