//! The simulator: drives the very [`Policy`](crate::policy::Policy) that serves real calls through
//! days of synthetic traffic in seconds, to choose policies by numbers and not by taste.
//!
//! `cargo bench -p invoke --bench policy -- --functions 20000 --days 2` prints the tables; equal
//! seeds give equal numbers. What they say is in the crate's README.

mod arrivals;
mod chance;
mod facts;
mod population;
mod report;
mod run;
mod tally;
#[cfg(test)]
mod tests;
mod world;
mod zygotes;

pub use facts::Facts;
pub use population::{Options, Population, Profile, Trigger};
pub use report::Report;
pub use run::{Setting, simulate};
