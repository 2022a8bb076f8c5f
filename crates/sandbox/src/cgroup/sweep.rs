use super::{LEAF, Place, claim, group, kill};
use std::fs;
use std::io;
use std::path::Path;

/// Kills and removes what a sandbox that is dead had at a place. Whether all of it is gone, or it was
/// not a dead one's.
pub(super) fn sweep(place: &Place, dir: &Path) -> bool {
    let _ours = match claim::take(dir) {
        Ok(Some(held)) => held,
        // A live one's: the directory we begin in is a copy of its.
        Ok(None) => return true,
        Err(error) => return error.kind() == io::ErrorKind::NotFound,
    };
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        match entry.file_name() == LEAF {
            // A dead platform's own; who is still in there is nobody's instance.
            true => drop(fs::remove_dir(entry.path())),
            false => {
                kill::empty(place.version, &entry.path());
                group::remove(&entry.path());
            }
        }
    }
    fs::remove_dir(dir).is_ok()
}
