use bytes::Bytes;

use crate::{Error, Range, Version};

pub const MAX_KEY_BYTES: usize = 1024;
pub const MAX_VALUE_BYTES: usize = 1024 * 1024;
pub const MAX_BATCH_BYTES: usize = 8 * 1024 * 1024;
pub const MAX_BATCH_OPS: usize = 2_000;

/// What must be true, and what to write if it is: all of it or nothing.
///
/// Checks see the state before the batch; writes are applied in the order given.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(crate) checks: Vec<Check>,
    pub(crate) ops: Vec<Op>,
}

#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) key: Bytes,
    pub(crate) expected: Expected,
}

#[derive(Debug, Clone)]
pub(crate) enum Expected {
    Absent,
    Present,
    Equals(Bytes),
    Version(Version),
}

#[derive(Debug, Clone)]
pub(crate) enum Op {
    Put(Bytes, Bytes),
    Delete(Bytes),
    DeleteRange(Range),
}

impl Batch {
    pub fn new() -> Self {
        Batch::default()
    }

    pub fn absent(self, key: impl AsRef<[u8]>) -> Self {
        self.check(key, Expected::Absent)
    }

    pub fn present(self, key: impl AsRef<[u8]>) -> Self {
        self.check(key, Expected::Present)
    }

    pub fn equals(self, key: impl AsRef<[u8]>, value: impl Into<Bytes>) -> Self {
        self.check(key, Expected::Equals(value.into()))
    }

    /// The key was last written by exactly that commit.
    pub fn version(self, key: impl AsRef<[u8]>, version: Version) -> Self {
        self.check(key, Expected::Version(version))
    }

    pub fn put(mut self, key: impl AsRef<[u8]>, value: impl Into<Bytes>) -> Self {
        self.ops.push(Op::Put(Bytes::copy_from_slice(key.as_ref()), value.into()));
        self
    }

    pub fn delete(mut self, key: impl AsRef<[u8]>) -> Self {
        self.ops.push(Op::Delete(Bytes::copy_from_slice(key.as_ref())));
        self
    }

    /// Deletes every key of the range. It holds up other commits for as long as it takes, about a
    /// second per million rows: delete long ranges in portions.
    pub fn delete_range(mut self, range: Range) -> Self {
        self.ops.push(Op::DeleteRange(range));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.checks.is_empty() && self.ops.is_empty()
    }

    /// The number of checks and writes, which [`MAX_BATCH_OPS`] limits.
    pub fn len(&self) -> usize {
        self.checks.len() + self.ops.len()
    }

    /// The bytes of keys and values, which [`MAX_BATCH_BYTES`] limits.
    pub fn bytes(&self) -> usize {
        let checks = self.checks.iter().map(|check| check.key.len() + check.expected.bytes());
        checks.chain(self.ops.iter().map(Op::bytes)).sum()
    }

    fn check(mut self, key: impl AsRef<[u8]>, expected: Expected) -> Self {
        self.checks.push(Check { key: Bytes::copy_from_slice(key.as_ref()), expected });
        self
    }

    pub(crate) fn within_limits(&self) -> Result<(), Error> {
        within("the number of checks and writes of a batch", self.len(), MAX_BATCH_OPS, SPLIT)?;
        within("the size of a batch in bytes", self.bytes(), MAX_BATCH_BYTES, SPLIT)?;
        for check in &self.checks {
            key_within_limits(&check.key)?;
        }
        for op in &self.ops {
            match op {
                Op::Put(key, value) => {
                    key_within_limits(key)?;
                    within("the size of a value", value.len(), MAX_VALUE_BYTES, USE_BLOB)?;
                }
                Op::Delete(key) => key_within_limits(key)?,
                // The ends of a range are not stored; one byte more lets it begin after any key.
                Op::DeleteRange(range) => {
                    let longest = range.start.len().max(range.end.as_ref().map_or(0, Bytes::len));
                    within("the end of a range", longest, MAX_KEY_BYTES + 1, SHORTEN)?;
                }
            }
        }
        Ok(())
    }
}

const SPLIT: &str = "split it into several commits";
const USE_BLOB: &str = "keep it as a blob and store its hash";
const SHORTEN: &str = "shorten it or use a hash of its end";

fn key_within_limits(key: &Bytes) -> Result<(), Error> {
    if key.is_empty() {
        let (what, remedy) = ("the size of a key", "begin every key with its keyspace");
        return Err(Error::Limit { what, found: 0, limit: 1, remedy });
    }
    within("the size of a key", key.len(), MAX_KEY_BYTES, SHORTEN)
}

fn within(
    what: &'static str,
    found: usize,
    limit: usize,
    remedy: &'static str,
) -> Result<(), Error> {
    if found <= limit { Ok(()) } else { Err(Error::Limit { what, found, limit, remedy }) }
}

impl Check {
    pub(crate) fn holds(&self, found: Option<(Version, &[u8])>) -> bool {
        match (&self.expected, found) {
            (Expected::Absent, found) => found.is_none(),
            (Expected::Present, found) => found.is_some(),
            (Expected::Equals(expected), Some((_, value))) => expected == value,
            (Expected::Version(expected), Some((version, _))) => *expected == version,
            (Expected::Equals(_) | Expected::Version(_), None) => false,
        }
    }

    pub(crate) fn conflict(&self) -> Error {
        let expected = match self.expected {
            Expected::Absent => "absent",
            Expected::Present => "present",
            Expected::Equals(_) => "what was read before",
            Expected::Version(_) => "at the version read before",
        };
        Error::Conflict { key: self.key.clone(), expected }
    }
}

impl Expected {
    fn bytes(&self) -> usize {
        match self {
            Expected::Equals(value) => value.len(),
            Expected::Absent | Expected::Present | Expected::Version(_) => 0,
        }
    }
}

impl Op {
    fn bytes(&self) -> usize {
        match self {
            Op::Put(key, value) => key.len() + value.len(),
            Op::Delete(key) => key.len(),
            Op::DeleteRange(range) => range.len_bytes(),
        }
    }
}
