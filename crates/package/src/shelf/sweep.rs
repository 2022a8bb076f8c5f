//! Removing what nobody wants.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use blob::Hash;

use super::places::Place;
use super::{Shelf, ShelfError};

impl Shelf {
    /// Removes what nobody has, `keep` does not want, and nobody had for that long; and what a crash
    /// left half done. Blocking.
    pub fn sweep(&self, keep: impl Fn(&Hash) -> bool, idle: Duration) -> Result<u64, ShelfError> {
        let mut removed = 0;
        let strangers = std::mem::take(&mut self.places().strangers);
        for path in strangers {
            remove(&path)?;
            removed += 1;
        }
        let unused = self.places().idle(Instant::now());
        for (package, since) in unused {
            if since >= idle && !keep(&package) {
                removed += u64::from(self.discard(&package)?);
            }
        }
        let unmeasured = self.places().unmeasured();
        for place in unmeasured {
            let room = self.measure(&place.path);
            // Somebody may have asked for it meanwhile, and counted it.
            let _ = place.room.set(room);
        }
        Ok(removed)
    }

    /// Removes a package at once, if nobody has it. False if somebody has. Blocking.
    pub fn discard(&self, package: &Hash) -> Result<bool, ShelfError> {
        let place = self.places().remove(package);
        match place {
            Some(place) => self.delete(package, place).map(|()| true),
            None => Ok(!self.places().contains(package)),
        }
    }

    /// Deletes what was taken out of the places.
    pub(super) fn delete(&self, package: &Hash, place: Arc<Place>) -> Result<(), ShelfError> {
        let trash = self.0.dir.join(format!("trash-{package}-{:p}", Arc::as_ptr(&place)));
        {
            // Under the lock, so that nobody who asks again meets what is about to go.
            let places = self.places();
            if places.contains(package) {
                return Ok(());
            }
            match fs::rename(&place.path, &trash) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                renamed => renamed.map_err(file(&place.path))?,
            }
        }
        remove(&trash)
    }
}

fn remove(path: &Path) -> Result<(), ShelfError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.map_err(file(path))
}

fn file(path: &Path) -> impl FnOnce(io::Error) -> ShelfError {
    let path: PathBuf = path.to_owned();
    move |source| ShelfError::File { path, source }
}
