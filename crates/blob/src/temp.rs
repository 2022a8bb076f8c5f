use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::blobs::Inner;
use crate::layout::{Layout, sync_dir};
use crate::{Error, Hash};

/// A blob that has no name yet. Dropping it removes the file.
pub(crate) struct Temp {
    path: PathBuf,
    file: File,
    hasher: Sha256,
    kept: bool,
}

impl Temp {
    pub(crate) fn create(layout: &Layout) -> Result<Temp, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // Another process, or an earlier one with the same number, has another time.
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = layout.temp_dir().join(format!("{time:x}-{}-{count}", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(Error::io("create", &path))?;
        Ok(Temp { path, file, hasher: Sha256::new(), kept: false })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.hasher.update(bytes);
        self.file.write_all(bytes).map_err(Error::io("write", &self.path))
    }

    /// Makes the content durable, then its name. A blob that exists is replaced by the same
    /// bytes, which also repairs a damaged one.
    pub(crate) fn finish(mut self, inner: &Inner, expected: Option<Hash>) -> Result<Hash, Error> {
        let Inner { layout, gate, room } = inner;
        let found = Hash::finish(std::mem::take(&mut self.hasher));
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(Error::Unexpected { expected, found });
        }
        let durable = self.file.set_permissions(Permissions::from_mode(0o400));
        let durable = durable.and_then(|()| self.file.sync_all());
        durable.map_err(Error::io("sync", &self.path))?;

        let dir = layout.dir_of(&found);
        layout.make_dir_of(&found).map_err(Error::io("create", &dir))?;
        let name = layout.path_of(&found);
        {
            // Not while a collection looks at the old file of this name and removes ours.
            let _gate = gate.lock().unwrap_or_else(PoisonError::into_inner);
            let bytes = self.file.metadata().map_err(Error::io("look at", &self.path))?.len();
            // The same bytes again take no more.
            let new = if name.is_file() { 0 } else { bytes };
            room.check(new)?;
            fs::rename(&self.path, &name).map_err(Error::io("name", &name))?;
            room.take(new);
        }
        self.kept = true;
        sync_dir(&dir).map_err(Error::io("sync", &dir))?;
        Ok(found)
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is removed by a later collection.
            let _: io::Result<()> = fs::remove_file(&self.path);
        }
    }
}
