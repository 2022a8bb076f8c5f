use std::path::PathBuf;

use serde::{Deserialize, Serialize};

const MIB: usize = 1024 * 1024;

/// How much of what functions say is kept in memory and on disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The directory in which is noted what waits to be committed; without it, that is lost when the
    /// process is killed.
    pub journal: Option<PathBuf>,
    /// How long events and records wait for company before they are committed.
    pub window_ms: u64,
    /// Log bytes in memory, of all functions.
    pub buffer_bytes: usize,
    /// Log bytes in memory, of one function.
    pub buffer_bytes_per_function: usize,
    /// How fast a function may log for long…
    pub rate_bytes_per_s: u64,
    /// …and how much at once before that counts.
    pub burst_bytes: u64,
    /// Log bytes on disk, of one function; the oldest go first.
    pub keep_bytes: u64,
    /// How old log events may become.
    pub keep_s: u64,
    /// Bytes on disk that clients put into one log group; the oldest go first.
    pub keep_group_bytes: u64,
    /// How old ledger records may become.
    pub keep_ledger_s: u64,
    /// How often old events and records are looked for.
    pub housekeeping_ms: u64,
}

impl Default for Options {
    fn default() -> Self {
        const DAY_S: u64 = 24 * 60 * 60;
        Self {
            journal: None,
            window_ms: 50,
            buffer_bytes: 32 * MIB,
            buffer_bytes_per_function: 8 * MIB,
            rate_bytes_per_s: 4 * MIB as u64,
            burst_bytes: 16 * MIB as u64,
            keep_bytes: 64 * MIB as u64,
            keep_s: 7 * DAY_S,
            keep_group_bytes: 1024 * MIB as u64,
            keep_ledger_s: 400 * DAY_S,
            housekeeping_ms: 60_000,
        }
    }
}
