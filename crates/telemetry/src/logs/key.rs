//! Where log events and what is known about them lie in the store.

use store::{Error, Key, KeyReader, Keyspace, Range};

const EVENTS: Keyspace = Keyspace(3);
pub(crate) const BOOKS: Keyspace = Keyspace(5);
const KEPT: u8 = 1;

/// The place of an event in its function's log: places grow in the order in which events were
/// accepted, and `at_us` is the time of the event unless an earlier one came in before it.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Place {
    pub at_us: u64,
    pub seq: u64,
}

impl Place {
    /// Before every event at or after `at_us`.
    pub(crate) fn before(at_us: u64) -> Self {
        match at_us.checked_sub(1) {
            Some(at_us) => Self { at_us, seq: u64::MAX },
            None => Self::default(),
        }
    }
}

/// Where the block lies whose last event has this place.
pub(super) fn block(function: &str, last: Place) -> Key {
    log(function).u64(last.at_us).u64(last.seq)
}

pub(super) fn log(function: &str) -> Key {
    Key::in_space(EVENTS).text(function)
}

pub(super) fn events(function: &str) -> Range {
    Range::prefix(log(function))
}

pub(super) fn place(key: &[u8]) -> Result<Place, Error> {
    let mut reader = KeyReader::in_space(key, EVENTS)?;
    reader.bytes()?;
    let place = Place { at_us: reader.u64()?, seq: reader.u64()? };
    reader.end()?;
    Ok(place)
}

pub(super) fn kept(function: &str) -> Key {
    Key::in_space(BOOKS).u8(KEPT).text(function)
}

pub(super) fn all_kept() -> Range {
    Range::prefix(Key::in_space(BOOKS).u8(KEPT))
}

pub(super) fn kept_function(key: &[u8]) -> Result<String, Error> {
    let mut reader = KeyReader::in_space(key, BOOKS)?;
    reader.u8()?;
    let function = reader.text()?;
    reader.end()?;
    Ok(function)
}
