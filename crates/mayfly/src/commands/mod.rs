//! The commands, one file each: arguments in, requests out, answers rendered.

pub mod audit;
pub mod deploy;
pub mod doctor;
pub mod env;
pub mod invoke;
pub mod logs;
pub mod ls;
pub mod prelude;
pub mod rm;
pub mod show;

use std::time::{SystemTime, UNIX_EPOCH};

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
