//! Files that appear whole or not at all, and a directory that does not grow for ever.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

const UNFINISHED: &str = "unfinished";

pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    // Also if another program made it.
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

/// What an earlier run of the platform did not get to finish.
pub(super) fn remove_unfinished(dir: &Path) {
    for (path, _) in entries(dir, UNFINISHED) {
        remove(&path);
    }
}

pub(super) fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let unfinished =
        path.with_added_extension(format!("{}-{count}.{UNFINISHED}", std::process::id()));
    let written = write_new(&unfinished, parts).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        remove(&unfinished);
    }
    written
}

fn write_new(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.sync_all()
}

/// A whole file that is not too large.
pub(super) fn read(path: &Path, most: u64) -> Option<Vec<u8>> {
    let file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    if length > most {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
    file.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Used just now. If this fails, it is only removed sooner.
pub(super) fn touch(path: &Path) {
    if let Ok(file) = File::open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

/// If this fails, the file takes room and nothing else.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Removes the files used longest ago until the rest fits, but never `newest`.
pub(super) fn make_room(dir: &Path, suffix: &str, most: u64, newest: &Path) {
    let mut files: Vec<_> = entries(dir, suffix).collect();
    files.sort_by_key(|(_, meta)| meta.modified().unwrap_or(SystemTime::UNIX_EPOCH));
    let mut total: u64 = files.iter().map(|(_, meta)| meta.len()).sum();
    for (path, meta) in files.iter().filter(|(path, _)| path != newest) {
        if total <= most {
            break;
        }
        remove(path);
        total -= meta.len();
    }
}

fn entries(dir: &Path, suffix: &str) -> impl Iterator<Item = (PathBuf, fs::Metadata)> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let path = entry.path();
        let wanted = path.extension().is_some_and(|extension| extension == suffix);
        wanted.then(|| entry.metadata().ok()).flatten().map(|meta| (path, meta))
    })
}
