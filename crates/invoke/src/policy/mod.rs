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
//! instances of others make room, those idle longest first) and the number of starts at once.
//! Else it waits in the function's line, the impatient before the patient, and is refused with
//! the limit that held it up when the line is full or its time is over. A call with a start on
//! its way waits for that start, however long it takes; a start that fails, fails one call.
//!
//! Functions that wait for what others hold take turns, so that a flood of calls to one function
//! cannot starve the next: see `blocked`.
//!
//! # How long an idle instance stays
//! Chosen with the simulator (`cargo bench -p invoke --bench policy`, 20,000 functions for two
//! days, thinned as described in [`crate::sim::Options`]; memory per 1,000 functions and day):
//!
//! | keep-alive | cold calls | of rarely called functions | idle GB·h | most GB at once |
//! |---|---|---|---|---|
//! | at once | 99.9 % | 99.9 % | 0 | 61 |
//! | fixed 1 min | 24.0 % | 49.0 % | 1,056 | 177 |
//! | fixed 5 min | 10.8 % | 24.5 % | 2,845 | 448 |
//! | fixed 10 min | 6.7 % | 18.3 % | 4,041 | 668 |
//! | fixed 20 min | 4.0 % | 13.5 % | 5,427 | 960 |
//! | adaptive, a start worth 10 min | 8.9 % | 22.6 % | 2,822 | 441 |
//! | **adaptive, a start worth 20 min** | **5.6 %** | **17.8 %** | **3,920** | **459** |
//! | adaptive, a start worth 40 min | 3.5 % | 13.1 % | 5,198 | 656 |
//!
//! Each adaptive line beats the fixed one that costs as much. The default is the one that beats
//! the customary ten minutes in starts and in memory alike, with each of three seeds; a function of
//! which nothing is known yet gets the ten minutes. Its price: functions called at random every
//! half hour or so are let go early, and the one in the middle finds 75 % of its calls cold
//! instead of 70 %. When memory is short, as in the bench's second table, eviction decides and all
//! keep-alives come out nearly alike.

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
mod grow;
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
