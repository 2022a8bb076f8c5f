//! Reading the log of a function.

use std::ops::ControlFlow;
use std::sync::Arc;

use store::Entry;

use super::block::Block;
use super::key::{self, Place};
use super::{Logs, Shared};
use crate::{Error, LogEvent};

/// What one answer may hold, whatever was asked for.
const PAGE_EVENTS: usize = 10_000;
const PAGE_BYTES: usize = 8 * 1024 * 1024;
/// What is read before other tasks get their turn, and before an answer is given although it is
/// not full.
pub(super) const TURN_BYTES: usize = 1024 * 1024;
const SCAN_BYTES: usize = 128 * 1024 * 1024;

/// Which events of a function's log to read, oldest first.
#[derive(Debug, Clone)]
pub struct Query {
    pub function: Arc<str>,
    pub since_us: u64,
    /// Events at this time are not part of the answer.
    pub until_us: u64,
    pub request: Option<Arc<str>>,
    pub limit: usize,
    /// Go on behind [`Page::last`] of the page before.
    pub after: Option<Place>,
}

impl Query {
    /// Everything a function logged.
    pub fn of(function: impl Into<Arc<str>>) -> Self {
        let function = function.into();
        let (since_us, until_us, request) = (0, u64::MAX, None);
        Self { function, since_us, until_us, request, limit: PAGE_EVENTS, after: None }
    }
}

/// A part of the answer to a [`Query`].
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub events: Vec<LogEvent>,
    /// How far the log was read; not the place of the last event if others were passed over.
    pub last: Option<Place>,
    /// Ask again with `after: last` for the rest, also when `events` is empty.
    pub more: bool,
}

impl Logs {
    pub(crate) async fn query(&self, query: Query) -> Result<Page, Error> {
        self.flush().await?;
        let until = Place { at_us: query.until_us, seq: 0 };
        let mut page = Page { last: query.after, ..Page::default() };
        let mut after = query.after.max(Some(Place::before(query.since_us)));
        let limit = query.limit.min(PAGE_EVENTS);
        let (mut held, mut scanned) = (0, 0);
        while page.events.len() < limit && held < PAGE_BYTES && scanned < SCAN_BYTES {
            let turn = self.shared.read_turn(&query.function, after, |place, event| {
                if place >= until {
                    return ControlFlow::Break(());
                }
                page.last = Some(place);
                if query.request.is_none() || query.request == event.request {
                    held += event.text.len();
                    page.events.push(event);
                }
                let full = page.events.len() >= limit || held >= PAGE_BYTES;
                if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            after = page.last;
            scanned += turn.bytes;
            page.more = turn.more || page.events.len() >= limit || held >= PAGE_BYTES;
            if !turn.more {
                return Ok(page);
            }
            tokio::task::yield_now().await;
        }
        Ok(page)
    }

    /// The latest events, oldest first.
    pub(crate) async fn tail(
        &self,
        function: &Arc<str>,
        limit: usize,
    ) -> Result<Vec<LogEvent>, Error> {
        self.flush().await?;
        let limit = limit.min(PAGE_EVENTS);
        let (mut events, mut held, mut broken) = (Vec::new(), 0, None);
        if limit == 0 {
            return Ok(events);
        }
        let snapshot = self.shared.store.snapshot()?;
        snapshot.each_back(key::events(function), |entry| {
            match read(&entry, function) {
                Ok(block) => {
                    // The latest first, until all is read.
                    let from = events.len();
                    events.extend(block.map(|(_, event)| event));
                    events[from..].reverse();
                }
                Err(error) => broken = Some(error),
            }
            held += entry.value.len();
            let full = events.len() >= limit || held >= PAGE_BYTES || broken.is_some();
            if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if let Some(error) = broken {
            return Err(error.into());
        }
        events.truncate(limit);
        events.reverse();
        Ok(events)
    }
}

pub(crate) struct Turn {
    pub(crate) bytes: usize,
    /// There may be events behind those shown.
    pub(crate) more: bool,
}

impl Shared {
    /// Shows the events behind `after` until `visit` breaks off or others should have a turn.
    pub(super) fn read_turn(
        &self,
        function: &Arc<str>,
        after: Option<Place>,
        mut visit: impl FnMut(Place, LogEvent) -> ControlFlow<()>,
    ) -> Result<Turn, Error> {
        let range = key::events(function);
        let range = match after {
            Some(after) => range.starting_after(key::block(function, after)),
            None => range,
        };
        let mut turn = Turn { bytes: 0, more: false };
        let mut broken = None;
        self.store.snapshot()?.each(range, |entry| {
            turn.bytes += entry.key.len() + entry.value.len();
            match read(&entry, function) {
                // The first block may begin before what was asked for.
                Ok(block) => block
                    .filter(|(place, _)| after.is_none_or(|after| *place > after))
                    .try_for_each(|(place, event)| visit(place, event))?,
                Err(error) => {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            }
            if turn.bytes >= TURN_BYTES {
                turn.more = true;
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        match broken {
            Some(error) => Err(error.into()),
            None => Ok(turn),
        }
    }
}

pub(super) fn read(
    row: &Entry,
    function: &Arc<str>,
) -> Result<impl Iterator<Item = (Place, LogEvent)>, store::Error> {
    let place = key::place(&row.key)?;
    Ok(row.record::<Block>()?.events(place, function))
}
