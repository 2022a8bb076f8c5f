use std::io;
use std::path::{Path, PathBuf};

use crate::Hash;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no blob {hash}; upload it first")]
    Missing { hash: Hash },

    #[error(
        "the blob {} does not match its name, so the disk damaged it or someone changed it; \
         delete the file and upload the same content again",
        path.display()
    )]
    Corrupt { path: PathBuf },

    #[error("the content is {found} and not {expected} as announced; send it again")]
    Unexpected { expected: Hash, found: Hash },

    #[error("the content is larger than the limit of {limit} bytes; make it smaller")]
    TooLarge { limit: u64 },

    #[error(
        "the blob {hash} has {size} bytes, over the limit of {limit} for reading at once; \
             stream it instead"
    )]
    TooLargeToRead { hash: Hash, size: u64, limit: u64 },

    #[error(
        "all packages together take {used} bytes, and {most} are allowed; remove functions, versions \
         or layers that nobody needs, or raise --packages-mb"
    )]
    NoRoom { used: u64, most: u64 },

    #[error("the disk is full and nothing was kept; free some space and try again")]
    DiskFull,

    #[error("an earlier write of this content failed or was interrupted; begin again")]
    Interrupted,

    #[error("cannot {what} {} ({source}); check the path, its permissions and the disk", path.display())]
    Io { what: &'static str, path: PathBuf, source: io::Error },
}

impl Error {
    /// For `map_err`: what was tried, and on which path.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::DiskFull,
            _ => Error::Io { what, path: path.to_owned(), source },
        }
    }
}
