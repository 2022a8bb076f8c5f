//! What holds how much.

use serde::{Deserialize, Serialize};

/// Bytes on the disk, by what they are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storage {
    /// The database, with all of the below that is not a file of its own.
    pub store_bytes: u64,
    /// Uploaded packages and layers.
    pub packages: Share,
    /// Unpacked packages.
    pub code: Share,
    /// Compiled components.
    pub wasm_bytes: u64,
    pub journal_bytes: u64,
    /// Asynchronous calls that wait or run, and their events.
    pub queue_calls: u64,
    pub queue: Share,
    /// What functions printed.
    pub logs_bytes: u64,
    /// Of the disk that all of this is on.
    pub free_bytes: u64,
    pub disk_bytes: u64,
}

/// What there is of something, and what there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub bytes: u64,
    pub most_bytes: u64,
}
