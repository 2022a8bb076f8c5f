use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use bytes::Bytes;
use tokio::sync::watch;

use crate::batch::Op;
use crate::{Batch, Range, Version};

/// Tells that commits touched a prefix. Several commits may be told as one, the latest.
///
/// To miss nothing: make the watch, *then* read, then wait for the next change.
#[derive(Debug)]
pub struct Watch {
    prefix: Bytes,
    changes: watch::Receiver<Version>,
    home: Weak<Watchers>,
}

/// The store was closed or stopped; there will be no more changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the store is closed, so nothing changes any more; open it again and watch anew")]
pub struct Closed;

impl Watch {
    /// Waits for a commit that touches the prefix and was not told yet.
    pub async fn changed(&mut self) -> Result<Version, Closed> {
        self.changes.changed().await.map_err(|_| Closed)?;
        Ok(*self.changes.borrow_and_update())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(home) = self.home.upgrade() {
            home.leave(&self.prefix);
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Watchers(Mutex<Registry>);

/// A key is matched against the few distinct prefix lengths in use, not against every watch.
#[derive(Debug, Default)]
struct Registry {
    channels: HashMap<Bytes, watch::Sender<Version>>,
    lengths: BTreeMap<usize, usize>,
    closed: bool,
}

impl Watchers {
    pub(crate) fn watch(self: &Arc<Self>, prefix: Bytes) -> Watch {
        let mut registry = self.lock();
        if registry.closed {
            // A receiver without a sender says `Closed` at once.
            let (_, changes) = watch::channel(Version(0));
            return Watch { prefix, changes, home: Weak::new() };
        }
        if !registry.channels.contains_key(&prefix) {
            *registry.lengths.entry(prefix.len()).or_default() += 1;
        }
        let channel = registry.channels.entry(prefix.clone());
        let changes = channel.or_insert_with(|| watch::channel(Version(0)).0).subscribe();
        Watch { prefix, changes, home: Arc::downgrade(self) }
    }

    pub(crate) fn tell(&self, batch: &Batch, version: Version) {
        let registry = self.lock();
        if registry.channels.is_empty() {
            return;
        }
        for op in &batch.ops {
            match op {
                Op::Put(key, _) | Op::Delete(key) => registry.tell_key(key, version),
                Op::DeleteRange(range) => registry.tell_range(range, version),
            }
        }
    }

    pub(crate) fn close(&self) {
        let mut registry = self.lock();
        registry.closed = true;
        registry.channels.clear();
        registry.lengths.clear();
    }

    fn leave(&self, prefix: &Bytes) {
        let mut registry = self.lock();
        let last = registry.channels.get(prefix).is_some_and(|it| it.receiver_count() <= 1);
        if last {
            registry.channels.remove(prefix);
            let length = registry.lengths.entry(prefix.len()).or_default();
            *length = length.saturating_sub(1);
            if *length == 0 {
                registry.lengths.remove(&prefix.len());
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry {
    fn tell_key(&self, key: &[u8], version: Version) {
        let prefixes = self.lengths.keys().map_while(|length| key.get(..*length));
        for channel in prefixes.filter_map(|prefix| self.channels.get(prefix)) {
            channel.send_replace(version);
        }
    }

    fn tell_range(&self, range: &Range, version: Version) {
        for (prefix, channel) in &self.channels {
            if Range::prefix(prefix).overlaps(range) {
                channel.send_replace(version);
            }
        }
    }
}
