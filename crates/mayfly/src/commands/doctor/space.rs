//! How much room is left where the data is.

use std::path::Path;

use super::Check;
use crate::render::{bytes, count};

/// Below this, uploads and logs may fail soon.
const LITTLE_BYTES: u64 = 1 << 30;
/// Below this, nothing is certain any more.
const NEARLY_NONE_BYTES: u64 = 64 << 20;
/// A package can be some ten thousand files.
const LITTLE_FILES: u64 = 20_000;

const NEXT: &str = "make room there, or move the data to a larger disk with `mayfly up --data DIR`";

/// What a file system has left for this account.
#[derive(Debug, Clone, Copy)]
struct Room {
    free: u64,
    all: u64,
    /// Files that can still be made, where that is limited.
    files: Option<u64>,
}

pub(super) fn check(folder: &Path) -> Check {
    match rustix::fs::statvfs(folder) {
        Ok(found) => {
            let files = (found.f_files > 0).then_some(found.f_favail);
            let size = |blocks: u64| blocks.saturating_mul(found.f_frsize);
            tell(Room { free: size(found.f_bavail), all: size(found.f_blocks), files }, folder)
        }
        Err(error) => Check::warn(
            "free space",
            format!("{} cannot be asked: {error}", folder.display()),
            "choose a directory of yours with `mayfly up --data DIR`",
        ),
    }
}

fn tell(room: Room, folder: &Path) -> Check {
    let path = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let (free, all) = (bytes(room.free), bytes(room.all));
    let mut found = format!("{free} of {all} free in {}", path.display());
    let few = room.files.filter(|files| *files < LITTLE_FILES);
    if let Some(files) = few {
        found += &format!(", for {} more files", count(files));
    }
    let name = "free space";
    match room.free {
        NEARLY_NONE_BYTES.. if few == Some(0) => Check::bad(name, found, NEXT),
        LITTLE_BYTES.. if few.is_none() => Check::good(name, found),
        NEARLY_NONE_BYTES.. => Check::warn(name, found, NEXT),
        _ => Check::bad(name, found, NEXT),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Mark;
    use super::*;

    #[test]
    fn little_room_is_told() {
        let check = |free_mb: u64, files: Option<u64>, mark: Mark, text: &str| {
            let room = Room { free: free_mb << 20, all: 100 << 30, files };
            let told = tell(room, Path::new("/data"));
            assert_eq!((told.mark, &*told.found), (mark, text));
        };
        check(50 << 10, None, Mark::Good, "50 GB of 100 GB free in /data");
        check(50 << 10, Some(1_000_000), Mark::Good, "50 GB of 100 GB free in /data");
        check(50 << 10, Some(9), Mark::Warn, "50 GB of 100 GB free in /data, for 9 more files");
        check(50 << 10, Some(0), Mark::Bad, "50 GB of 100 GB free in /data, for 0 more files");
        check(1_000, None, Mark::Warn, "1000 MB of 100 GB free in /data");
        check(3, None, Mark::Bad, "3.0 MB of 100 GB free in /data");
        assert_eq!(super::check(Path::new("/missing/at/all")).mark, Mark::Warn);
    }
}
