use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use blob::{Blobs, Hash};
use tempfile::TempDir;

/// A directory of blobs that can be looked at and tampered with from outside.
pub(crate) struct Place {
    dir: TempDir,
    pub(crate) blobs: Blobs,
}

impl Place {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path().join("blobs")).unwrap();
        Place { dir, blobs }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("blobs")
    }

    pub(crate) fn path(&self, hash: &Hash) -> PathBuf {
        let name = hash.to_string();
        self.root().join(&name[..2]).join(name)
    }

    pub(crate) fn overwrite(&self, hash: &Hash, content: &[u8]) {
        let path = self.path(hash);
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, content).unwrap();
    }

    pub(crate) fn temp_files(&self) -> usize {
        fs::read_dir(self.root().join("tmp")).unwrap().count()
    }

    /// Every file below the root, with its permissions.
    pub(crate) fn files(&self) -> Vec<(PathBuf, u32)> {
        let mut found = Vec::new();
        for dir in fs::read_dir(self.root()).unwrap() {
            let dir = dir.unwrap().path();
            for file in fs::read_dir(&dir).unwrap() {
                let file = file.unwrap().path();
                let mode = mode(&file);
                found.push((file, mode));
            }
        }
        found
    }
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub(crate) fn make_old(path: &Path) {
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    File::open(path).unwrap().set_modified(long_ago).unwrap();
}

/// Bytes that span several chunks and do not repeat in step with them.
pub(crate) fn large() -> Vec<u8> {
    (0..700_001u32).map(|n| (n % 251) as u8).collect()
}
