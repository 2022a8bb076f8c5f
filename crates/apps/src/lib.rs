//! A project directory becomes functions with packages.
//!
//! `Project::open` reads `mayfly.toml`, or finds the one obvious handler of a directory without
//! it. `Builder` collects each function's files, installs what they depend on and zips the lot, so
//! that equal content gives equal bytes.
//! This room must never know wire protocols, nor how a package gets from one end to the other.

mod build;
mod cache;
mod detect;
mod error;
mod files;
#[cfg(test)]
mod fuzz;
mod handler;
mod imports;
mod install;
mod make;
mod manifest;
mod pack;
mod progress;
mod project;

pub use build::{Builder, Built, BuiltFunction, Options};
pub use error::Error;
pub use install::{Failed as InstallFailed, Interpreter, Interpreters};
pub use manifest::{Diagnostic, Diagnostics, MANIFEST, Place};
pub use progress::{Progress, Step, Tool};
pub use project::{Function, Project};
