//! The management API: deploy, look, remove. What the command line talks to.
//!
//! Nothing here is open to anyone without the administrator's key, but the question whether the
//! platform is up. This room must never know how functions are run or kept.

mod audit;
mod control;
mod deploy;
mod error;
mod functions;
mod logs;
mod packages;
mod packs;
mod query;

pub use control::Control;
