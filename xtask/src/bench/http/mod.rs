//! A client that costs little beside the servers it measures.

mod connection;
mod load;
mod response;

pub(crate) use connection::{Connection, Request};
pub(crate) use load::{Answer, Load, share};
