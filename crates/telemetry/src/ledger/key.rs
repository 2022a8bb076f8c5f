//! Where records lie in the store: by function, then by time.

use store::{Error, Key, KeyReader, Keyspace, Range};

use super::Record;

const RECORDS: Keyspace = Keyspace(4);

pub(super) fn record(record: &Record) -> Key {
    start(&record.function, record.start_us).text(&record.request_id).u32(record.attempt)
}

fn start(function: &str, start_us: u64) -> Key {
    Key::in_space(RECORDS).text(function).u64(start_us)
}

/// Records that started at `since_us` or later and before `until_us`.
pub(super) fn between(function: &str, since_us: u64, until_us: u64) -> Range {
    let all = Range::prefix(Key::in_space(RECORDS).text(function));
    let since = all.starting_at(start(function, since_us));
    if until_us == u64::MAX { since } else { since.ending_before(start(function, until_us)) }
}

pub(super) fn all() -> Range {
    Range::prefix(Key::in_space(RECORDS))
}

/// What lies behind everything of this function.
pub(super) fn functions_after(function: &str) -> Range {
    all().starting_at(start(function, u64::MAX).u64(u64::MAX).u64(u64::MAX))
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) function: String,
    pub(super) start_us: u64,
    pub(super) request_id: String,
}

pub(super) fn parts(key: &[u8]) -> Result<Parts, Error> {
    let mut reader = KeyReader::in_space(key, RECORDS)?;
    let parts =
        Parts { function: reader.text()?, start_us: reader.u64()?, request_id: reader.text()? };
    reader.u32()?;
    reader.end()?;
    Ok(parts)
}
