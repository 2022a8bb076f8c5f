//! The task that commits what waits, and drops the oldest.

use std::sync::Arc;
use std::time::Duration;

use store::{Batch, Record as _};
use tokio::time::timeout;

use super::key::{self, Shelf};
use super::record::Kept;
use super::{Orders, Shared};
use crate::Error;

/// Entries of each shelf. One takes about two kilobytes at most.
const KEPT_MAX: u64 = 10_000;
/// How long a refusal waits for others.
const WINDOW: Duration = Duration::from_secs(1);

pub(super) struct Writer {
    shared: Arc<Shared>,
    /// The next number of each shelf.
    next: [u64; 2],
}

impl Writer {
    pub(super) fn open(shared: Arc<Shared>) -> Result<Self, Error> {
        let snapshot = shared.store.snapshot()?;
        let mut next = [0; 2];
        for shelf in Shelf::ALL {
            if let Some(last) = snapshot.scan_back(key::all(shelf), 1)?.pop() {
                next[shelf as usize] = key::number(&last.key)?.saturating_add(1);
            }
        }
        drop(snapshot);
        Ok(Self { shared, next })
    }

    pub(super) async fn run(mut self) {
        loop {
            self.shared.wake.notified().await;
            let is_asked = {
                let orders = self.shared.orders();
                orders.end || !orders.flushes.is_empty()
            };
            if !is_asked {
                // Over or hurried: both are fine.
                let _ = timeout(WINDOW, self.shared.hurry.notified()).await;
            }
            // First who waits, then what for: it was noted before.
            let Orders { flushes, end } = {
                let mut orders = self.shared.orders();
                Orders { flushes: std::mem::take(&mut orders.flushes), end: orders.end }
            };
            let waiting = self.shared.intake().take();
            let written = self.write(&waiting).await;
            if let Err(error) = &written {
                let count = waiting.len();
                tracing::warn!(%error, count, "refusals could not be kept");
            }
            for flush in flushes {
                // Whoever asked may have gone.
                let _ = flush.send(written.clone());
            }
            if end {
                return;
            }
        }
    }

    async fn write(&mut self, waiting: &[(Shelf, Kept)]) -> Result<(), store::Error> {
        if waiting.is_empty() {
            return Ok(());
        }
        let mut batch = Batch::new();
        for (shelf, kept) in waiting {
            let next = &mut self.next[*shelf as usize];
            batch = batch.put(key::refusal(*shelf, *next), kept.encode()?);
            *next = next.saturating_add(1);
        }
        for shelf in Shelf::ALL {
            let first = self.next[shelf as usize].saturating_sub(KEPT_MAX);
            if first > 0 {
                batch = batch.delete_range(key::before(shelf, first));
            }
        }
        self.shared.store.commit(batch).await.map(drop)
    }
}
