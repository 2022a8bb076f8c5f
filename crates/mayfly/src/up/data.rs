//! The data directory: one platform at a time, readable by its owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::fs::{FlockOperation, flock};

use crate::Failure;

/// The directories in a data directory.
const PARTS: [&str; 5] = ["blobs", "code", "journal", "run", "wasm"];
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct DataDir {
    path: PathBuf,
    /// Locked for as long as this lives.
    lock: File,
}

impl DataDir {
    pub(super) fn open(path: &Path, listen: SocketAddr) -> Result<Self> {
        let shown = path.display();
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| {
            Failure::new(
                format!("cannot make the data directory {shown}: {error}"),
                "choose another with --data DIR",
            )
        })?;
        let path = fs::canonicalize(path).with_context(|| format!("cannot find {shown}"))?;
        tighten(&path)?;
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path.join("lock"))
            .with_context(|| format!("cannot use {shown}/lock"))?;
        if !taken(&lock) {
            let mut owner = String::new();
            let _ = Read::by_ref(&mut lock).take(200).read_to_string(&mut owner);
            let owner = owner.trim();
            let owner = if owner.is_empty() { "another mayfly" } else { owner };
            return Err(Failure::new(
                format!("the data directory {} is in use by {owner}", path.display()),
                "stop that one first, or give this one a directory and a port of its own: \
                 `mayfly up --data DIR --listen 127.0.0.1:PORT`",
            )
            .into());
        }
        let data = Self { path, lock };
        data.note(listen)?;
        Ok(data)
    }

    /// Writes who holds the lock, for whoever finds it held.
    pub(super) fn note(&self, address: SocketAddr) -> Result<()> {
        let mut lock = &self.lock;
        let text = format!("a mayfly at http://{address}, process {}\n", std::process::id());
        lock.set_len(0)
            .and_then(|()| lock.rewind())
            .and_then(|()| lock.write_all(text.as_bytes()))
            .with_context(|| format!("cannot write {}/lock", self.path.display()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Makes the directory its owner's alone, whoever made it; one that others use as well is refused.
fn tighten(path: &Path) -> Result<()> {
    let shown = path.display();
    let found = fs::metadata(path).with_context(|| format!("cannot look at {shown}"))?;
    if !is_open(&found) {
        return tighten_inside(path);
    }
    let ours = path.join("id").exists() || path.join("store.sqlite").exists();
    let mut inside = fs::read_dir(path).with_context(|| format!("cannot read {shown}"))?;
    if !ours && inside.next().is_some() {
        return Err(Failure::new(
            format!("{shown} is open to other accounts and holds files that are not mayfly's"),
            "name a directory of its own with --data DIR; it is made if it is missing",
        )
        .into());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(|error| {
        let failure = Failure::new(
            format!("{shown} is open to other accounts, and closing it failed: {error}"),
            "name a directory of this account's with --data DIR",
        );
        anyhow::Error::from(failure)
    })?;
    tighten_inside(path)
}

/// Its parts as well, so that a copy of one is as closed as the whole.
fn tighten_inside(path: &Path) -> Result<()> {
    let run = path.join("run");
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&run);
    made.with_context(|| format!("cannot make {}", run.display()))?;
    for part in PARTS {
        let part = path.join(part);
        if fs::symlink_metadata(&part).is_ok_and(|found| found.is_dir() && is_open(&found)) {
            let closed = fs::set_permissions(&part, fs::Permissions::from_mode(0o700));
            closed.with_context(|| format!("cannot close {}", part.display()))?;
        }
    }
    Ok(())
}

fn is_open(found: &fs::Metadata) -> bool {
    found.permissions().mode() & 0o077 != 0
}

/// Takes the lock. A platform that has just ended, or a child it was about to start, may hold on
/// for a moment.
fn taken(lock: &File) -> bool {
    let until = Instant::now() + LOCK_PATIENCE;
    loop {
        match flock(lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return true,
            Err(_) if Instant::now() > until => return false,
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}
