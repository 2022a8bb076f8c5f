//! Room on the disk for what is unpacked: taken before, given back when it is gone.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use super::{Shelf, ShelfError};

const MB: u64 = 1024 * 1024;
/// How long room is waited for, and how often it is looked for.
const MOMENT: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(50);
/// Left free on the disk, for what the platform itself has to write.
const SPARED_BYTES: u64 = 64 * MB;
/// Above this something is wrong with the directory.
const MEASURED_MAX: usize = 1_000_000;

/// A share of the disk, given back when this is dropped.
#[derive(Debug)]
pub(super) struct Room {
    used: Arc<AtomicU64>,
    bytes: u64,
}

impl Room {
    pub(super) fn take(used: Arc<AtomicU64>, bytes: u64) -> Self {
        used.fetch_add(bytes, Relaxed);
        Self { used, bytes }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.used.fetch_sub(self.bytes, Relaxed);
    }
}

impl Shelf {
    /// Takes so much of what there is for all, as soon as there is room: whoever holds code without need
    /// is asked to let go, and instances that are ending hold theirs a moment longer. Blocking.
    pub(super) fn wait_for_room(&self, bytes: u64) -> Result<Room, ShelfError> {
        let until = Instant::now() + MOMENT;
        loop {
            match self.make_room(bytes) {
                Err(ShelfError::NoRoom { .. }) if Instant::now() < until => {
                    self.0.short.notify_one();
                    thread::sleep(LOOK);
                }
                done => return done,
            }
        }
    }

    /// Takes so much of what there is for all; what was unused for longest goes for it. Blocking.
    pub(super) fn make_room(&self, bytes: u64) -> Result<Room, ShelfError> {
        let free = free(&self.0.dir);
        if free < bytes.saturating_add(SPARED_BYTES) {
            return Err(ShelfError::DiskFull { needs_mb: mb(bytes), free_mb: free / MB });
        }
        let most = self.0.most;
        let mut gone = Vec::new();
        let room = {
            let mut places = self.places();
            let mut going = 0;
            for (package, _) in places.idle(Instant::now()) {
                if places.bytes() - going + bytes <= most {
                    break;
                }
                if let Some(place) = places.remove(&package) {
                    going += place.room.get().map_or(0, |room| room.bytes);
                    gone.push((package, place));
                }
            }
            let used = places.bytes() - going;
            if used + bytes > most {
                Err(ShelfError::NoRoom {
                    needs_mb: mb(bytes),
                    used_mb: mb(used),
                    most_mb: most / MB,
                })
            } else {
                Ok(places.take_room(bytes))
            }
        };
        for (package, place) in gone {
            self.delete(&package, place)?;
        }
        room
    }

    /// Counts what was unpacked before this run. Blocking.
    pub(super) fn measure(&self, path: &Path) -> Room {
        let bytes = size(path, &mut 0);
        self.places().take_room(bytes)
    }
}

/// What a directory takes on the disk.
fn size(path: &Path, seen: &mut usize) -> u64 {
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    let mut bytes = 0;
    for entry in entries.flatten() {
        *seen += 1;
        let Ok(found) = entry.metadata() else { continue };
        bytes += found.blocks() * 512;
        if found.is_dir() && *seen < MEASURED_MAX {
            bytes += size(&entry.path(), seen);
        }
    }
    bytes
}

/// What the disk has for us; all there could be where it does not say.
fn free(dir: &Path) -> u64 {
    rustix::fs::statvfs(dir).map_or(u64::MAX, |disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn mb(bytes: u64) -> u64 {
    bytes.div_ceil(MB)
}
