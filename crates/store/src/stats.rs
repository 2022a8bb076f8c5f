use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::committer::Request;

/// Counted since the store was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Transactions, each with one sync.
    pub groups: u64,
    /// Batches in them, those with a conflict included.
    pub batches: u64,
    /// Bytes of keys and values in those batches.
    pub bytes: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    groups: AtomicU64,
    batches: AtomicU64,
    bytes: AtomicU64,
}

impl Counters {
    pub(crate) fn group(&self, group: &[Request]) {
        let bytes: usize = group.iter().map(|request| request.bytes).sum();
        self.groups.fetch_add(1, Relaxed);
        self.batches.fetch_add(group.len() as u64, Relaxed);
        self.bytes.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn read(&self) -> Stats {
        Stats {
            groups: self.groups.load(Relaxed),
            batches: self.batches.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
        }
    }
}
