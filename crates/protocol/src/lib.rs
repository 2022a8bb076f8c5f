//! AWS's wire protocols: HTTP messages to typed requests and typed answers back.
//!
//! `route` finds the operation that a request asks for; the `Call` it gives reads the operation's
//! input, refusing what the published model refuses, and writes its output or error in the protocol
//! that the request came in. Types and tables are generated from the published models
//! (`cargo xtask codegen`). This room knows no service's meaning: it must never know a store, a
//! socket or another of our crates.

mod bind;
mod budget;
mod call;
mod cbor;
pub mod document;
mod event_stream;
mod fault;
mod field;
mod form;
#[cfg(test)]
mod fuzz;
mod json;
mod names;
mod pattern;
mod query;
#[macro_use]
mod record;
mod generated;
mod route;
pub mod schema;
mod timestamp;
mod validate;
mod value;
mod write;
mod xml;

pub use call::{Call, Contract};
pub(crate) use event_stream::event_frame;
pub use event_stream::{Event, frame};
pub use fault::Fault;
pub(crate) use field::retyped;
pub use field::{Field, Mismatch, Record, Streamed, Unit};
pub use generated::*;
pub use pattern::Pattern;
pub use route::{Refusal, is_unserved, route, spoken, wants_form};
pub use timestamp::{Timestamp, TimestampFormat};
pub use validate::violations;
pub use value::{Slots, Value};
