//! Performs what the policy decides: instances start and stop, calls find theirs.

mod driver;
mod live;
mod start;
mod zygotes;

pub(crate) use driver::{Placement, Pool};
pub(crate) use live::{Live, Seat};
pub(crate) use start::Starter;
