//! The engine for tests: ordered rows behind an `Arc`, and the faults a test orders.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use crate::batch::Check;
use crate::engine::{Engine, Failure, Full, Order, Page, Readers, Transaction, View};
use crate::faults::{Fate, Rows, crashed};
use crate::{Entry, Error, Faults, Options, Range, Version};

pub(crate) fn open(faults: Faults, options: &Options) -> (MemoryEngine, MemoryReaders) {
    let life = faults.life();
    let readers = MemoryReaders {
        faults: faults.clone(),
        life,
        open: Arc::default(),
        max_snapshots: options.max_snapshots,
    };
    (MemoryEngine { faults, life }, readers)
}

pub(crate) struct MemoryEngine {
    faults: Faults,
    life: u64,
}

impl Engine for MemoryEngine {
    fn reserved(&self) -> u64 {
        self.faults.read(|state| state.reserved)
    }

    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, Failure> {
        if !self.faults.alive(self.life) {
            return Err(crashed());
        }
        let base = self.faults.read(|state| state.rows.clone());
        Ok(Box::new(MemoryTransaction {
            engine: self,
            base,
            changes: BTreeMap::new(),
            reserved: 0,
        }))
    }

    fn tidy(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn abandon(&mut self) {}
}

struct MemoryTransaction<'a> {
    engine: &'a MemoryEngine,
    base: Arc<Rows>,
    /// What the transaction wrote; `None` is a deleted key.
    changes: BTreeMap<Bytes, Option<(Version, Bytes)>>,
    reserved: u64,
}

impl Transaction for MemoryTransaction<'_> {
    fn holds(&mut self, check: &Check) -> Result<bool, Failure> {
        let found = match self.changes.get(&check.key) {
            Some(change) => change.as_ref(),
            None => self.base.get(&check.key),
        };
        Ok(check.holds(found.map(|(version, value)| (*version, &value[..]))))
    }

    fn put(&mut self, key: &Bytes, value: &Bytes, version: Version) -> Result<(), Failure> {
        self.changes.insert(key.clone(), Some((version, value.clone())));
        Ok(())
    }

    fn delete(&mut self, key: &Bytes) -> Result<(), Failure> {
        self.changes.insert(key.clone(), None);
        Ok(())
    }

    fn delete_range(&mut self, range: &Range) -> Result<(), Failure> {
        let Some(bounds) = bounds(range) else { return Ok(()) };
        let written = self.changes.range::<[u8], _>(bounds).map(|(key, _)| key.clone());
        let mut keys: Vec<Bytes> = written.collect();
        keys.extend(self.base.range::<[u8], _>(bounds).map(|(key, _)| key.clone()));
        self.changes.extend(keys.into_iter().map(|key| (key, None)));
        Ok(())
    }

    fn reserve(&mut self, reserved: u64) -> Result<(), Failure> {
        self.reserved = reserved;
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), Failure> {
        let MemoryTransaction { engine, base, changes, reserved } = *self;
        drop(base);
        let fate = engine.faults.apply(engine.life, |state| {
            let rows = Arc::make_mut(&mut state.rows);
            for (key, change) in changes {
                match change {
                    Some(row) => rows.insert(key, row),
                    None => rows.remove(&key),
                };
            }
            state.reserved = state.reserved.max(reserved);
        });
        match fate {
            Fate::Applied => Ok(()),
            Fate::Failed(failure) => Err(failure),
        }
    }
}

pub(crate) struct MemoryReaders {
    faults: Faults,
    life: u64,
    open: Arc<AtomicUsize>,
    max_snapshots: usize,
}

impl MemoryReaders {
    fn rows(&self) -> Result<Arc<Rows>, Error> {
        match self.faults.alive(self.life) {
            true => Ok(self.faults.read(|state| state.rows.clone())),
            false => Err(Error::Poisoned { reason: "a crash, injected by a test".into() }),
        }
    }
}

impl Readers for MemoryReaders {
    fn get(&self, key: &[u8]) -> Result<Option<Entry>, Error> {
        Ok(get(&*self.rows()?, key))
    }

    fn view(&self) -> Result<Box<dyn View>, Error> {
        let rows = self.rows()?;
        let limit = self.max_snapshots;
        let seat = Seat(self.open.clone());
        if self.open.fetch_add(1, Ordering::Relaxed) >= limit {
            return Err(Error::TooManySnapshots { limit });
        }
        Ok(Box::new(MemoryView { rows, _seat: seat }))
    }

    fn backup(&self, _to: &Path) -> Result<(), Error> {
        Err(Error::NoBackup)
    }

    fn close(&self) {}
}

struct MemoryView {
    rows: Arc<Rows>,
    _seat: Seat,
}

/// Counts an open snapshot, down again when dropped.
struct Seat(Arc<AtomicUsize>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl View for MemoryView {
    fn get(&self, key: &[u8]) -> Result<Option<Entry>, Error> {
        Ok(get(&self.rows, key))
    }

    fn page(&self, range: &Range, order: Order, full: Full) -> Result<Page, Error> {
        let mut page = Page::default();
        let Some(bounds) = bounds(range) else { return Ok(page) };
        let mut rows = self.rows.range::<[u8], _>(bounds);
        let mut next = || match order {
            Order::Forward => rows.next(),
            Order::Backward => rows.next_back(),
        };
        while let Some((key, (version, value))) = next() {
            let entry = Entry { key: key.clone(), value: value.clone(), version: *version };
            if page.push(entry, full) {
                break;
            }
        }
        Ok(page)
    }
}

fn get(rows: &Rows, key: &[u8]) -> Option<Entry> {
    let (key, (version, value)) = rows.get_key_value(key)?;
    Some(Entry { key: key.clone(), value: value.clone(), version: *version })
}

type Bounds<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// `None` for an empty range, which `BTreeMap::range` would panic on.
fn bounds(range: &Range) -> Option<Bounds<'_>> {
    let end = range.end.as_ref().map_or(Bound::Unbounded, |end| Bound::Excluded(&end[..]));
    (!range.is_empty()).then_some((Bound::Included(&range.start[..]), end))
}
