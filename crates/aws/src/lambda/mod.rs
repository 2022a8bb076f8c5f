//! Lambda's API: REST and JSON under `/2015-03-31/`.

mod door;
mod error;
mod invoke;

pub use door::Lambda;
