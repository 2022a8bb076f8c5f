//! Performs what the policy decides: instances start and stop, calls find theirs.

mod live;
mod pool;
mod start;

pub(crate) use live::Live;
pub(crate) use pool::{Placement, Pool};
pub(crate) use start::Starter;
