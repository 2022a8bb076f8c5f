use super::{Place, group, kill};
use std::fs;

/// Leaves the parent, which the new platform uses, and the leaf the platform itself may be in.
pub(super) fn sweep(place: &Place) {
    let Ok(entries) = fs::read_dir(&place.parent) else { return };
    for entry in entries.flatten() {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_dir && entry.file_name() != "platform" {
            kill::empty(place.version, &entry.path());
            group::remove(&entry.path());
        }
    }
}
