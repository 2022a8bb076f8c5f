//! What a storage engine must offer. The group commit, the checks, the limits and the watches are
//! above it and the same for all.

use std::path::Path;

use bytes::Bytes;

use crate::batch::Check;
use crate::{Entry, Error, Range, Version};

/// The writing half. It lives on the committer thread.
pub(crate) trait Engine: Send {
    /// Version numbers below this may have been given out before the store was opened.
    fn reserved(&self) -> u64;

    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, Failure>;

    /// Upkeep between transactions, after the callers have their answers.
    fn tidy(&mut self) -> Result<(), Failure>;

    /// The store is poisoned: touch nothing any more, not even when closing.
    fn abandon(&mut self);
}

/// One durable transaction for a whole group of batches. Dropping it undoes everything.
pub(crate) trait Transaction {
    /// Sees what earlier calls on this transaction wrote.
    fn holds(&mut self, check: &Check) -> Result<bool, Failure>;
    fn put(&mut self, key: &Bytes, value: &Bytes, version: Version) -> Result<(), Failure>;
    fn delete(&mut self, key: &Bytes) -> Result<(), Failure>;
    fn delete_range(&mut self, range: &Range) -> Result<(), Failure>;
    fn reserve(&mut self, reserved: u64) -> Result<(), Failure>;
    /// Returns once everything is on disk.
    fn commit(self: Box<Self>) -> Result<(), Failure>;
}

/// Why a transaction did not happen.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Undone without doubt; the engine is fine.
    Full,
    Busy,
    /// Anything else: what the disk holds is unknown.
    Broken(String),
}

/// The reading half, shared by every handle.
pub(crate) trait Readers: Send + Sync {
    fn get(&self, key: &[u8]) -> Result<Option<Entry>, Error>;
    fn view(&self) -> Result<Box<dyn View>, Error>;
    fn backup(&self, to: &Path) -> Result<(), Error>;
    /// Lets go of what is kept for later reads. Views already open stay valid.
    fn close(&self);
}

/// The store as it was at one moment.
pub(crate) trait View: Send + Sync {
    fn get(&self, key: &[u8]) -> Result<Option<Entry>, Error>;
    /// The first entries in that order, until the page is full.
    fn page(&self, range: &Range, order: Order, full: Full) -> Result<Page, Error>;
}

/// When a page is full: at so many entries, or once it costs more memory than this.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Full {
    pub(crate) entries: usize,
    pub(crate) cost: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) entries: Vec<Entry>,
    pub(crate) cost: usize,
}

impl Page {
    /// Takes the entry, and says whether the page is full now.
    pub(crate) fn push(&mut self, entry: Entry, full: Full) -> bool {
        self.cost += entry.cost();
        self.entries.push(entry);
        self.entries.len() >= full.entries || self.cost > full.cost
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Forward,
    Backward,
}
