//! One call: where it runs, when an instance starts for it, what it cost, and, when nobody waits
//! for its answer, that it runs at all.
//!
//! [`policy`] decides and is pure; the pool performs what it decides; the queue keeps asynchronous
//! calls until they are done. This room must never know who asked.

mod ids;
mod invocation;
mod invoker;
mod lineage;
mod memory;
mod options;
pub mod policy;
mod pool;
mod queue;
mod run;
pub mod sim;
mod to_the_end;
mod trial;

pub use ids::request_id;
pub use invocation::{Answer, Invocation, Refused};
pub use invoker::{Invoker, Parts};
pub use options::Options;
pub use policy::{Counts, Refusal};
pub use run::now_us;
pub use runtime::trial::{Cause, Problem};
pub use trial::{DoesNotLoad, Tried};
