use serde::{Deserialize, Serialize};

/// How a store runs. The defaults are measured ones; see the benchmark `store`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// At most that many batches share one sync. 1 turns group commit off, for measurements.
    pub max_group: usize,
    /// At most that many bytes of batches share one sync, except when a single batch is larger.
    pub max_group_bytes: usize,
    /// Snapshots open at once. Past it a snapshot is refused: waiting for one inside an async task
    /// could stop the very task that would give one back.
    pub max_snapshots: usize,
    /// Reader connections kept open between snapshots.
    pub idle_readers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            max_group: 2_000,
            max_group_bytes: 4 * 1024 * 1024,
            max_snapshots: 128,
            idle_readers: 8,
        }
    }
}
