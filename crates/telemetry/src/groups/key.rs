//! Where groups, streams and events lie in the store, beside the other books of the logs.
//!
//! Groups and streams have numbers that are never given twice, so that what is deleted and made
//! again under the same name is another thing, and what is left of the first can go at leisure.

use store::{Error, Key, KeyReader, Range};

use crate::logs::{BOOKS, Place};

const GROUP: u8 = 2;
const ALIVE: u8 = 3;
const STREAM: u8 = 4;
const STREAM_NAME: u8 = 5;
const EVENT: u8 = 6;
const TALLY: u8 = 7;
const DOOMED: u8 = 8;

fn book(which: u8) -> Key {
    Key::in_space(BOOKS).u8(which)
}

pub(super) fn group(name: &str) -> Key {
    book(GROUP).text(name)
}

pub(super) fn groups() -> Range {
    Range::prefix(book(GROUP))
}

pub(super) fn group_name(key: &[u8]) -> Result<String, Error> {
    let mut reader = KeyReader::in_space(key, BOOKS)?;
    reader.u8()?;
    let name = reader.text()?;
    reader.end()?;
    Ok(name)
}

/// There for as long as the group is: whoever puts events checks it.
pub(super) fn alive(group: u64) -> Key {
    book(ALIVE).u64(group)
}

pub(super) fn stream(group: u64, name: &str) -> Key {
    book(STREAM).u64(group).text(name)
}

pub(super) fn streams(group: u64) -> Range {
    Range::prefix(book(STREAM).u64(group))
}

pub(super) fn stream_of(key: &[u8]) -> Result<String, Error> {
    let mut reader = KeyReader::in_space(key, BOOKS)?;
    reader.u8()?;
    reader.u64()?;
    let name = reader.text()?;
    reader.end()?;
    Ok(name)
}

/// There for as long as the stream is, with its name.
pub(super) fn stream_name(group: u64, stream: u64) -> Key {
    book(STREAM_NAME).u64(group).u64(stream)
}

pub(super) fn stream_names(group: u64) -> Range {
    Range::prefix(book(STREAM_NAME).u64(group))
}

pub(super) fn event(group: u64, place: Place) -> Key {
    book(EVENT).u64(group).u64(place.at_us).u64(place.seq)
}

pub(super) fn events(group: u64) -> Range {
    Range::prefix(book(EVENT).u64(group))
}

pub(super) fn place(key: &[u8]) -> Result<Place, Error> {
    let mut reader = KeyReader::in_space(key, BOOKS)?;
    reader.u8()?;
    reader.u64()?;
    let place = Place { at_us: reader.u64()?, seq: reader.u64()? };
    reader.end()?;
    Ok(place)
}

pub(super) fn tally(group: u64) -> Key {
    book(TALLY).u64(group)
}

/// What is deleted but not gone yet: a stream of a group, or with zero all of the group.
pub(super) fn doomed(group: u64, stream: u64) -> Key {
    book(DOOMED).u64(group).u64(stream)
}

pub(super) fn all_doomed() -> Range {
    Range::prefix(book(DOOMED))
}

pub(super) fn doomed_of(key: &[u8]) -> Result<(u64, u64), Error> {
    let mut reader = KeyReader::in_space(key, BOOKS)?;
    reader.u8()?;
    let doomed = (reader.u64()?, reader.u64()?);
    reader.end()?;
    Ok(doomed)
}

pub(super) fn doomed_in(group: u64) -> Range {
    Range::prefix(book(DOOMED).u64(group))
}
