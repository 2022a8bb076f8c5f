//! How much each group holds, in memory; written with every change.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use store::{Error, Store};

use super::key;
use super::record::Tally;

/// Groups whose tally is remembered.
const REMEMBERED: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Tallies(Mutex<HashMap<u64, Tally>>);

impl Tallies {
    pub(super) fn of(&self, store: &Store, group: u64) -> Result<Tally, Error> {
        self.change(store, group, |tally| tally)
    }

    pub(super) fn add(&self, store: &Store, group: u64, bytes: u64) -> Result<Tally, Error> {
        self.change(store, group, |it| Tally { bytes: it.bytes.saturating_add(bytes) })
    }

    pub(super) fn take(&self, store: &Store, group: u64, bytes: u64) -> Result<Tally, Error> {
        self.change(store, group, |it| Tally { bytes: it.bytes.saturating_sub(bytes) })
    }

    pub(super) fn forget(&self, group: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&group);
    }

    fn change(
        &self,
        store: &Store,
        group: u64,
        change: impl FnOnce(Tally) -> Tally,
    ) -> Result<Tally, Error> {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match tallies.get(&group) {
            Some(tally) => *tally,
            None => store.get(key::tally(group))?.map_or(Ok(Tally::default()), |it| it.record())?,
        };
        if tallies.len() >= REMEMBERED {
            tallies.clear();
        }
        let after = change(before);
        tallies.insert(group, after);
        Ok(after)
    }
}
