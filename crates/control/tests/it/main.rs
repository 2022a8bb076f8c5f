//! The management API at its door: who may ask, what is refused and how, and deploys that are whole.

mod deploy;
mod errors;
mod packs;
mod reading;
mod support;
