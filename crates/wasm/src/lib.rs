//! Runs WebAssembly components in this process: an instance of its own for each call, with limits on
//! time, memory, output and reach.
//!
//! An [`Engine`] compiles components once and keeps what it compiled; a [`Program`] is a component
//! with its settings, ready to be called with requests or events. This room must never know of
//! functions, stores or front doors: only components, calls and limits.

mod account;
mod answer;
mod apart;
mod cache;
mod call;
mod check;
mod compile;
mod component;
mod config;
mod egress;
mod engine;
mod error;
mod failure;
mod guest;
mod instance;
mod line;
mod memory;
mod meter;
mod options;
mod output;
mod program;
mod run;
mod settings;
mod state;
mod threads;
mod ticker;
mod variables;
mod world;

pub use answer::{AnswerBody, BrokenOff};
pub use apart::{Apart, compile_if_asked};
pub use call::{Call, Ended, Finish, Usage};
pub use component::{Component, Origin};
pub use egress::{Beyond, Egress, Endpoint};
pub use engine::Engine;
pub use error::Error;
pub use failure::{Failure, Trap};
pub use options::Options;
pub use output::{Level, Line, LineSink, Source};
pub use program::Program;
pub use settings::{Limits, Settings};
pub use world::World;
