//! Keeps each function's log within its size and age, a bounded step at a time.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;
use store::{Batch, Error, Record};

use super::kept::Kept;
use super::key::{self, Place};
use super::{Forget, Shared};

/// What one step may look at and delete: more than a batch writes, so that it always gets ahead.
const STEP_BLOCKS: u64 = 2_000;
const STEP_BYTES: u64 = 4 * 1024 * 1024;
/// Functions looked at per housekeeping, and remembered.
const FUNCTIONS: usize = 10_000;

pub(super) struct Retention {
    shared: Arc<Shared>,
    /// What is on disk, of the functions that were written to lately.
    kept: HashMap<Arc<str>, Kept>,
    due: VecDeque<Arc<str>>,
    is_due: HashSet<Arc<str>>,
    orders: VecDeque<Forget>,
    /// Where to go on looking for old events.
    looked_at: Option<Bytes>,
}

struct Trimmed {
    kept: Kept,
    /// The step was too small for everything that has to go.
    more: bool,
}

impl Retention {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            kept: HashMap::new(),
            due: VecDeque::new(),
            is_due: HashSet::new(),
            orders: VecDeque::new(),
            looked_at: None,
        }
    }

    pub(super) fn kept(&self, function: &Arc<str>) -> Result<Kept, Error> {
        if let Some(kept) = self.kept.get(function) {
            return Ok(*kept);
        }
        let found = self.shared.store.get(key::kept(function))?;
        found.map_or(Ok(Kept::default()), |entry| entry.record())
    }

    pub(super) fn written(&mut self, changed: HashMap<Arc<str>, Kept>) {
        if self.kept.len() > FUNCTIONS {
            self.kept.clear();
        }
        for (function, kept) in changed {
            if kept.bytes > self.shared.options.keep_bytes {
                self.owe(function.clone());
            }
            self.kept.insert(function, kept);
        }
    }

    pub(super) fn accept_orders(&mut self) {
        self.orders.extend(self.shared.orders().drain(..));
    }

    pub(super) fn has_work(&self) -> bool {
        !self.orders.is_empty() || !self.due.is_empty()
    }

    /// Finds functions with events that are too old. Some grace keeps it from coming back to
    /// every function every minute.
    pub(super) fn look_for_old(&mut self, now_us: u64) {
        let keep_us = self.shared.options.keep_s.saturating_mul(1_000_000);
        let oldest_us = now_us.saturating_sub(keep_us.saturating_add(keep_us / 64));
        let range = match self.looked_at.take() {
            Some(last) => key::all_kept().starting_after(last),
            None => key::all_kept(),
        };
        let (mut seen, mut last, mut old) = (0, None, Vec::new());
        let looked = self.shared.store.snapshot().and_then(|snapshot| {
            snapshot.each(range, |entry| {
                let is_old = entry.record().is_ok_and(|kept: Kept| kept.oldest_us < oldest_us);
                if is_old && let Ok(function) = key::kept_function(&entry.key) {
                    old.push(Arc::from(function));
                }
                seen += 1;
                last = Some(entry.key);
                if seen < FUNCTIONS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
        });
        if let Err(error) = looked {
            tracing::warn!(%error, "could not look for old log events");
        }
        self.looked_at = last.filter(|_| seen == FUNCTIONS);
        old.into_iter().for_each(|function| self.owe(function));
    }

    fn owe(&mut self, function: Arc<str>) {
        if self.is_due.insert(function.clone()) {
            self.due.push_back(function);
        }
    }

    /// Deletes a little, if anything has to go.
    pub(super) async fn step(&mut self, now_us: u64) {
        if let Some(order) = self.orders.pop_front() {
            match self.trim(&order.function, |place, _| place <= order.up_to).await {
                Ok(Trimmed { more: true, .. }) => self.orders.push_back(order),
                // Nobody may be waiting any more.
                Ok(_) => drop(order.done.send(Ok(()))),
                Err(error) => drop(order.done.send(Err(error))),
            }
            return;
        }
        let Some(function) = self.due.pop_front() else { return };
        self.is_due.remove(&function);
        let options = &self.shared.options;
        let young_us = now_us.saturating_sub(options.keep_s.saturating_mul(1_000_000));
        // A little more than must go, so that it is not over the limit again with the next line.
        let (limit, goal) = (options.keep_bytes, options.keep_bytes / 16 * 15);
        let mut too_big = false;
        let trimmed = self.trim(&function, |place, left| {
            too_big |= left.bytes > limit;
            (too_big && left.bytes > goal) || place.at_us < young_us
        });
        match trimmed.await {
            Ok(Trimmed { kept, more }) => {
                if more || kept.bytes > limit {
                    self.owe(function);
                }
            }
            Err(error) => tracing::warn!(%error, %function, "could not delete old log events"),
        }
    }

    /// Deletes blocks from the beginning of the log for as long as `goes` says so of their ends.
    async fn trim(
        &mut self,
        function: &Arc<str>,
        mut goes: impl FnMut(Place, &Kept) -> bool,
    ) -> Result<Trimmed, Error> {
        let before = self.kept(function)?;
        let mut kept = before;
        let (mut last, mut end, mut stays) = (None, Vec::new(), false);
        let (mut seen, mut bytes, mut broken) = (0, 0, None);
        self.shared.store.snapshot()?.each(key::events(function), |entry| {
            if seen == STEP_BLOCKS || bytes >= STEP_BYTES {
                stays = true;
                return ControlFlow::Break(());
            }
            let place = match key::place(&entry.key) {
                Ok(place) => place,
                Err(error) => {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            };
            kept.oldest_us = place.at_us;
            if !goes(place, &kept) {
                stays = true;
                return ControlFlow::Break(());
            }
            let size = (entry.key.len() + entry.value.len()) as u64;
            (seen, bytes, last) = (seen + 1, bytes + size, Some(place));
            kept.bytes = kept.bytes.saturating_sub(size);
            kept.blocks = kept.blocks.saturating_sub(1);
            end.clear();
            end.extend_from_slice(&entry.key);
            ControlFlow::Continue(())
        })?;
        if let Some(error) = broken {
            return Err(error);
        }
        if !stays {
            kept = Kept::default();
        }
        if kept == before {
            return Ok(Trimmed { kept, more: false });
        }
        let mut rows = Batch::new();
        if let Some(last) = last {
            // Before it happens: a follower reads first and then looks here.
            self.shared.intake().pruned(function, last, last.at_us);
            end.push(0);
            rows = rows.delete_range(key::events(function).ending_before(&end));
        }
        rows = match stays {
            true => rows.put(key::kept(function), kept.encode()?),
            false => rows.delete(key::kept(function)),
        };
        self.shared.store.commit(rows).await?;
        self.kept.insert(function.clone(), kept);
        let more = stays && (seen == STEP_BLOCKS || bytes >= STEP_BYTES);
        Ok(Trimmed { kept, more })
    }
}
