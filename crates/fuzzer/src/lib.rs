//! Tries parsers that meet strangers with inputs that nobody would think of.
//!
//! A target is a unit test beside its parser; its corpus is checked in under `fuzz/` of its crate. As a
//! test it tries the corpus and what some seconds make of it. `cargo xtask fuzz` builds it so that the
//! code says which of its branches were taken, keeps what takes new ones, and goes on for hours.

mod corpus;
mod coverage;
#[cfg(test)]
mod fuzz;
mod mutate;
mod random;
mod request;
mod run;
mod settings;
mod shrink;
mod trial;

pub use request::request;
pub use run::fuzz;
