//! The `mayfly` program: the command line, and the wiring of the platform it starts.
//!
//! Commands turn arguments into requests and answers into text; `up` puts the rooms together. No
//! decision about functions is taken here: whatever a command can do, the API can do as well.

pub mod arguments;
pub mod cli;
pub mod client;
pub mod commands;
pub mod entry;
mod failure;
mod log;
pub mod render;
mod screen;
pub mod up;

pub use failure::{Failure, Outcome};
pub use screen::Screen;
