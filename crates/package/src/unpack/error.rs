use std::io;
use std::path::{Path, PathBuf};

use zip::result::ZipError;

/// Why an archive is not unpacked. Nothing of it is left behind then.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("the package is not a zip archive ({0}); zip the function's files and upload that")]
    NotAZip(String),

    #[error("the zip64 format is not supported; make a smaller archive, without zip64")]
    Zip64,

    #[error(
        "the archive has data before, after or between its parts ({0}); make it again with zip"
    )]
    Ambiguous(&'static str),

    #[error("\"{name}\" in the archive is encrypted; make the archive without a password")]
    Encrypted { name: String },

    #[error("\"{name}\" in the archive is compressed in an unknown way; use deflate or none")]
    Compression { name: String },

    #[error("\"{name}\" in the archive {problem}; use plain paths relative to the top")]
    BadName { name: String, problem: &'static str },

    #[error("\"{name}\" is in the archive twice, or once as a file and once as a folder; keep one")]
    Duplicate { name: String },

    #[error("the archive has two entries of the same name; keep one")]
    SameName,

    #[error(
        "\"{name}\" in the archive is a device, pipe or socket; archives may have files, folders \
         and symbolic links"
    )]
    SpecialFile { name: String },

    #[error(
        "\"{name}\" in the archive is a symbolic link that leads out of the package or back to \
         itself; leave it out or copy what it points to"
    )]
    Link { name: String },

    #[error("\"{name}\" in the archive is a symbolic link with files below it; make it a folder")]
    BelowLink { name: String },

    #[error("the package has more than {limit} files; leave out what the function does not need")]
    TooManyFiles { limit: usize },

    #[error(
        "the package has more than {limit_mb} MB unzipped, as much as Lambda allows; leave out \
         what the function does not need"
    )]
    TooBig { limit_mb: u64 },

    #[error("\"{name}\" in the archive is damaged ({problem}); make and upload it again")]
    Damaged { name: String, problem: String },

    #[error("cannot {doing} {}: {source}; check the disk and its permissions", path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

impl UnpackError {
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    pub(super) fn archive(error: ZipError) -> Self {
        Self::NotAZip(error.to_string())
    }

    pub(super) fn damaged(name: &str, problem: impl ToString) -> Self {
        Self::Damaged { name: name.to_owned(), problem: problem.to_string() }
    }
}
