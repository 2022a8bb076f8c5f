//! When each access key was last used: kept in memory, saved now and then.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::{MutexGuard, PoisonError};

use store::{Batch, Key, KeyReader, Range, Record, Snapshot};

use super::index::{DIRECTORY, key};
use super::{Directory, DirectoryError, LastUsed};

/// What one commit saves.
const SAVED_AT_ONCE: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Used {
    by_key: HashMap<String, LastUsed>,
    unsaved: BTreeSet<String>,
}

impl Used {
    pub(super) fn read(snapshot: &Snapshot) -> Result<Self, DirectoryError> {
        let mut used = Self::default();
        let mut failed = Ok(());
        let range = Range::prefix(Key::in_space(DIRECTORY).text("used"));
        snapshot.each(range, |entry| {
            failed = used.take(&entry.key, &entry.value);
            if failed.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed?;
        Ok(used)
    }

    fn take(&mut self, key: &[u8], value: &[u8]) -> Result<(), store::Error> {
        let mut reader = KeyReader::in_space(key, DIRECTORY)?;
        reader.text()?;
        self.by_key.insert(reader.text()?, LastUsed::decode(value)?);
        Ok(())
    }
}

impl Directory {
    /// Notes that a key was used. Costs no I/O; see [`Directory::save_last_used`].
    pub fn note_used(&self, access_key: &str, service: &str, region: &str, now_ms: u64) {
        if self.user_of_key(access_key).is_none() {
            return;
        }
        let mut used = self.used();
        let seen = LastUsed { at_ms: now_ms, service: service.into(), region: region.into() };
        used.by_key.insert(access_key.to_owned(), seen);
        used.unsaved.insert(access_key.to_owned());
    }

    /// None for a key that was never used.
    pub fn last_used(&self, access_key: &str) -> Option<LastUsed> {
        self.used().by_key.get(access_key).cloned()
    }

    /// Saves what was noted since the last time. To be called now and then, and before the end.
    pub async fn save_last_used(&self) -> Result<(), DirectoryError> {
        loop {
            let batch = self.take_unsaved()?;
            if batch.0.is_empty() {
                return Ok(());
            }
            if let Err(error) = self.store.commit(batch.1).await {
                self.used().unsaved.extend(batch.0);
                return Err(error.into());
            }
        }
    }

    fn take_unsaved(&self) -> Result<(Vec<String>, Batch), DirectoryError> {
        let mut used = self.used();
        let keys: Vec<String> = used.unsaved.iter().take(SAVED_AT_ONCE).cloned().collect();
        let mut batch = Batch::new();
        for id in &keys {
            used.unsaved.remove(id);
            // A key that is gone by now leaves nothing behind.
            match used.by_key.get(id).filter(|_| self.user_of_key(id).is_some()) {
                Some(seen) => batch = batch.put(key("used", id), seen.encode()?),
                None => batch = batch.delete(key("used", id)),
            }
        }
        Ok((keys, batch))
    }

    /// Forgets a key that was deleted.
    pub(super) fn forget_used(&self, access_key: &str) {
        let mut used = self.used();
        if used.by_key.remove(access_key).is_some() {
            used.unsaved.insert(access_key.to_owned());
        }
    }

    /// The notes are whole between any two statements, so a panic elsewhere does not spoil them.
    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
