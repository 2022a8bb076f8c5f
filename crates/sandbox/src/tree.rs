//! Removes a directory that somebody hostile filled: never follows a link, and needs neither stack
//! nor descriptors for depth.

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use std::ffi::CString;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// Directories remembered; more are found again when these are done.
const WAITING_MAX: usize = 10_000;

/// Removes `name` in `parent` and all below. Directories found below the first level are moved up
/// to it, where they wait for their turn, so that any depth becomes one.
pub(crate) fn remove(parent: BorrowedFd<'_>, name: &CString) -> Result<(), Errno> {
    let top = enter(parent, name)?;
    let mut fresh = Fresh::new();
    loop {
        let mut waiting = clear(top.as_fd())?;
        if waiting.is_empty() {
            return rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR);
        }
        while let Some(dir) = waiting.pop() {
            flatten(top.as_fd(), &dir, &mut fresh, &mut waiting)?;
        }
    }
}

/// Removes the files in a directory; returns the directories that are not empty.
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
            Err(_) if dirs.len() < WAITING_MAX => dirs.push(name.to_owned()),
            Err(_) => break,
        }
    }
    Ok(dirs)
}

/// Removes a directory of the top; its own directories come up to the top.
fn flatten(
    top: BorrowedFd<'_>,
    name: &CString,
    fresh: &mut Fresh,
    waiting: &mut Vec<CString>,
) -> Result<(), Errno> {
    let dir = enter(top, name)?;
    loop {
        let inside = clear(dir.as_fd())?;
        if inside.is_empty() {
            return rustix::fs::unlinkat(top, name, AtFlags::REMOVEDIR);
        }
        for inner in inside {
            let to = raise(dir.as_fd(), &inner, top, fresh)?;
            if waiting.len() < WAITING_MAX {
                waiting.push(to);
            }
        }
    }
}

/// Moves a directory to the top, under a name that is free there.
fn raise(
    dir: BorrowedFd<'_>,
    name: &CString,
    top: BorrowedFd<'_>,
    fresh: &mut Fresh,
) -> Result<CString, Errno> {
    loop {
        let to = fresh.next();
        match rustix::fs::renameat_with(dir, name, top, &to, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(to),
            Err(Errno::EXIST) => {}
            // Moving a directory changes it (its ..), so it must be writable.
            Err(Errno::ACCESS) => open_up(dir, name)?,
            Err(errno) => return Err(errno),
        }
    }
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

    fn next(&mut self) -> CString {
        self.count += 1;
        CString::new(format!("{:016x}-{}", self.prefix, self.count)).unwrap_or_default()
    }
}
