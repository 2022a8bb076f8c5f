use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::open::{connect, sync_directory_of};
use super::readers::reader;
use crate::Error;

/// Copies the store to a temporary file, checks the copy, and only then gives it its name.
pub(super) fn backup(from: &Path, to: &Path) -> Result<(), Error> {
    if to.symlink_metadata().is_ok() {
        return Err(Error::BackupExists { path: to.to_owned() });
    }
    let failed = |reason: String| Error::Backup { path: to.to_owned(), reason: reason.into() };
    let part = Part::create(to).map_err(|error| failed(error.to_string()))?;
    copy(from, &part.0).map_err(|error| failed(error.to_string()))?;
    File::open(&part.0)
        .and_then(|file| file.sync_all())
        .map_err(|error| failed(error.to_string()))?;
    // A link, unlike a rename, never replaces a file that appeared meanwhile.
    match fs::hard_link(&part.0, to) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::BackupExists { path: to.to_owned() });
        }
        Err(error) => return Err(failed(error.to_string())),
    }
    drop(part);
    sync_directory_of(to).map_err(|error| failed(error.to_string()))
}

fn copy(from: &Path, to: &Path) -> Result<(), CopyError> {
    let source = reader(from)?;
    let mut target = connect(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // A crash leaves a temporary file, so there is nothing to protect until the final sync.
    target.pragma_update(None, "journal_mode", "off")?;
    target.pragma_update(None, "synchronous", "off")?;
    // All pages in one step: one moment of the source, and no restarts while commits go on.
    match Backup::new(&source, &mut target)?.step(-1)? {
        StepResult::Done => {}
        other => return Err(CopyError::Unfinished(other)),
    }
    drop(source);
    check(&target)
}

fn check(copy: &Connection) -> Result<(), CopyError> {
    let found: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(CopyError::Damaged(found)) }
}

#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("the copy stopped early: {0:?}")]
    Unfinished(StepResult),
    #[error("the copy is damaged: {0}")]
    Damaged(String),
}

/// The unfinished file, and what SQLite may put beside it, removed when dropped.
struct Part(PathBuf);

impl Part {
    fn create(to: &Path) -> io::Result<Part> {
        let path = beside(to, ".part");
        // Left by a crash, for nobody else uses the name.
        remove(&path);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        path.canonicalize().map(Part)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // Missing is what we want, and anything else shows when the name is used again.
        let _ = fs::remove_file(beside(path, suffix));
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}
