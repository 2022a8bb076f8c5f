use super::{Place, group, kill};
use std::fs;

/// Leaves our keeper, and the leaf the platform itself may be in.
pub(super) fn sweep(place: &Place, keeper: &str) {
    let Ok(entries) = fs::read_dir(&place.parent) else { return };
    for entry in entries.flatten() {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let keep = entry.file_name() == "platform" || entry.file_name() == keeper;
        if is_dir && !keep {
            kill::empty(place.version, &entry.path());
            group::remove(&entry.path());
        }
    }
}
