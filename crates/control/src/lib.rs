//! The management API: deploy, look, remove. What the command line talks to.
//!
//! Nothing here is open to anyone without the administrator's key, but the question whether the
//! platform is up. This room must never know how functions are run or kept.

mod audit;
mod check;
mod control;
mod deploy;
mod error;
mod functions;
mod health;
mod logs;
mod packages;
mod query;
mod storage;
mod urls;
mod versions;

pub use control::Control;
pub use urls::own as own_url;
