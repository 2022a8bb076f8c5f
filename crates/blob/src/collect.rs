use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, SystemTime};

use crate::blobs::Inner;
use crate::layout::{Layout, hash_at};
use crate::{Error, Hash};

/// What a collection did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    pub removed: u64,
    pub removed_bytes: u64,
    pub kept: u64,
    pub kept_bytes: u64,
    /// Files of writers that never finished.
    pub leftovers: u64,
    /// Files that are not ours; they are left alone.
    pub unknown: u64,
}

pub(crate) fn collect(
    inner: &Inner,
    keep: &dyn Fn(&Hash) -> bool,
    older_than: Duration,
) -> Result<Collected, Error> {
    // In a clock's first moments nothing is old enough.
    let before = SystemTime::now().checked_sub(older_than).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut collected = Collected::default();
    for dir in entries(&inner.layout.root)? {
        let name = dir.file_name();
        if !dir.file_type().is_ok_and(|kind| kind.is_dir()) {
            collected.unknown += 1;
        } else if dir.path() == inner.layout.temp_dir() {
            sweep(&dir.path(), before, &mut collected)?;
        } else {
            for file in entries(&dir.path())? {
                let names = name.to_str().zip(file.file_name().to_str().map(str::to_owned));
                match names.and_then(|(dir, file)| hash_at(dir, &file)) {
                    Some(hash) => one(inner, &hash, keep, before, &mut collected)?,
                    None => collected.unknown += 1,
                }
            }
        }
    }
    Ok(collected)
}

fn one(
    inner: &Inner,
    hash: &Hash,
    keep: &dyn Fn(&Hash) -> bool,
    before: SystemTime,
    collected: &mut Collected,
) -> Result<(), Error> {
    let path = inner.layout.path_of(hash);
    // Look and remove in one go: meanwhile nobody can put or renew the same blob.
    let _gate = inner.gate.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(file) = look(&path)? else { return Ok(()) };
    if keep(hash) || !is_older(&file, before) {
        collected.kept += 1;
        collected.kept_bytes += file.len();
    } else if remove(&path)? {
        inner.room.give_back(file.len());
        collected.removed += 1;
        collected.removed_bytes += file.len();
    }
    Ok(())
}

/// Which file it is, and since when it is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    modified: (i64, i64),
}

impl Stamp {
    pub(crate) fn of(file: &Metadata) -> Self {
        Self { inode: file.ino(), modified: (file.mtime(), file.mtime_nsec()) }
    }
}

/// Removes one blob if it is still that file.
pub(crate) fn take_back(inner: &Inner, hash: &Hash, put: Stamp) -> Result<bool, Error> {
    let path = inner.layout.path_of(hash);
    // Look and remove in one go: meanwhile nobody can put or renew the same blob.
    let _gate = inner.gate.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(file) = look(&path)?.filter(|file| Stamp::of(file) == put) else { return Ok(false) };
    let removed = remove(&path)?;
    if removed {
        inner.room.give_back(file.len());
    }
    Ok(removed)
}

/// What all blobs take.
pub(crate) fn bytes_in(layout: &Layout) -> Result<u64, Error> {
    let mut bytes = 0;
    for dir in entries(&layout.root)? {
        let is_dir = dir.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_dir || dir.path() == layout.temp_dir() {
            continue;
        }
        for file in entries(&dir.path())? {
            bytes += look(&file.path())?.filter(Metadata::is_file).map_or(0, |file| file.len());
        }
    }
    Ok(bytes)
}

fn sweep(dir: &Path, before: SystemTime, collected: &mut Collected) -> Result<(), Error> {
    for file in entries(dir)? {
        let path = file.path();
        let Some(found) = look(&path)? else { continue };
        if !found.is_file() {
            collected.unknown += 1;
        } else if is_older(&found, before) && remove(&path)? {
            collected.leftovers += 1;
        }
    }
    Ok(())
}

fn entries(dir: &Path) -> Result<Vec<DirEntry>, Error> {
    let listed = fs::read_dir(dir).and_then(Iterator::collect);
    listed.map_err(Error::io("list", dir))
}

fn is_older(file: &Metadata, before: SystemTime) -> bool {
    file.modified().is_ok_and(|modified| modified < before)
}

/// `None` if it is gone, as a writer's file may be by now.
fn look(path: &PathBuf) -> Result<Option<Metadata>, Error> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("look at", path)(error)),
    }
}

fn remove(path: &PathBuf) -> Result<bool, Error> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io("remove", path)(error)),
    }
}
