//! The pool and scaling policy: which call runs where, when instances start and when they go.
//!
//! A pure state machine. Events go in with the time they happened at, actions come out; there is
//! no clock, no I/O and no randomness inside (a test reads the sources for them), so the simulator
//! beside it ([`crate::sim`]) drives the very same code through a week of traffic. The driver
//! performs the actions:
//!
//! ```text
//! deploy f v1
//! call f c1      -> start i1 of v1
//! started i1     -> c1 on i1
//! call f c2      -> start i2 of v1
//! finish c1      -> c2 on i1          the instance that came free first
//! ```
//!
//! The tests are transcripts of this form, one for each rule.
//!
//! # What happens to a call
//! It takes a free place: in a busy instance that takes several calls, else in the idle instance
//! used last. Without one an instance starts for it, if these allow: the function's concurrency
//! and the account's (a start counts like the call that waits for it), the memory budget (idle
//! instances and zygotes make room, what is cheapest to lose first) and the number of starts at
//! once.
//! Else it waits in the function's line, the impatient before the patient, and is refused with
//! the limit that held it up when the line is full or its time is over. A call with a start on
//! its way waits for that start, however long it takes; a start that fails, fails one call.
//!
//! Functions that wait for what others hold take turns, so that a flood of calls to one function
//! cannot starve the next: see `blocked`.
//!
//! # What is kept
//! How long what is idle stays, when a zygote grows, what starts ahead of a call that is expected
//! and what goes when memory is needed: see the crate's README, with the numbers by which it was
//! chosen, and `rest`, `grow`, `ahead` and `worth`.

mod advance;
mod ahead;
mod blocked;
mod calls;
mod charge;
mod deploy;
mod event;
mod evictable;
mod function;
mod gaps;
mod group;
mod grow;
mod guesses;
mod ids;
mod instances;
mod keep_alive;
mod line;
mod machine;
mod recent;
mod rest;
mod room;
mod settle;
#[cfg(test)]
mod tests;
mod version;
mod words;
mod worth;
mod zygote;

pub use event::{Action, Event, Refusal, StopReason};
pub(crate) use ids::IdMap;
pub use keep_alive::{Adaptive, KeepAlive};
pub use machine::Policy;
pub use words::{CallId, Counts, InstanceId, Limits, Millis, Target, Totals, VersionId};
