//! The task that brings events to the store, and the only one that changes what is there.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use store::{Batch, Record};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until, timeout};

use super::block::Filling;
use super::intake::{Queued, Written};
use super::kept::Kept;
use super::retention::Retention;

use super::{Shared, key};
use crate::clock::now_us;

/// How long to leave a store alone that refused a batch.
const PAUSE: Duration = Duration::from_millis(250);
/// How often to look whether a function that dropped lines has room again.
const NOTICE_PAUSE: Duration = Duration::from_millis(100);

pub(super) struct Writer {
    shared: Arc<Shared>,
    retention: Retention,
    failing: bool,
}

/// The store takes nothing any more before a restart.
fn is_lasting(error: &store::Error) -> bool {
    matches!(error, store::Error::Closed | store::Error::Poisoned { .. })
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let retention = Retention::new(shared.clone());
        Self { shared, retention, failing: false }
    }

    pub(super) async fn run(mut self) {
        let every = Duration::from_millis(self.shared.options.housekeeping_ms.max(1));
        let mut housekeeping = interval_at(Instant::now() + every, every);
        housekeeping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let owes_notices = self.shared.intake().owes_notices();
            tokio::select! {
                () = self.shared.wake.notified() => {}
                _ = housekeeping.tick() => self.retention.look_for_old(now_us()),
                () = sleep(NOTICE_PAUSE), if owes_notices => {}
            }
            self.wait_for_company().await;
            self.drain().await;
            if self.shared.wanted.borrow().end {
                break;
            }
            self.retention.accept_orders();
            self.retention.step(now_us()).await;
            if self.retention.has_work() {
                self.shared.wake.notify_one();
            }
        }
        self.shared.progress.send_modify(|it| it.ended = true);
    }

    /// A commit costs a sync, so few events wait for more; but nobody who asked is kept waiting.
    async fn wait_for_company(&self) {
        let until = Instant::now() + Duration::from_millis(self.shared.options.window_ms);
        loop {
            if self.shared.intake().is_empty() || self.is_urgent() {
                return;
            }
            tokio::select! {
                () = self.shared.wake.notified() => {}
                () = sleep_until(until) => return,
            }
        }
    }

    /// Whether what waits should be written now.
    fn is_urgent(&self) -> bool {
        let wanted = *self.shared.wanted.borrow();
        let flush = wanted.flush_to > self.shared.progress.borrow().seq;
        self.shared.intake().is_plenty() || flush || wanted.end
    }

    /// Writes what waits, but for the little that came meanwhile.
    async fn drain(&mut self) {
        loop {
            let batch = {
                let mut intake = self.shared.intake();
                if !self.failing {
                    intake.write_notices(now_us(), false);
                }
                let batch = intake.batch();
                if batch.is_empty() {
                    let seq = intake.last_seq();
                    drop(intake);
                    self.shared.progress.send_modify(|it| it.seq = seq);
                    // What could not be written is told of in the next round.
                    self.failing = false;
                    return;
                }
                batch
            };
            self.write(batch).await;
            if self.failing && self.shared.wanted.borrow().end {
                return;
            }
            self.retention.accept_orders();
            self.retention.step(now_us()).await;
            if !self.failing && !self.is_urgent() {
                self.shared.wake.notify_one();
                return;
            }
        }
    }

    async fn write(&mut self, batch: Vec<Queued>) {
        let seq = batch.last().map_or(0, |queued| queued.place.seq);
        let written: Vec<Written> = batch.iter().map(Queued::written).collect();
        let outcome = match self.encode(batch) {
            Ok((rows, kept)) => self.commit(rows).await.map(|()| kept),
            Err(error) => Err(error),
        };
        let end = self.shared.wanted.borrow().end;
        let for_good = |error: &store::Error| end || is_lasting(error);
        if let (Some(journal), Err(error)) = (&self.shared.journal, &outcome)
            && for_good(error)
        {
            // What was noted is brought to the store at the next start.
            journal.freeze();
        }
        self.shared.intake().settle(&written, outcome.is_err(), now_us());
        drop(written);
        if let Some(journal) = &self.shared.journal {
            journal.reclaim();
        }
        match outcome {
            Ok(kept) => {
                self.retention.written(kept);
                self.shared.progress.send_modify(|it| it.seq = it.seq.max(seq));
            }
            Err(error) => {
                if !self.failing {
                    tracing::error!(%error, "log events cannot be written any more");
                }
                self.failing = true;
                self.shared.progress.send_modify(|it| {
                    it.seq = it.seq.max(seq);
                    it.failures += 1;
                    it.why = Some(error);
                });
                if !end {
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// While the disk is full this waits: what is in memory is not lost, and nobody waits for it but
    /// the ledger's writer.
    async fn commit(&self, rows: Batch) -> Result<(), store::Error> {
        let mut failed = false;
        loop {
            let refused = match self.shared.store.commit(rows.clone()).await {
                Err(error @ (store::Error::Full | store::Error::Busy)) => error,
                committed => {
                    self.shared.intake().failing = false;
                    return committed.map(drop);
                }
            };
            if !failed {
                tracing::error!(error = %refused, "log events cannot be written at the moment");
            }
            failed = true;
            self.shared.intake().failing = true;
            self.shared.progress.send_modify(|it| {
                it.failures += 1;
                it.why = Some(refused.clone());
            });
            let mut wanted = self.shared.wanted.subscribe();
            if timeout(PAUSE, wanted.wait_for(|wanted| wanted.end)).await.is_ok() {
                return Err(refused);
            }
        }
    }

    fn encode(
        &mut self,
        batch: Vec<Queued>,
    ) -> Result<(Batch, HashMap<Arc<str>, Kept>), store::Error> {
        let mut filling: HashMap<Arc<str>, (Filling, Kept)> = HashMap::new();
        let mut rows = Batch::new();
        for Queued { place, event, .. } in batch {
            let (block, kept) = match filling.entry(event.function.clone()) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let kept = self.retention.kept(entry.key())?;
                    entry.insert((Filling::default(), kept))
                }
            };
            if !block.has_room(place) {
                rows = put(rows, &event.function, std::mem::take(block), kept)?;
            }
            block.add(place, event);
        }
        let mut changed = HashMap::with_capacity(filling.len());
        for (function, (block, mut kept)) in filling {
            rows = put(rows, &function, block, &mut kept)?;
            rows = rows.put(key::kept(&function), kept.encode()?);
            changed.insert(function, kept);
        }
        Ok((rows, changed))
    }
}

/// Adds a block to what is written, and to what is known of its function's log.
fn put(
    rows: Batch,
    function: &str,
    block: Filling,
    kept: &mut Kept,
) -> Result<Batch, store::Error> {
    let oldest_us = block.oldest_us();
    let Some((at, block)) = block.close() else { return Ok(rows) };
    let (key, value) = (key::block(function, at), block.encode()?);
    if kept.blocks == 0 {
        kept.oldest_us = oldest_us;
    }
    kept.blocks += 1;
    kept.bytes += (key.len() + value.len()) as u64;
    Ok(rows.put(key, value))
}
