//! Asynchronous calls: kept before they are acknowledged, run until they are done.
//!
//! The store is the truth. Memory holds when each call is due, so that nothing polls; it is filled
//! from the store after a start.

mod backlog;
mod destination;
mod dispatch;
mod record;

pub(crate) use dispatch::Queue;
