//! The pool and scaling policy: which call runs where, when instances start and when they go.
//!
//! A pure state machine. Events go in with the time they happened at, actions come out; there is
//! no clock, no I/O and no randomness inside, so the simulator beside it ([`crate::sim`]) drives
//! the very same code through a week of traffic in seconds. The driver performs the actions.

mod advance;
mod blocked;
mod calls;
mod deploy;
mod event;
mod function;
mod gaps;
mod ids;
mod instances;
mod keep_alive;
mod line;
mod machine;
mod room;
mod settle;
#[cfg(test)]
mod tests;
mod words;

pub use event::{Action, Event, Refusal, StopReason};
pub(crate) use ids::IdMap;
pub use keep_alive::{Adaptive, KeepAlive};
pub use machine::Policy;
pub use words::{CallId, Counts, InstanceId, Limits, Millis, Target, Totals, VersionId};
