//! The fuzzer, as a target's author meets it.

mod finds;
mod request;
