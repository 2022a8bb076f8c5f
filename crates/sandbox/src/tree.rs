//! Removes a directory that somebody hostile filled: never follows a link, and needs neither stack
//! nor descriptors for depth.

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use std::ffi::CString;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// Passes over the top directory; one is enough unless the file system loses entries while listing.
const PASSES_MAX: usize = 1000;

/// Removes `name` in `parent` and all below. Directories found below the first level are moved up
/// to it, where they wait for their turn, so that any depth becomes one.
pub(crate) fn remove(parent: BorrowedFd<'_>, name: &CString) -> Result<(), Errno> {
    let top = enter(parent, name)?;
    let mut fresh = Fresh::new();
    for _ in 0..PASSES_MAX {
        let dirs = clear(top.as_fd())?;
        for dir in &dirs {
            flatten(top.as_fd(), dir, &mut fresh)?;
        }
        if dirs.is_empty() {
            break;
        }
    }
    rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR)
}

/// Removes the files in a directory; returns the directories.
fn clear(dir: BorrowedFd<'_>) -> Result<Vec<CString>, Errno> {
    let mut dirs = Vec::new();
    for entry in Dir::read_from(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let known = entry.file_type();
        if known != FileType::Directory && known != FileType::Unknown {
            rustix::fs::unlinkat(dir, name, AtFlags::empty())?;
            continue;
        }
        match rustix::fs::unlinkat(dir, name, AtFlags::REMOVEDIR) {
            Ok(()) => {}
            Err(Errno::NOTDIR) => rustix::fs::unlinkat(dir, name, AtFlags::empty())?,
            Err(_) => dirs.push(name.to_owned()),
        }
    }
    Ok(dirs)
}

/// Removes a directory of the top; its own directories come up to the top.
fn flatten(top: BorrowedFd<'_>, name: &CString, fresh: &mut Fresh) -> Result<(), Errno> {
    let dir = enter(top, name)?;
    for inner in clear(dir.as_fd())? {
        loop {
            let to = fresh.next();
            let flags = RenameFlags::NOREPLACE;
            match rustix::fs::renameat_with(&dir, &inner, top, &to, flags) {
                Ok(()) => break,
                Err(Errno::EXIST) => {}
                // Moving a directory changes it (its ..), so it must be writable.
                Err(Errno::ACCESS) => open_up(dir.as_fd(), &inner)?,
                Err(errno) => return Err(errno),
            }
        }
    }
    rustix::fs::unlinkat(top, name, AtFlags::REMOVEDIR)
}

fn enter(parent: BorrowedFd<'_>, name: &CString) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    // Its owner may have locked it; root does not care, and we are the owner otherwise.
    if !rustix::process::geteuid().is_root() {
        open_up(parent, name)?;
    }
    rustix::fs::openat(parent, name, flags, Mode::empty())
}

fn open_up(parent: BorrowedFd<'_>, name: &CString) -> Result<(), Errno> {
    rustix::fs::chmodat(parent, name, Mode::RWXU, AtFlags::empty())
}

/// Names nobody could have guessed.
struct Fresh {
    prefix: u64,
    count: u64,
}

impl Fresh {
    fn new() -> Fresh {
        let mut seed = [0; 8];
        // Without randomness a name may be taken, and the next is tried.
        let _ = rustix::rand::getrandom(&mut seed, rustix::rand::GetRandomFlags::NONBLOCK);
        Fresh { prefix: u64::from_ne_bytes(seed), count: 0 }
    }

    fn next(&mut self) -> String {
        self.count += 1;
        format!("{:016x}-{}", self.prefix, self.count)
    }
}
