use super::{Place, claim, group, kill, leaf, still};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Kills and removes what a sandbox that is dead had at a place. Whether all of it is gone, or it was
/// not a dead one's.
pub(super) fn sweep(place: &Place, dir: &Path) -> bool {
    let _ours = match claim::take(dir) {
        Ok(Some(held)) => held,
        // A live one's: the directory we begin in is a copy of its.
        Ok(None) => return true,
        Err(error) => return error.kind() == io::ErrorKind::NotFound && removed(&leaf(dir)),
    };
    groups(dir).for_each(|group| {
        kill::empty(place.version, &group);
        group::remove(&group);
    });
    // A dead platform's own; who is still in there is nobody's instance.
    removed(dir) & removed(&leaf(dir))
}

fn groups(dir: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
}

fn removed(dir: &Path) -> bool {
    let result = fs::remove_dir(dir);
    result.is_ok() || result.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Who stood still when a platform died dies quicker when it can run.
pub(super) fn rouse(dir: &Path) {
    if let Ok(Some(_ours)) = claim::take(dir) {
        groups(dir).for_each(|group| still::rouse(&group));
    }
}
