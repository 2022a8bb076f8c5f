//! Whose groups are whose. The parent of a sandbox's groups is locked as long as the sandbox lives, by the
//! kernel and not by a number that somebody else may have by now: what is locked is somebody's, whatever
//! its name, and what is not is a dead one's.

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use rustix::io::Errno;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A child that a dead platform was about to start may hold on for a moment.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(10);

/// Makes a parent, which is the caller's for as long as it holds what it gets. Somebody who takes it
/// for a dead one's in the moment before it is locked may remove it; then it is made again.
pub(super) fn make(dir: &Path) -> io::Result<OwnedFd> {
    let until = Instant::now() + PATIENCE;
    loop {
        match fs::create_dir(dir) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        match lock(dir) {
            Ok(Some(held)) => return Ok(held),
            Ok(None) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        if Instant::now() > until {
            return Err(io::Error::other("its group is somebody else's"));
        }
        sleep(PAUSE);
    }
}

/// Takes over what a dead one left; none if it is a live one's.
pub(super) fn take(dir: &Path) -> io::Result<Option<OwnedFd>> {
    let until = Instant::now() + PATIENCE;
    loop {
        match lock(dir)? {
            None if Instant::now() < until => sleep(PAUSE),
            taken => return Ok(taken),
        }
    }
}

/// None if somebody else has the lock.
fn lock(dir: &Path) -> io::Result<Option<OwnedFd>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let held = rustix::fs::open(dir, flags, Mode::empty())?;
    match flock(&held, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(Errno::WOULDBLOCK) => return Ok(None),
        Err(errno) => return Err(errno.into()),
    }
    // What was locked may have been removed, and another made in its place.
    let there = fs::symlink_metadata(dir)?;
    let ours = rustix::fs::fstat(&held)?;
    Ok(((there.dev(), there.ino()) == (ours.st_dev, ours.st_ino)).then_some(held))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_not_taken() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("mayfly-x");
        assert_eq!(take(&dir).unwrap_err().kind(), io::ErrorKind::NotFound);
        let held = make(&dir).unwrap();
        assert!(take(&dir).unwrap().is_none());
        assert!(make(&dir).is_err());
        drop(held);
        let taken = take(&dir).unwrap();
        assert!(taken.is_some());
        fs::remove_dir(&dir).unwrap();
        // Not the one that was removed.
        let _again = make(&dir).unwrap();
        assert!(take(&dir).unwrap().is_none());
    }
}
