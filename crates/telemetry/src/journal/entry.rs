//! What the journal notes, as it lies in a segment: its length, a checksum, and the fields.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::logs::{Place, Worth};
use crate::{Level, LogEvent, Source};

/// Before each entry: its length and its checksum.
pub(super) const HEAD: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Entry<'a> {
    Event {
        place: Place,
        /// What a notice of dropped lines tells of: it stands for all that were dropped before.
        notice: Option<Worth>,
        #[serde(borrow)]
        event: Event<'a>,
    },
    /// Lines that were dropped and that no notice tells of yet.
    Dropped {
        #[serde(borrow)]
        function: Cow<'a, str>,
        #[serde(borrow)]
        stream: Cow<'a, str>,
        worth: Worth,
    },
    /// The function's log was deleted up to there.
    Forgot {
        #[serde(borrow)]
        function: Cow<'a, str>,
        up_to: Place,
    },
    /// A line of the ledger, as the store has it.
    Record(#[serde(borrow)] Cow<'a, [u8]>),
    /// The next segment goes on.
    End,
}

/// A [`LogEvent`], borrowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Event<'a> {
    #[serde(borrow)]
    function: Cow<'a, str>,
    #[serde(borrow)]
    stream: Cow<'a, str>,
    #[serde(borrow)]
    request: Option<Cow<'a, str>>,
    at_us: u64,
    level: Level,
    source: Source,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

impl<'a> From<&'a LogEvent> for Event<'a> {
    fn from(event: &'a LogEvent) -> Self {
        let LogEvent { function, stream, request, at_us, level, source, text } = event;
        Self {
            function: Cow::Borrowed(function),
            stream: Cow::Borrowed(stream),
            request: request.as_deref().map(Cow::Borrowed),
            at_us: *at_us,
            level: *level,
            source: *source,
            text: Cow::Borrowed(text),
        }
    }
}

impl From<Event<'_>> for LogEvent {
    fn from(event: Event<'_>) -> Self {
        let Event { function, stream, request, at_us, level, source, text } = event;
        Self {
            function: (&*function).into(),
            stream: (&*stream).into(),
            request: request.map(|request| (&*request).into()),
            at_us,
            level,
            source,
            text: text.into_owned(),
        }
    }
}

impl Entry<'_> {
    pub(super) fn encode(&self) -> Vec<u8> {
        // Numbers and texts into memory: this cannot fail, and an empty entry would read as the end.
        postcard::to_extend(self, Vec::with_capacity(256)).unwrap_or_default()
    }
}

/// Puts an entry behind what was written in this generation of a segment.
pub(super) fn put(into: &mut Vec<u8>, generation: u64, body: &[u8]) {
    // A segment is far smaller than 4 GB, and so is all that goes into it.
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    into.extend_from_slice(&length.to_le_bytes());
    into.extend_from_slice(&checksum(generation, body).to_le_bytes());
    into.extend_from_slice(body);
}

/// The first entry's fields, and what lies behind it; none where nothing whole was written.
pub(super) fn take(bytes: &[u8], generation: u64) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (sum, rest) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (body, rest) = rest.split_at_checked(length)?;
    let whole = length > 0 && checksum(generation, body) == u32::from_le_bytes(*sum);
    whole.then_some((body, rest))
}

/// Of the generation too: what lies there from an earlier use of the file is not taken for new.
fn checksum(generation: u64, body: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&generation.to_le_bytes());
    sum.update(body);
    sum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_they_were_written_and_no_others() {
        let event = LogEvent::platform("f".into(), "s".into(), 7, "hello".into());
        let place = Place { at_us: 7, seq: 3 };
        let entries = [
            Entry::Event { place, notice: None, event: Event::from(&event) },
            Entry::Dropped { function: "f".into(), stream: "s".into(), worth: Worth::of(&event) },
            Entry::Forgot { function: "f".into(), up_to: place },
            Entry::Record(Cow::Borrowed(&[1, 2, 3])),
            Entry::End,
        ];
        let mut bytes = Vec::new();
        entries.iter().for_each(|entry| put(&mut bytes, 9, &entry.encode()));
        bytes.extend_from_slice(&[0; 64]);
        let (mut rest, mut read) = (&bytes[..], Vec::new());
        while let Some((body, behind)) = take(rest, 9) {
            read.push(postcard::from_bytes::<Entry>(body).unwrap());
            rest = behind;
        }
        assert_eq!(read, entries);
        assert_eq!(rest.len(), 64);
        let Entry::Event { event: again, .. } = read.remove(0) else { panic!("an event") };
        assert_eq!(LogEvent::from(again), event);
        assert!(take(&bytes, 10).is_none(), "of another use of the file");
        for cut in 0..HEAD + 5 {
            assert!(take(&bytes[..cut], 9).is_none());
        }
        bytes[HEAD + 2] ^= 1;
        assert!(take(&bytes, 9).is_none(), "damaged");
    }
}
