//! The folder that unpacked packages are kept in.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use super::UNFINISHED;

/// Makes the folder ready at the start of a platform, which must be its only user: removes what
/// was not finished, and everything if the machine was restarted since. Unpacked files are not
/// synced to disk, which would cost every deploy; a power cut may have torn them, and they are
/// quickly made again. Which start of the machine the content is from is noted beside the folder,
/// in `NAME.boot-id`.
pub fn prepare_code_cache(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // Also if another program made it: programs get at their own package alone, which is mounted for
    // them.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    let now = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let mut note = folder.as_os_str().to_owned();
    note.push(".boot-id");
    let then = fs::read_to_string(&note).unwrap_or_default();
    let same_start = !now.is_empty() && now == then;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let unfinished = entry.file_name().to_string_lossy().contains(UNFINISHED);
        if entry.file_type()?.is_dir() && (unfinished || !same_start) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    if !same_start {
        fs::write(&note, now)?;
    }
    Ok(())
}
