//! How a kept call lies in the store: what it is, and its event apart, as it can be large.

use std::sync::Arc;

use functions::FunctionName;
use serde::{Deserialize, Serialize};
use store::{Key, Keyspace, Range, Record};

/// `(CALLS, "call", id)` holds a [`Kept`]; `(CALLS, "event", id)` the event's bytes.
const CALLS: Keyspace = Keyspace(2);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) function: FunctionName,
    pub(crate) trace_id: Arc<str>,
    pub(crate) client_context: Option<Arc<str>>,
    pub(crate) qualifier: Option<Arc<str>>,
    pub(crate) accepted_ms: u64,
    pub(crate) due_ms: u64,
    /// Tries that have been made and failed.
    pub(crate) failed: u32,
}

impl Record for Kept {
    const VERSION: u8 = 1;
}

pub(crate) fn calls() -> Range {
    Range::prefix(Key::in_space(CALLS).text("call"))
}

pub(crate) fn call_key(id: &str) -> Key {
    Key::in_space(CALLS).text("call").text(id)
}

pub(crate) fn event_key(id: &str) -> Key {
    Key::in_space(CALLS).text("event").text(id)
}

/// The id in a key that [`call_key`] made.
pub(crate) fn id_of(key: &[u8]) -> Option<Arc<str>> {
    let mut reader = store::KeyReader::in_space(key, CALLS).ok()?;
    reader.text().ok()?;
    Some(reader.text().ok()?.into())
}
