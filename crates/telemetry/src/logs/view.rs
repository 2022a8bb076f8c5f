//! A function's log as those see it who show it beside other logs.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::block::Block;
use super::kept::Kept;
use super::key::{self, Place};
use super::query::{TURN_BYTES, Turn};
use super::{Forget, Logs};
use crate::{Error, LogEvent};

/// When a stream of a function's log was written to, as far as it is still kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) first_us: u64,
    pub(crate) last_us: u64,
}

impl Logs {
    /// Whether the function has logged anything that is still kept.
    pub(crate) async fn has(&self, function: &str) -> Result<bool, Error> {
        if self.kept(function)?.is_some() {
            return Ok(true);
        }
        self.flush().await?;
        Ok(self.kept(function)?.is_some())
    }

    pub(crate) fn kept(&self, function: &str) -> Result<Option<Kept>, Error> {
        let entry = self.shared.store.get(key::kept(function))?;
        Ok(entry.map(|entry| entry.record()).transpose()?)
    }

    /// Shows the functions that have logged, in the order of their names, those behind `after`.
    pub(crate) fn functions(
        &self,
        after: Option<&str>,
        mut visit: impl FnMut(String, Kept) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let range = match after {
            Some(after) => key::all_kept().starting_after(key::kept(after)),
            None => key::all_kept(),
        };
        let mut broken = None;
        self.shared.store.snapshot()?.each(range, |entry| {
            let read = key::kept_function(&entry.key).and_then(|name| Ok((name, entry.record()?)));
            match read {
                Ok((name, kept)) => visit(name, kept),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        broken.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Shows the events behind `after` until `visit` breaks off or others should have a turn.
    pub(crate) fn turn(
        &self,
        function: &Arc<str>,
        after: Place,
        visit: impl FnMut(Place, LogEvent) -> ControlFlow<()>,
    ) -> Result<Turn, Error> {
        self.shared.read_turn(function, Some(after), visit)
    }

    /// Like [`Logs::turn`], the events before a place, the latest first.
    pub(crate) fn turn_back(
        &self,
        function: &Arc<str>,
        before: Place,
        mut visit: impl FnMut(Place, LogEvent) -> ControlFlow<()>,
    ) -> Result<Turn, Error> {
        let snapshot = self.shared.store.snapshot()?;
        // The first block that ends at or behind the place may begin before it.
        let behind = key::events(function).starting_at(key::block(function, before));
        let range = match snapshot.scan(behind, 1)?.pop() {
            Some(block) => key::events(function).ending_before([&block.key[..], &[0]].concat()),
            None => key::events(function),
        };
        let mut turn = Turn { bytes: 0, more: false };
        let mut broken = None;
        snapshot.each_back(range, |entry| {
            turn.bytes += entry.key.len() + entry.value.len();
            let block = key::place(&entry.key).and_then(|at| Ok((at, entry.record::<Block>()?)));
            let mut events: Vec<_> = match block {
                Ok((at, block)) => block.events(at, function).collect(),
                Err(error) => {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            };
            events.reverse();
            let earlier = events.into_iter().filter(|(place, _)| *place < before);
            for (place, event) in earlier {
                visit(place, event)?;
            }
            if turn.bytes >= TURN_BYTES {
                turn.more = true;
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        broken.map_or(Ok(turn), |error| Err(error.into()))
    }

    /// The streams of a function's log. This reads all of it.
    pub(crate) async fn streams(
        &self,
        function: &Arc<str>,
    ) -> Result<BTreeMap<Arc<str>, Written>, Error> {
        self.flush().await?;
        let mut streams: BTreeMap<Arc<str>, Written> = BTreeMap::new();
        let mut after = Place::default();
        loop {
            let turn = self.turn(function, after, |place, event| {
                after = place;
                let at_us = event.at_us;
                let fresh = Written { first_us: at_us, last_us: at_us };
                let seen = streams.entry(event.stream).or_insert(fresh);
                seen.first_us = seen.first_us.min(at_us);
                seen.last_us = seen.last_us.max(at_us);
                ControlFlow::Continue(())
            })?;
            if !turn.more {
                return Ok(streams);
            }
            tokio::task::yield_now().await;
        }
    }

    /// Orders that what a function logged before this time be deleted; does not wait for it.
    pub(crate) fn trim_before(&self, function: Arc<str>, at_us: u64) {
        let (done, _) = tokio::sync::oneshot::channel();
        self.shared.orders().push(Forget { function, up_to: Place::before(at_us), done });
        self.shared.wake.notify_one();
    }
}
