//! Where refusals lie in the store: by shelf, then numbered as they came.

use store::{Error, Key, KeyReader, Keyspace, Range};

const REFUSALS: Keyspace = Keyspace(9);

/// What was done by those who are known is kept apart from what strangers did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    Strangers,
    Callers,
}

impl Shelf {
    pub(super) const ALL: [Self; 2] = [Self::Strangers, Self::Callers];

    fn key(self) -> Key {
        Key::in_space(REFUSALS).u8(self as u8)
    }
}

pub(super) fn refusal(shelf: Shelf, number: u64) -> Key {
    shelf.key().u64(number)
}

pub(super) fn all(shelf: Shelf) -> Range {
    Range::prefix(shelf.key())
}

pub(super) fn before(shelf: Shelf, number: u64) -> Range {
    all(shelf).ending_before(refusal(shelf, number))
}

pub(super) fn number(key: &[u8]) -> Result<u64, Error> {
    let mut reader = KeyReader::in_space(key, REFUSALS)?;
    reader.u8()?;
    let number = reader.u64()?;
    reader.end()?;
    Ok(number)
}
