//! How much all blobs take, and may take.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::Error;

pub(crate) struct Room {
    most: u64,
    used: AtomicU64,
}

impl Room {
    pub(crate) fn new(most: u64, used: u64) -> Self {
        Self { most, used: AtomicU64::new(used) }
    }

    pub(crate) fn used(&self) -> u64 {
        self.used.load(Relaxed)
    }

    pub(crate) fn most(&self) -> u64 {
        self.most
    }

    /// Whether so much may come. Those who ask take turns, so it is still true when they take it.
    pub(crate) fn check(&self, bytes: u64) -> Result<(), Error> {
        let used = self.used().saturating_add(bytes);
        if used > self.most { Err(Error::NoRoom { used, most: self.most }) } else { Ok(()) }
    }

    pub(crate) fn take(&self, bytes: u64) {
        self.used.fetch_add(bytes, Relaxed);
    }

    pub(crate) fn give_back(&self, bytes: u64) {
        let less = |used: u64| Some(used.saturating_sub(bytes));
        // It never says no.
        let _ = self.used.fetch_update(Relaxed, Relaxed, less);
    }
}
