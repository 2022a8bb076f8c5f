//! Gathering a page of events from one source.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use super::source::{Said, Source, Way};
use super::{GroupsError, Inner};
use crate::logs::Place;

/// What one page may hold, and what is read for it although little of it was wanted.
pub(super) const PAGE_EVENTS: usize = 10_000;
pub(super) const PAGE_BYTES: usize = 1024 * 1024;
const SCAN_BYTES: usize = 64 * 1024 * 1024;

/// Times between which events are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) since_us: u64,
    /// Events at this time are not part of it.
    pub(super) until_us: u64,
}

/// A part of a source, as far as it was read.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) events: VecDeque<(Place, Said)>,
    /// Everything up to here was looked at.
    pub(super) looked_at: Place,
    /// There may be more behind it.
    pub(super) more: bool,
}

impl Inner {
    /// The events behind `from` (or before it) within the span that `wanted` says yes to.
    pub(super) async fn gather(
        &self,
        source: &Source,
        way: Way,
        from: Place,
        span: Span,
        limit: usize,
        mut wanted: impl FnMut(&Said) -> Result<bool, GroupsError>,
    ) -> Result<Part, GroupsError> {
        let mut part = Part { events: VecDeque::new(), looked_at: from, more: false };
        let (mut held, mut read) = (0, 0);
        loop {
            let (mut is_over, mut broken) = (false, None);
            let turn = self.turn(source, way, part.looked_at, |place, said| {
                is_over = match way {
                    Way::Forward => place.at_us >= span.until_us,
                    Way::Back => place.at_us < span.since_us,
                };
                if is_over {
                    return ControlFlow::Break(());
                }
                match wanted(&said) {
                    Ok(false) => {}
                    // One that is far too large alone still gets through.
                    Ok(true) if held > 0 && held + said.text.len() > PAGE_BYTES => {
                        held = usize::MAX;
                        return ControlFlow::Break(());
                    }
                    Ok(true) => {
                        held += said.text.len();
                        part.events.push_back((place, said));
                    }
                    Err(error) => {
                        broken = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                part.looked_at = place;
                if part.events.len() >= limit {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            })?;
            if let Some(error) = broken {
                return Err(error);
            }
            read += turn.bytes;
            let is_full = part.events.len() >= limit || held >= PAGE_BYTES;
            part.more = !is_over && (is_full || turn.more);
            if !part.more || is_full || read >= SCAN_BYTES {
                return Ok(part);
            }
            tokio::task::yield_now().await;
        }
    }
}
