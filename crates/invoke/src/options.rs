//! What can be set about invoking.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Calls executing at once, all functions together.
    pub account_concurrency: u32,
    /// What all instances together may use; four fifths of the machine's memory when absent.
    pub memory_mb: Option<u64>,
    /// How long a call without an instance waits in line.
    pub line_wait_ms: u64,
    /// The pause before an asynchronous call's second try; the third comes after twice as long.
    pub retry_base_ms: u64,
    /// Asynchronous calls kept at once.
    pub queue_calls_max: usize,
    /// Bytes that the events of these may take; those of one function a quarter of it.
    pub queue_bytes_max: u64,
    /// Asynchronous calls of one function running or waiting for an instance at once.
    pub queue_window: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            account_concurrency: 1_000,
            memory_mb: None,
            line_wait_ms: 1_000,
            retry_base_ms: 60_000,
            queue_calls_max: 1_000_000,
            queue_bytes_max: 1024 * 1024 * 1024,
            queue_window: 64,
        }
    }
}
