//! The shelf: packages unpacked once, where instances read them, while somebody reads them and a
//! while longer. It is a cache of bounded size: what nobody holds goes when there is no room, and is
//! unpacked again when it is asked for.

mod places;
mod room;
mod sweep;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use blob::{Blobs, Hash};
use tokio::sync::Notify;

use crate::unpack::Archive;
use crate::{Limits, UnpackError, prepare_code_cache};
use places::{Place, Places};
use room::Room;

/// What all unpacked packages may take on the disk, when nobody says otherwise.
pub const SHELF_BYTES: u64 = 10 * 1024 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    #[error(transparent)]
    Blob(#[from] blob::Error),
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("cannot use {path}: {source}; check the data directory's owner and free space")]
    File { path: PathBuf, source: io::Error },
    #[error(
        "the code of running functions takes {used_mb} MB unpacked, of {most_mb} MB allowed, and \
         {needs_mb} MB more are needed; try again when some have ended, or raise --code-mb"
    )]
    NoRoom { needs_mb: u64, used_mb: u64, most_mb: u64 },
    #[error(
        "the disk is full: {needs_mb} MB are needed to unpack the package and {free_mb} MB are free; \
         free some space and try again"
    )]
    DiskFull { needs_mb: u64, free_mb: u64 },
    #[error("unpacking was cut short; try again")]
    Cut,
}

/// A directory with one unpacked package under each hash. It can be deleted at any time the
/// platform does not run: what is missing is unpacked again.
#[derive(Debug, Clone)]
pub struct Shelf(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    blobs: Blobs,
    dir: PathBuf,
    most: u64,
    places: Mutex<Places>,
    /// Rung while somebody waits for room.
    short: Notify,
}

/// An unpacked package that stays where it is while somebody has this.
#[derive(Debug, Clone)]
pub struct Held(Arc<Holding>);

#[derive(Debug)]
struct Holding(Arc<Place>);

impl Held {
    pub fn path(&self) -> &Path {
        &self.0.0.path
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        self.0.touch(Instant::now());
    }
}

impl Shelf {
    pub fn open(blobs: Blobs, dir: &Path) -> Result<Self, ShelfError> {
        Self::with_room(blobs, dir, SHELF_BYTES)
    }

    /// `most` is what all unpacked packages together may take.
    pub fn with_room(blobs: Blobs, dir: &Path, most: u64) -> Result<Self, ShelfError> {
        let file = |source| ShelfError::File { path: dir.to_owned(), source };
        prepare_code_cache(dir).map_err(file)?;
        let dir = fs::canonicalize(dir).map_err(file)?;
        let entries = fs::read_dir(&dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let found = entries.map_err(file)?.iter().map(fs::DirEntry::path).collect();
        let places = Mutex::new(Places::new(found, Instant::now()));
        Ok(Self(Arc::new(Inner { blobs, dir, most, places, short: Notify::new() })))
    }

    /// Where the package lies unpacked. Many may ask at once; it is unpacked once.
    pub async fn get(&self, package: &Hash) -> Result<Held, ShelfError> {
        // Held from here on, so that it cannot go between being unpacked and being given out.
        let held = Held(Arc::new(Holding(self.place(package))));
        held.0.0.room.get_or_try_init(|| self.fetch(*package, held.path())).await?;
        Ok(held)
    }

    fn place(&self, package: &Hash) -> Arc<Place> {
        let path = || self.0.dir.join(package.to_string());
        self.places().get_or_insert(package, path, Instant::now())
    }

    async fn fetch(&self, package: Hash, path: &Path) -> Result<Room, ShelfError> {
        let (shelf, path) = (self.clone(), path.to_owned());
        if tokio::fs::try_exists(&path).await.unwrap_or(false) {
            let measured = tokio::task::spawn_blocking(move || shelf.measure(&path)).await;
            return measured.map_err(|_| ShelfError::Cut);
        }
        let archive = self.0.blobs.open_verified(&package).await?;
        tokio::task::spawn_blocking(move || {
            let archive = Archive::read(archive, Limits::default())?;
            let room = shelf.wait_for_room(archive.disk_bytes())?;
            archive.unpack(&path)?;
            Ok(room)
        })
        .await
        .map_err(|_| ShelfError::Cut)?
    }

    /// What the unpacked packages take on the disk.
    pub fn bytes(&self) -> u64 {
        self.places().bytes()
    }

    /// What they may take.
    pub fn most_bytes(&self) -> u64 {
        self.0.most
    }

    /// Waits until somebody waits for room that held packages take. Whoever holds some without need
    /// may let go of one then.
    pub async fn is_short(&self) {
        self.0.short.notified().await;
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
