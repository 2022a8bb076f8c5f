use std::ops::ControlFlow;

use crate::engine::{Full, Order, View};
use crate::{Entry, Error, Range};

/// What one scan may return. A longer answer is read in pages or with [`Snapshot::each`].
pub const MAX_SCAN_BYTES: usize = 64 * 1024 * 1024;

/// The portion in which `each` reads.
const EACH: Full = Full { entries: 256, cost: 1024 * 1024 };

/// The store as it was at one moment, while commits go on. Keep it briefly: as long as it lives,
/// the log of later commits cannot be recycled.
///
/// Reads are synchronous and short; they are meant to be called from async tasks directly.
pub struct Snapshot(Box<dyn View>);

impl Snapshot {
    pub(crate) fn new(view: Box<dyn View>) -> Self {
        Snapshot(view)
    }

    pub fn get(&self, key: impl AsRef<[u8]>) -> Result<Option<Entry>, Error> {
        self.0.get(key.as_ref())
    }

    /// The first entries of the range, at most `limit`.
    pub fn scan(&self, range: Range, limit: usize) -> Result<Vec<Entry>, Error> {
        self.collect(&range, Order::Forward, limit)
    }

    /// The last entries of the range, at most `limit`, the last one first.
    pub fn scan_back(&self, range: Range, limit: usize) -> Result<Vec<Entry>, Error> {
        self.collect(&range, Order::Backward, limit)
    }

    /// Shows every entry of the range, one at a time, until `visit` breaks off. This is how to
    /// read a long range without holding it in memory.
    pub fn each(
        &self,
        mut range: Range,
        mut visit: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        loop {
            let page = self.0.page(&range, Order::Forward, EACH)?;
            let Some(last) = page.entries.last() else { return Ok(()) };
            range = range.starting_after(&last.key);
            if page.entries.into_iter().try_for_each(&mut visit).is_break() {
                return Ok(());
            }
        }
    }

    /// Like [`Snapshot::each`], from the last entry to the first.
    pub fn each_back(
        &self,
        mut range: Range,
        mut visit: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        loop {
            let page = self.0.page(&range, Order::Backward, EACH)?;
            let Some(last) = page.entries.last() else { return Ok(()) };
            range = range.ending_before(&last.key);
            if page.entries.into_iter().try_for_each(&mut visit).is_break() {
                return Ok(());
            }
        }
    }

    fn collect(&self, range: &Range, order: Order, limit: usize) -> Result<Vec<Entry>, Error> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let page = self.0.page(range, order, Full { entries: limit, cost: MAX_SCAN_BYTES })?;
        if page.cost > MAX_SCAN_BYTES {
            let (what, remedy) = ("the size of a scan", "scan in smaller pages or use each()");
            return Err(Error::Limit { what, found: page.cost, limit: MAX_SCAN_BYTES, remedy });
        }
        Ok(page.entries)
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Snapshot")
    }
}
