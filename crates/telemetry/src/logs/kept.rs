//! What the store holds beside the events themselves.

use serde::{Deserialize, Serialize};
use store::Record;

/// How much of a function's log is on disk; written with every change of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) bytes: u64,
    /// How many blocks of events.
    pub(crate) blocks: u64,
    /// The oldest block's last event, or its first: they are no more than a minute apart.
    pub(crate) oldest_us: u64,
}

impl Record for Kept {
    const VERSION: u8 = 1;
}
