use bytes::Bytes;

use crate::{Error, Record};

/// The number of a commit. Commits are numbered upwards, a number is never given twice, not even
/// after a restart; numbers may be skipped.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Version(pub u64);

/// One row and the commit that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: Bytes,
    pub value: Bytes,
    pub version: Version,
}

impl Entry {
    pub fn record<R: Record>(&self) -> Result<R, Error> {
        R::decode(&self.value)
    }

    /// What an entry costs in memory, for the limit on scans.
    pub(crate) fn cost(&self) -> usize {
        self.key.len() + self.value.len() + std::mem::size_of::<Entry>()
    }
}
