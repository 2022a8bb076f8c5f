//! The shelf: packages unpacked once, where instances read them.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use blob::{Blobs, Hash};
use tokio::sync::OnceCell;

use crate::{Limits, UnpackError, prepare_code_cache, unpack};

#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    #[error(transparent)]
    Blob(#[from] blob::Error),
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("cannot use {path}: {source}; check the data directory's owner and free space")]
    File { path: PathBuf, source: io::Error },
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
    places: Mutex<HashMap<Hash, Arc<OnceCell<PathBuf>>>>,
    /// What lay in the directory when it was opened: what this run makes is not swept.
    found: Vec<PathBuf>,
}

impl Shelf {
    pub fn open(blobs: Blobs, dir: &Path) -> Result<Self, ShelfError> {
        let file = |source| ShelfError::File { path: dir.to_owned(), source };
        prepare_code_cache(dir).map_err(file)?;
        let dir = fs::canonicalize(dir).map_err(file)?;
        let entries = fs::read_dir(&dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let found = entries.map_err(file)?.iter().map(fs::DirEntry::path).collect();
        Ok(Self(Arc::new(Inner { blobs, dir, places: Mutex::default(), found })))
    }

    /// Where the package lies unpacked. Many may ask at once; it is unpacked once.
    pub async fn get(&self, package: &Hash) -> Result<PathBuf, ShelfError> {
        let place = self.places().entry(*package).or_default().clone();
        let path = place.get_or_try_init(|| self.fetch(*package)).await?;
        Ok(path.clone())
    }

    async fn fetch(&self, package: Hash) -> Result<PathBuf, ShelfError> {
        let path = self.0.dir.join(package.to_string());
        if tokio::fs::try_exists(&path).await.unwrap_or(false) {
            return Ok(path);
        }
        let archive = self.0.blobs.open_verified(&package).await?;
        let into = path.clone();
        tokio::task::spawn_blocking(move || unpack(archive, &into, Limits::default()))
            .await
            .map_err(|_| ShelfError::Cut)??;
        Ok(path)
    }

    /// Removes what `keep` does not want, and what a crash left half done. What somebody asked for
    /// since the shelf was opened stays.
    pub fn sweep(&self, keep: impl Fn(&Hash) -> bool) -> Result<u64, ShelfError> {
        let file = |source| ShelfError::File { path: self.0.dir.clone(), source };
        let mut removed = 0;
        for path in self.0.found.iter().filter(|path| path.exists()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let trash = match name.parse::<Hash>() {
                Ok(hash) => {
                    // Under the lock, so that nobody is handed a path that is about to go.
                    let places = self.places();
                    if keep(&hash) || places.contains_key(&hash) {
                        continue;
                    }
                    let trash = self.0.dir.join(format!("trash-{name}"));
                    fs::rename(path, &trash).map_err(file)?;
                    trash
                }
                Err(_) => path.clone(),
            };
            fs::remove_dir_all(trash).map_err(file)?;
            removed += 1;
        }
        Ok(removed)
    }

    fn places(&self) -> std::sync::MutexGuard<'_, HashMap<Hash, Arc<OnceCell<PathBuf>>>> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
