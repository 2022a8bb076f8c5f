//! Performs what the policy decides: instances start and stop, calls find theirs.

mod berths;
mod driver;
mod live;
mod offers;
mod seekers;
mod start;
mod starter;
mod ticket;
mod watches;
mod zygotes;

pub(crate) use driver::Pool;
pub(crate) use live::{Live, Seat};
pub(crate) use seekers::Placement;
pub(crate) use starter::{Code, Starter};
pub(crate) use ticket::Ticket;
