//! Carries out a plan below one folder.
//!
//! Every step goes through a descriptor of the folder it is in and follows no link, so that even
//! a plan gone wrong, or somebody else in the folder, could not lead outside.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;
use zip::ZipArchive;

use super::error::UnpackError;
use super::plan::{Plan, PlannedFile, unreadable};
use crate::Limits;

const FOLDER: OFlags =
    OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::RDONLY).union(OFlags::CLOEXEC);

/// Returns how many bytes the files have.
pub(super) fn write<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    plan: &Plan,
    root: &Path,
    limits: Limits,
) -> Result<u64, UnpackError> {
    let top = rustix::fs::openat(CWD, root, FOLDER, Mode::empty());
    let top = top.map_err(|e| UnpackError::io("open", root)(e.into()))?;
    let mut folders = Folders { top, last: None };
    for path in &plan.folders {
        folders.enter(path)?;
    }
    let mut bytes = 0;
    for file in &plan.files {
        bytes += write_file(archive, file, &mut folders, limits.bytes - bytes, limits)?;
    }
    for (path, target) in &plan.links {
        let (folder, name) = folders.parent(path)?;
        let made = rustix::fs::symlinkat(target, folder, name);
        made.map_err(|e| UnpackError::io("create the link", Path::new(path))(e.into()))?;
    }
    Ok(bytes)
}

fn write_file<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    planned: &PlannedFile,
    folders: &mut Folders,
    room: u64,
    limits: Limits,
) -> Result<u64, UnpackError> {
    let path = planned.path.as_str();
    let failed = |e: Errno| UnpackError::io("write", Path::new(path))(e.into());
    let (folder, name) = folders.parent(path)?;
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mode = Mode::from_raw_mode(if planned.executable { 0o755 } else { 0o644 });
    let file = rustix::fs::openat(folder, name, flags, Mode::RUSR | Mode::WUSR).map_err(failed)?;
    // Not left to the umask of whoever started the platform: the function must be able to read.
    rustix::fs::fchmod(&file, mode).map_err(failed)?;

    let mut file = File::from(file);
    read_file(archive, planned, room, limits, |bytes| file.write_all(bytes))
}

/// Reads a file to its end, piece by piece, and returns how long it is.
pub(super) fn read_file<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    planned: &PlannedFile,
    room: u64,
    limits: Limits,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<u64, UnpackError> {
    let path = planned.path.as_str();
    let mut entry = archive.by_index(planned.index).map_err(|e| unreadable(path, e))?;
    let mut buffer = [0; 64 * 1024];
    let mut length = 0;
    loop {
        // What an entry says of its size is not believed; what comes out is counted.
        let read = entry.read(&mut buffer).map_err(|e| UnpackError::damaged(path, e))?;
        if read == 0 {
            break;
        }
        length += read as u64;
        if length > room {
            return Err(UnpackError::TooBig { limit_mb: limits.bytes / (1024 * 1024) });
        }
        if length > entry.size() {
            break;
        }
        take(&buffer[..read]).map_err(UnpackError::io("write", Path::new(path)))?;
    }
    if length != entry.size() {
        return Err(UnpackError::damaged(path, "its size is not what the archive says"));
    }
    Ok(length)
}

/// Opens and creates folders, keeping the last one: archives list files folder by folder.
struct Folders {
    top: OwnedFd,
    last: Option<(String, OwnedFd)>,
}

impl Folders {
    fn parent<'p>(&mut self, path: &'p str) -> Result<(&OwnedFd, &'p str), UnpackError> {
        match path.rsplit_once('/') {
            None => Ok((&self.top, path)),
            Some((folder, name)) => Ok((self.enter(folder)?, name)),
        }
    }

    fn enter(&mut self, path: &str) -> Result<&OwnedFd, UnpackError> {
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            let opened = self.open(path);
            let opened =
                opened.map_err(|e| UnpackError::io("create", Path::new(path))(e.into()))?;
            self.last = Some((path.to_owned(), opened));
        }
        Ok(self.last.as_ref().map_or(&self.top, |(_, folder)| folder))
    }

    fn open(&self, path: &str) -> Result<OwnedFd, Errno> {
        let mut at = rustix::fs::openat(&self.top, ".", FOLDER, Mode::empty())?;
        for name in path.split('/') {
            at = open_or_create(at.as_fd(), name)?;
        }
        Ok(at)
    }
}

fn open_or_create(parent: impl AsFd, name: &str) -> Result<OwnedFd, Errno> {
    match rustix::fs::openat(&parent, name, FOLDER, Mode::empty()) {
        Err(Errno::NOENT) => {
            rustix::fs::mkdirat(&parent, name, Mode::RWXU)?;
            let mode = Mode::from_raw_mode(0o755);
            rustix::fs::chmodat(&parent, name, mode, AtFlags::empty())?;
            rustix::fs::openat(&parent, name, FOLDER, Mode::empty())
        }
        opened => opened,
    }
}
