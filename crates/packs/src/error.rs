use std::io;
use std::path::{Path, PathBuf};

use crate::tool::Failed;

/// Why a pack is not there. Each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no pack for {0}; add what the code needs to the package")]
    NoEdition(String),

    #[error("there is no {0} on this machine; install one, then add the pack again")]
    NoInterpreter(String),

    #[error("{edition} could not be fetched: {failed}")]
    Install { edition: String, failed: Box<Failed> },

    #[error(
        "{edition} came out as {found}, other than it is pinned, so it is not used: something changes \
         packages on their way; look at the settings of {tool}, or use another machine"
    )]
    Other { edition: String, tool: &'static str, found: String },

    #[error("{0}; make it with `mayfly runtime pack aws -o FILE` of this very version of mayfly")]
    Bundle(String),

    #[error(
        "cannot {doing} {}: {source}; check its owner and free space, or choose another place \
         with `mayfly up --packs DIR`",
        path.display()
    )]
    Io { doing: &'static str, path: PathBuf, source: io::Error },

    #[error("installing ended unexpectedly: {0}; try again")]
    Aborted(String),
}

impl Error {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
