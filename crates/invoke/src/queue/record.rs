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
    /// How long its event is; 0 where that was not noted.
    pub(crate) event_bytes: u64,
}

impl Record for Kept {
    const VERSION: u8 = 2;

    fn decode_older(version: u8, body: &[u8]) -> Result<Self, store::Error> {
        match version {
            1 => KeptV1::decode_body(body).map(Self::from),
            other => Err(Self::unknown(other)),
        }
    }
}

/// Before events were counted in bytes.
#[derive(Serialize, Deserialize)]
struct KeptV1 {
    function: FunctionName,
    trace_id: Arc<str>,
    client_context: Option<Arc<str>>,
    qualifier: Option<Arc<str>>,
    accepted_ms: u64,
    due_ms: u64,
    failed: u32,
}

impl Record for KeptV1 {
    const VERSION: u8 = 1;
}

impl From<KeptV1> for Kept {
    fn from(old: KeptV1) -> Self {
        let KeptV1 { function, trace_id, client_context, qualifier, .. } = old;
        let KeptV1 { accepted_ms, due_ms, failed, .. } = old;
        Self {
            function,
            trace_id,
            client_context,
            qualifier,
            accepted_ms,
            due_ms,
            failed,
            event_bytes: 0,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_without_a_length_are_still_read() {
        let old = KeptV1 {
            function: FunctionName::parse("f").unwrap(),
            trace_id: "t".into(),
            client_context: None,
            qualifier: Some("live".into()),
            accepted_ms: 1,
            due_ms: 2,
            failed: 3,
        };
        let kept = Kept::decode(&old.encode().unwrap()).unwrap();
        assert_eq!((kept.due_ms, kept.failed, kept.event_bytes), (2, 3, 0));
        assert_eq!(Kept::decode(&kept.encode().unwrap()).unwrap(), kept);
    }
}
