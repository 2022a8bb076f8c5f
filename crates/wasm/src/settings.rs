use std::collections::BTreeMap;

use crate::Egress;

const MB: usize = 1024 * 1024;

/// What a program is given and how far it may go. Nothing is given by default.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub limits: Limits,
    pub egress: Egress,
    /// The environment as `wasi:cli/environment` shows it.
    pub environment: Vec<(String, String)>,
    /// What `mayfly:function/config` shows.
    pub config: BTreeMap<String, String>,
    /// How many instances to keep for later calls. With none, each call has an instance of its own
    /// and nothing is left of it; what is kept answers sooner if it is slow to start. Not every
    /// guest can be called twice: JavaScript that listens for `fetch` events cannot.
    pub reuse: usize,
}

/// The limits of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub memory_bytes: usize,
    /// An answer: a body, streamed or not, or bytes. Of the latter 16 MB at most.
    pub answer_bytes: u64,
    /// What is printed beyond this is dropped.
    pub log_bytes: usize,
    /// The body of a request to elsewhere, and of its answer.
    pub egress_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 128 * MB,
            answer_bytes: 200 * MB as u64,
            log_bytes: MB,
            egress_bytes: 200 * MB as u64,
        }
    }
}
