//! Unpacks an uploaded zip. Whoever made it may want to harm this machine.
//!
//! First the whole archive is read into a plan of safe paths (`plan`), which refuses what no
//! honest archive has. Then the plan is carried out below one folder, name by name and without
//! following links (`write`); links come last, so nothing is ever written through one. The folder
//! gets its final name when it is whole.

mod cache;
mod directory_end;
mod error;
mod name;
mod plan;
mod write;

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

pub use cache::prepare_code_cache;
pub use error::UnpackError;

use crate::Limits;
use write::write;

/// Between the final name of a folder and the number of its unfinished form.
const UNFINISHED: &str = ".tmp-";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unpacked {
    /// Whether the folder was there before, made by somebody else from the same package.
    pub already: bool,
    pub files: usize,
    pub bytes: u64,
}

/// Unpacks an archive as the new folder `into`, whose parent exists.
///
/// Blocking. Two at once for the same folder are fine: it appears whole, made by one of them.
pub fn unpack(archive: File, into: &Path, limits: Limits) -> Result<Unpacked, UnpackError> {
    if into.is_dir() {
        return Ok(Unpacked { already: true, files: 0, bytes: 0 });
    }
    Archive::read(archive, limits)?.unpack(into)
}

/// Finds out whether an archive could be unpacked, without writing anything. Blocking.
pub fn check(archive: &[u8], limits: Limits) -> Result<(), UnpackError> {
    Archive::read(io::Cursor::new(archive), limits)?.check()
}

/// An archive that was looked at.
pub(crate) struct Archive<R> {
    zip: zip::ZipArchive<BufReader<R>>,
    plan: plan::Plan,
    limits: Limits,
}

impl<R: Read + Seek> Archive<R> {
    pub(crate) fn read(archive: R, limits: Limits) -> Result<Self, UnpackError> {
        let mut reader = BufReader::new(archive);
        directory_end::check(&mut reader, limits)?;
        let mut zip = zip::ZipArchive::new(reader).map_err(UnpackError::archive)?;
        let plan = plan::plan(&mut zip, limits)?;
        Ok(Self { zip, plan, limits })
    }

    /// What it takes on the disk, unpacked: no more is ever written.
    pub(crate) fn disk_bytes(&self) -> u64 {
        self.plan.disk_bytes()
    }

    pub(crate) fn unpack(mut self, into: &Path) -> Result<Unpacked, UnpackError> {
        let unfinished = Unfinished::create(into)?;
        let bytes = write(&mut self.zip, &self.plan, &unfinished.path, self.limits)?;
        let already = unfinished.finish(into)?;
        let files = self.plan.files.len() + self.plan.links.len();
        Ok(Unpacked { already, files, bytes })
    }

    fn check(mut self) -> Result<(), UnpackError> {
        let mut room = self.limits.bytes;
        for file in &self.plan.files {
            room -= write::read_file(&mut self.zip, file, room, self.limits, |_| Ok(()))?;
        }
        Ok(())
    }
}

/// A folder that is removed unless it gets its final name.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn create(into: &Path) -> Result<Self, UnpackError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let pid = std::process::id();
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let mut name = into.as_os_str().to_owned();
            name.push(format!("{UNFINISHED}{pid}-{count}"));
            let path = PathBuf::from(name);
            match fs::create_dir(&path) {
                Ok(()) => {
                    // The function, which is somebody else, must be able to read it.
                    let open = fs::Permissions::from_mode(0o755);
                    let made = Self { path };
                    fs::set_permissions(&made.path, open)
                        .map_err(UnpackError::io("set permissions of", &made.path))?;
                    return Ok(made);
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(UnpackError::io("create", &path)(e)),
            }
        }
    }

    /// Gives the folder its name; true if somebody else was first.
    fn finish(self, into: &Path) -> Result<bool, UnpackError> {
        match fs::rename(&self.path, into) {
            Ok(()) => {
                std::mem::forget(self);
                Ok(false)
            }
            Err(_) if into.is_dir() => Ok(true),
            Err(e) => Err(UnpackError::io("rename", into)(e)),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What stays is removed when the cache is prepared the next time.
        fs::remove_dir_all(&self.path).ok();
    }
}
