use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

/// Everything that can go wrong. It can be cloned because one failed sync answers many callers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A check of the batch did not hold; nothing of the batch was written.
    #[error("conflict: {} is not {expected}; read it again and retry the commit", show(key))]
    Conflict { key: Bytes, expected: &'static str },

    #[error("{what} is {found}, outside the limit of {limit}; {remedy}")]
    Limit { what: &'static str, found: usize, limit: usize, remedy: &'static str },

    /// Nothing was written and the store goes on.
    #[error("the disk is full and nothing was written; free some space and retry")]
    Full,

    /// Nothing was written and the store goes on.
    #[error(
        "another program locks the database file and nothing was written; \
         close that program and retry"
    )]
    Busy,

    /// A write or sync failed, so what the disk holds is unknown until the file is opened anew.
    #[error(
        "the store stopped because a commit could not be made durable ({reason}); \
         check the disk, then restart to recover every acknowledged commit"
    )]
    Poisoned { reason: Arc<str> },

    #[error("the store is closed; open it again")]
    Closed,

    #[error(
        "{limit} snapshots are open, which is the limit; drop those no longer needed \
         or raise max_snapshots"
    )]
    TooManySnapshots { limit: usize },

    #[error("cannot read the store ({reason}); check the disk and restore a backup if it persists")]
    Read { reason: Arc<str> },

    #[error(
        "{} is in use by another process; stop that one or choose another data directory",
        path.display()
    )]
    InUse { path: PathBuf },

    #[error(
        "{} is not a store; move it away or choose another data directory",
        path.display()
    )]
    NotAStore { path: PathBuf },

    #[error(
        "{} has format {found} but this program knows up to {known}; \
         start the newer program that wrote it",
        path.display()
    )]
    NewerFormat { path: PathBuf, found: i64, known: i64 },

    #[error("cannot {what} {} ({reason}); check the path, its permissions and the disk", path.display())]
    Io { what: &'static str, path: PathBuf, reason: Arc<str> },

    #[error("{} exists and a backup never overwrites; choose another file name", path.display())]
    BackupExists { path: PathBuf },

    #[error("the backup to {} failed ({reason}); nothing was left there, retry", path.display())]
    Backup { path: PathBuf, reason: Arc<str> },

    #[error("a store in memory has no backup; open the store on a file instead")]
    NoBackup,

    #[error(
        "a stored {record} has version {found} but this program knows up to {known}; \
         start the newer program that wrote it"
    )]
    RecordVersion { record: &'static str, found: u8, known: u8 },

    #[error("a stored {record} cannot be decoded ({reason}); restore a backup")]
    RecordBroken { record: &'static str, reason: Arc<str> },

    #[error("a {record} cannot be encoded ({reason}); simplify the type")]
    RecordEncode { record: &'static str, reason: Arc<str> },

    #[error(
        "the key {} has no {expected} at byte {at}; it was written by something else",
        show(key)
    )]
    KeyShape { key: Bytes, expected: &'static str, at: usize },
}

impl Error {
    /// Whether a check failed, so that reading again and retrying makes sense.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Error::Conflict { .. })
    }

    pub(crate) fn io(what: &'static str, path: &std::path::Path, source: &io::Error) -> Self {
        Error::Io { what, path: path.to_owned(), reason: source.to_string().into() }
    }
}

/// Keys are mostly text: print them readably, and only their beginning.
fn show(key: &Bytes) -> String {
    const SHOWN: usize = 64;
    let head = key.get(..SHOWN).unwrap_or(key);
    let more = if head.len() < key.len() { "…" } else { "" };
    format!("\"{}{more}\"", head.escape_ascii())
}
