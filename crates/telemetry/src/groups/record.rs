//! What the store holds of groups, streams and events.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::Record;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct GroupRecord {
    pub(super) id: u64,
    pub(super) created_ms: u64,
    pub(super) retention_days: Option<u32>,
    pub(super) tags: BTreeMap<String, String>,
    /// How many streams it has.
    pub(super) streams: u64,
}

impl Record for GroupRecord {
    const VERSION: u8 = 1;
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct StreamRecord {
    pub(super) id: u64,
    pub(super) created_ms: u64,
    pub(super) seen: Option<Seen>,
}

/// The times of a stream's events.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) first_ms: u64,
    pub(super) last_ms: u64,
    pub(super) ingested_ms: u64,
}

impl Record for StreamRecord {
    const VERSION: u8 = 1;
}

/// The name of a stream, by its number.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Named(pub(super) String);

impl Record for Named {
    const VERSION: u8 = 1;
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EventRecord {
    pub(super) stream: u64,
    pub(super) ingested_ms: u64,
    pub(super) text: String,
}

impl Record for EventRecord {
    const VERSION: u8 = 1;
}

/// How much a group holds. A crash between two puts at once may leave it off by one of them.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) bytes: u64,
}

impl Record for Tally {
    const VERSION: u8 = 1;
}

/// The times between which events of a deleted stream may still lie.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Doomed {
    pub(super) from_us: u64,
    pub(super) until_us: u64,
}

impl Record for Doomed {
    const VERSION: u8 = 1;
}

/// Something is there; there is no more to say of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct There;

impl Record for There {
    const VERSION: u8 = 1;
}
