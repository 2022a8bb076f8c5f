//! The data directory: one platform at a time, readable by its owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::fs::{FlockOperation, flock};

use crate::Failure;

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
