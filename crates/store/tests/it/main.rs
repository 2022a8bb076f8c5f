//! What the store promises, on both engines where it applies to both.

mod conformance;
mod faults;
mod files;
mod keys;
mod kill;
mod limits;
mod model;
mod place;
mod records;
mod snapshots;
mod watches;
