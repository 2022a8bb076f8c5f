//! Archives, as whoever wants to harm this machine packs them.

use std::fs::{self, File};
use std::io::{Seek, Write};
use std::path::Path;

use fuzzer::fuzz;

use crate::{Limits, check, unpack};

const LIMITS: Limits = Limits { files: 50, bytes: 1024 * 1024 };

/// Nothing is written beside its folder, nothing leads out of it, and no more than was allowed.
#[test]
fn zip() {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let (into, upload) = (dir.path().join("code"), dir.path().join("upload"));
    fuzz(env!("CARGO_MANIFEST_DIR"), "zip", |bytes| {
        let checked = check(bytes, LIMITS);
        let mut archive = File::options();
        let archive = archive.create(true).truncate(true).read(true).write(true);
        let mut archive = archive.open(&upload).unwrap();
        archive.write_all(bytes).unwrap();
        archive.rewind().unwrap();
        let unpacked = unpack(archive, &into, LIMITS);
        assert_eq!(checked.is_ok(), unpacked.is_ok(), "{checked:?} {unpacked:?}");
        if unpacked.is_ok() {
            let (files, bytes) = measure(&into, &into);
            assert!(files <= LIMITS.files && bytes <= LIMITS.bytes, "{files} {bytes}");
            fs::remove_dir_all(&into).unwrap();
        }
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "beside it: {left:?}");
    });
}

/// Files and bytes below a folder.
fn measure(root: &Path, at: &Path) -> (usize, u64) {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(at).unwrap() {
        let (path, kind) = entry.map(|entry| (entry.path(), entry.file_type().unwrap())).unwrap();
        if kind.is_dir() {
            let below = measure(root, &path);
            (files, bytes) = (files + below.0, bytes + below.1);
        } else if kind.is_symlink() {
            let real = path.parent().unwrap().join(fs::read_link(&path).unwrap());
            let real = real.canonicalize().unwrap_or_else(|_| root.to_owned());
            assert!(real.starts_with(root.canonicalize().unwrap()), "{path:?} leads to {real:?}");
            files += 1;
        } else {
            assert!(kind.is_file(), "{path:?}");
            (files, bytes) = (files + 1, bytes + path.metadata().unwrap().len());
        }
    }
    (files, bytes)
}
