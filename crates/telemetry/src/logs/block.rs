//! Events of one function as they lie in the store: those written together share a row, which costs
//! a fraction of a row for each.
//!
//! A row stands at the place of its last event, so that a reader who goes on behind some event
//! finds the row that the next one is in.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::{Error, Record};

use super::key::Place;
use crate::{Level, LogEvent, Source};

/// A block takes no more once it holds this much, or events from so long a time: a reader reads
/// whole blocks, and retention deletes whole blocks.
const FULL_BYTES: usize = 16 * 1024;
const LONGEST_US: u64 = 60 * 1_000_000;
/// About what an event takes beside its text.
const EVENT_BYTES: usize = 32;

/// A block that is still being filled.
#[derive(Debug, Default)]
pub(super) struct Filling {
    events: Vec<(Place, LogEvent)>,
    bytes: usize,
}

impl Filling {
    pub(super) fn has_room(&self, place: Place) -> bool {
        let first = self.events.first().map_or(place, |(first, _)| *first);
        self.bytes < FULL_BYTES && place.at_us - first.at_us < LONGEST_US
    }

    pub(super) fn add(&mut self, place: Place, event: LogEvent) {
        self.bytes += event.text.len() + EVENT_BYTES;
        self.events.push((place, event));
    }

    /// When the oldest of its events was logged.
    pub(super) fn oldest_us(&self) -> u64 {
        self.events.first().map_or(0, |(place, _)| place.at_us)
    }

    /// The block and where it stands; none when it is empty.
    pub(super) fn close(self) -> Option<(Place, Block)> {
        let (at, _) = *self.events.last()?;
        let (mut last_stream, mut last_request) = (None, None);
        let stored = self.events.into_iter().map(|(place, event)| {
            let LogEvent { function: _, stream, request, at_us, level, source, text } = event;
            Stored {
                us_before: at.at_us - place.at_us,
                seq_before: at.seq - place.seq,
                at_us,
                level,
                source,
                stream: news(&mut last_stream, stream),
                request: news(&mut last_request, request),
                text,
            }
        });
        let block = Block(stored.collect());
        Some((at, block))
    }
}

/// What is not as it was.
fn news<T: Clone + PartialEq>(last: &mut Option<T>, now: T) -> Option<T> {
    if last.as_ref() == Some(&now) {
        return None;
    }
    *last = Some(now.clone());
    Some(now)
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Block(Vec<Stored>);

/// An event without its function, which the block's key tells.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    /// Its place, counted back from the block's.
    us_before: u64,
    seq_before: u64,
    at_us: u64,
    level: Level,
    source: Source,
    /// As of the event before, when they are not told.
    stream: Option<Arc<str>>,
    request: Option<Option<Arc<str>>>,
    text: String,
}

impl Block {
    /// The events and their places, given the block's.
    pub(super) fn events(
        self,
        at: Place,
        function: &Arc<str>,
    ) -> impl Iterator<Item = (Place, LogEvent)> {
        let (mut last_stream, mut last_request): (Arc<str>, Option<Arc<str>>) = ("".into(), None);
        self.0.into_iter().map(move |stored| {
            let Stored { us_before, seq_before, at_us, level, source, text, .. } = stored;
            last_stream = stored.stream.unwrap_or_else(|| last_stream.clone());
            last_request = stored.request.unwrap_or_else(|| last_request.clone());
            let place = Place {
                at_us: at.at_us.saturating_sub(us_before),
                seq: at.seq.saturating_sub(seq_before),
            };
            let event = LogEvent {
                function: function.clone(),
                stream: last_stream.clone(),
                request: last_request.clone(),
                at_us,
                level,
                source,
                text,
            };
            (place, event)
        })
    }
}

impl Record for Block {
    const VERSION: u8 = 2;

    fn decode_older(version: u8, body: &[u8]) -> Result<Self, Error> {
        match version {
            1 => Alone::decode_body(body).map(Self::from),
            other => Err(Self::unknown(other)),
        }
    }
}

/// An event in a row of its own, as all were once.
#[derive(Debug, Serialize, Deserialize)]
struct Alone {
    at_us: u64,
    level: Level,
    source: Source,
    stream: Arc<str>,
    request: Option<Arc<str>>,
    text: String,
}

impl Record for Alone {
    const VERSION: u8 = 1;
}

impl From<Alone> for Block {
    fn from(alone: Alone) -> Self {
        let Alone { at_us, level, source, stream, request, text } = alone;
        let (us_before, seq_before) = (0, 0);
        let (stream, request) = (Some(stream), Some(request));
        Self(vec![Stored { us_before, seq_before, at_us, level, source, stream, request, text }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(stream: &str, request: Option<&str>, at_us: u64) -> LogEvent {
        let text = format!("at {at_us}");
        let event = LogEvent::platform("f".into(), stream.into(), at_us, text);
        LogEvent { request: request.map(Arc::from), ..event }
    }

    #[test]
    fn events_come_out_as_they_went_in() {
        let events = [
            (Place { at_us: 5, seq: 1 }, event("a", None, 5)),
            (Place { at_us: 5, seq: 2 }, event("a", Some("r"), 3)),
            (Place { at_us: 9, seq: 7 }, event("b", Some("r"), 9)),
            (Place { at_us: 9, seq: 8 }, event("b", None, 8)),
        ];
        let mut filling = Filling::default();
        assert!(filling.has_room(events[0].0));
        events.iter().for_each(|(place, event)| filling.add(*place, event.clone()));
        let (at, block) = filling.close().unwrap();
        assert_eq!(at, events[3].0);
        let read = Block::decode(&block.encode().unwrap()).unwrap();
        assert_eq!(read.events(at, &"f".into()).collect::<Vec<_>>(), events);
        assert!(Filling::default().close().is_none());
    }

    #[test]
    fn a_block_has_bounds() {
        let mut filling = Filling::default();
        let place = |at_us| Place { at_us, seq: at_us };
        filling.add(place(7), event("a", None, 7));
        assert!(filling.has_room(place(6 + LONGEST_US)));
        assert!(!filling.has_room(place(7 + LONGEST_US)));
        let long = LogEvent { text: "x".repeat(FULL_BYTES), ..event("a", None, 8) };
        filling.add(place(8), long);
        assert!(!filling.has_room(place(9)));
    }

    #[test]
    fn rows_of_one_event_are_still_read() {
        let (level, source) = (Level::Info, Source::Platform);
        let (stream, text) = ("a".into(), "at 3".into());
        let alone = Alone { at_us: 3, level, source, stream, request: None, text };
        let place = Place { at_us: 4, seq: 9 };
        let block = Block::decode(&alone.encode().unwrap()).unwrap();
        let read: Vec<_> = block.events(place, &"f".into()).collect();
        assert_eq!(read, [(place, event("a", None, 3))]);
    }
}
