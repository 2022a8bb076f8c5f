//! What every front door needs of HTTP before it knows what is asked: bodies, who sends, the one
//! form of a path, and the budget of bytes in flight.
//!
//! Bytes that strangers send or do not fetch are counted here, with a share for each peer, function
//! and slot: large bodies wait in files, answers flow at their reader's pace, and who is slower than
//! a least rate is cut off. This room must never know who may do what, or what an operation is.

mod body;
mod budget;
mod connections;
mod end_gate;
#[cfg(test)]
mod fuzz;
mod hop;
mod host;
mod pace;
mod path;
mod peer;
mod read;
mod speak;
mod spool;

pub use body::{Body, BodyError, ChunkSender, Chunks, Gone, Reserved, empty_body, full_body};
pub use budget::{Budget, Holder, NoRoom, Room, Shares, Sizes};
pub use connections::{Answer, Connections, Limits, Place, Serving, Standing};
pub use end_gate::{EndGate, GateHolder, end_gate, gated};
pub use hop::take_off_hop_by_hop;
pub use host::{host, is_loopback_name, names_two_hosts};
pub use pace::{Pace, Verdict};
pub use path::{Detour, detour};
pub use peer::Peer;
pub use read::{Arrived, ReadError, discard, with_what_is_made};
pub use speak::speaks;
