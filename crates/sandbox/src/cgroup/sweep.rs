use super::{Place, group, kill, still};
use std::fs;

/// Leaves our keeper.
pub(super) fn sweep(place: &Place, keeper: &str) {
    let Ok(entries) = fs::read_dir(&place.parent) else { return };
    for entry in entries.flatten() {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let keep = entry.file_name() == keeper;
        if is_dir && !keep {
            kill::empty(place.version, &entry.path());
            group::remove(&entry.path());
        }
    }
}

/// Who stood still dies quicker when it can run.
pub(super) fn rouse(place: &Place) {
    let entries = fs::read_dir(&place.parent).into_iter().flatten().flatten();
    entries.for_each(|entry| still::rouse(&entry.path()));
}
