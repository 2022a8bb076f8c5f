use std::io;
use std::path::{Path, PathBuf};

use crate::Diagnostics;
use crate::install::Failed;

/// Why a project cannot be deployed. Each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} is not a directory; name the directory of a project", path.display())]
    NoProject { path: PathBuf },

    #[error("{0}")]
    Manifest(Diagnostics),

    #[error("{}: {explanation}", path.display())]
    Undecided { path: PathBuf, explanation: String },

    #[error("{} {problem}; shorten it or make it a readable text file", path.display())]
    IgnoreFile { path: PathBuf, problem: String },

    #[error(
        "{} is a symbolic link to {target}, which is outside of the package; copy the file there, \
         make the link relative, or leave it out with .mayflyignore",
        path.display()
    )]
    LinkOutside { path: PathBuf, target: String },

    #[error(
        "{} is a symbolic link that leads back to itself; remove it or leave it out with \
         .mayflyignore",
        path.display()
    )]
    LinkCircle { path: PathBuf },

    #[error(
        "{} is neither a file, a folder nor a link; remove it or leave it out with .mayflyignore",
        path.display()
    )]
    NotAFile { path: PathBuf },

    #[error(
        "the name of {} has a backslash, a control character or no valid UTF-8; rename it or \
         leave it out with .mayflyignore",
        path.display()
    )]
    BadName { path: PathBuf },

    #[error(
        "{} is more than {limit} folders deep; leave it out with .mayflyignore",
        path.display()
    )]
    TooDeep { path: PathBuf, limit: usize },

    #[error(
        "the package has more than {limit} files; leave out what the function does not need \
         with .mayflyignore"
    )]
    TooManyFiles { limit: usize },

    #[error(
        "the package has more than {limit_mb} MB unzipped, as much as Lambda allows; leave out \
         what the function does not need with .mayflyignore"
    )]
    TooBig { limit_mb: u64 },

    #[error(
        "{} is in the place of the folder that {} is in; rename one of them",
        path.display(),
        with.display()
    )]
    Clash { path: PathBuf, with: PathBuf },

    #[error("{} changed while it was packed; deploy again", path.display())]
    Changed { path: PathBuf },

    #[error(
        "function {function}: handler \"{handler}\" needs {wanted}, which is not in the package; \
         correct the handler, or .mayflyignore if it leaves the file out"
    )]
    HandlerNotPacked { function: String, handler: String, wanted: String },

    #[error(
        "{} is not there: correct the handler, or let build = \"…\" be the command that makes it",
        path.display()
    )]
    NoComponent { path: PathBuf },

    #[error("{file}: {problem}")]
    Dependencies { file: String, problem: String },

    #[error(transparent)]
    Install(#[from] Box<Failed>),

    #[error("cannot {doing} {}: {source}; check that it may be accessed", path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },

    #[error("cannot write a package in {}: {problem}; check the disk it is on", path.display())]
    Pack { path: PathBuf, problem: String },

    #[error("a build step ended unexpectedly: {0}; deploy again")]
    Aborted(String),
}

impl Error {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
