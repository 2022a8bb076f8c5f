//! `ab/abcd…` for blobs, `tmp/…` for what is being written; nothing else belongs here.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::Hash;

pub(crate) struct Layout {
    pub(crate) root: PathBuf,
    /// Which of the 256 directories are known to be on disk.
    durable: [AtomicBool; 256],
}

impl Layout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Layout { root, durable: [const { AtomicBool::new(false) }; 256] }
    }

    pub(crate) fn make_dir_of(&self, hash: &Hash) -> io::Result<()> {
        let [first, ..] = hash.as_bytes();
        let durable = &self.durable[usize::from(*first)];
        if !durable.load(Ordering::Relaxed) {
            make_dir(&self.dir_of(hash))?;
            durable.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    pub(crate) fn temp_dir(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(crate) fn dir_of(&self, hash: &Hash) -> PathBuf {
        self.root.join(dir_name(hash))
    }

    pub(crate) fn path_of(&self, hash: &Hash) -> PathBuf {
        self.dir_of(hash).join(hash.to_string())
    }
}

fn dir_name(hash: &Hash) -> String {
    let [first, ..] = hash.as_bytes();
    format!("{first:02x}")
}

/// The hash that a path names, if the file is one of ours in its right place.
pub(crate) fn hash_at(dir: &str, file: &str) -> Option<Hash> {
    let hash: Hash = file.parse().ok()?;
    (dir == dir_name(&hash)).then_some(hash)
}

/// Makes a directory that only its owner can enter, durably. It may exist.
pub(crate) fn make_dir(path: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        // Synced all the same: whoever made it may not have come that far.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
        made => made?,
    }
    match path.parent() {
        Some(parent) if parent != Path::new("") => sync_dir(parent),
        _ => sync_dir(Path::new(".")),
    }
}

pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
