//! What is shown of a second, and what is not. Pure.

use protocol::logs::{LiveTailSessionLogEvent, LiveTailSessionMetadata, LiveTailSessionUpdate};

/// What one update holds at most.
const EVENTS_MAX: usize = 500;
const BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug, Default)]
pub(super) struct Update {
    events: Vec<LiveTailSessionLogEvent>,
    bytes: usize,
    /// There were more.
    sampled: bool,
}

impl Update {
    /// Whether another event of this length would be shown; if not, that is told.
    pub(super) fn has_room(&mut self, bytes: usize) -> bool {
        let fits = self.events.is_empty() || self.bytes + bytes <= BYTES_MAX;
        let has_room = fits && self.events.len() < EVENTS_MAX;
        self.sampled |= !has_room;
        has_room
    }

    pub(super) fn add(&mut self, event: LiveTailSessionLogEvent) {
        self.bytes += event.message.as_ref().map_or(0, String::len);
        self.events.push(event);
    }

    /// Something was missed.
    pub(super) fn missed(&mut self) {
        self.sampled = true;
    }

    pub(super) fn take(&mut self) -> LiveTailSessionUpdate {
        let Self { events, sampled, .. } = std::mem::take(self);
        LiveTailSessionUpdate {
            session_metadata: Some(LiveTailSessionMetadata { sampled: Some(sampled) }),
            session_results: Some(events),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(update: &mut Update, count: usize, bytes: usize) -> (usize, bool) {
        for _ in 0..count {
            if update.has_room(bytes) {
                let message = Some("x".repeat(bytes));
                update.add(LiveTailSessionLogEvent { message, ..<_>::default() });
            }
        }
        let LiveTailSessionUpdate { session_metadata, session_results } = update.take();
        (session_results.unwrap().len(), session_metadata.unwrap().sampled.unwrap())
    }

    #[test]
    fn no_more_than_fits_is_shown_and_that_is_told() {
        let mut update = Update::default();
        for (count, bytes, expected) in [
            (0, 0, (0, false)),
            (500, 10, (500, false)),
            (501, 10, (500, true)),
            (1, BYTES_MAX + 1, (1, false)),
            (2, BYTES_MAX + 1, (1, true)),
            (4, BYTES_MAX / 4, (4, false)),
            (5, BYTES_MAX / 4, (4, true)),
        ] {
            assert_eq!(fill(&mut update, count, bytes), expected, "{count} of {bytes}");
        }
        update.missed();
        assert_eq!(fill(&mut update, 0, 0), (0, true));
    }
}
