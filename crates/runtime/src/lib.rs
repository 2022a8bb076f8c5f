//! Turns a function's version and a sandbox slot into an [`Instance`] you can call.
//!
//! Three ways to talk to what runs inside: frames over pipes with our own language hosts, the
//! Lambda Runtime API for programs that bring their own loop, and plain HTTP for servers. Components
//! need neither slot nor talk: they run in this process. The call looks the same from outside. This room must never know of queues, routes or scaling.

mod answer;
mod call;
mod environment;
mod failure;
mod frames;
#[cfg(test)]
mod fuzz;
mod hosts;
mod instance;
mod interpreters;
mod launch;
mod link;
mod order;
mod pack;
mod refused;
mod running;
mod seed;
mod shown;
pub mod trial;
mod wasm;
mod zygote;

pub use ::wasm::{Apart, compile_if_asked};
pub use call::{Call, CallInfo, Deadline, Finish, Input, Output, StreamHead};
pub use environment::Place;
pub use failure::Failure;
pub use hosts::Hosts;
pub use instance::{Ended, Instance};
pub use interpreters::{Found, Interpreter, Language, NotFound, all, find};
pub use launch::{Launcher, Start, StartError, Started};
pub use packs::Packs;
pub use running::Running;
pub use sandbox::{Failing, Usage};
pub use seed::Seed;
pub use trial::Loaded;
pub use wasm::{Component, Components};
pub use web::{Body, BodyError, ChunkSender, Chunks, empty_body, full_body};
pub use zygote::{Copying, End, NoZygote, try_copying};

/// The largest event of a call that is waited for, as on Lambda: 6 MB.
pub const EVENT_BYTES_MAX: usize = 6 * 1024 * 1024;

/// The largest buffered response, as on Lambda: 6 MB and 100 bytes.
pub const PAYLOAD_BYTES_MAX: usize = 6 * 1024 * 1024 + 100;
