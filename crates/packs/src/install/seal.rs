//! A pack is written once.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Everybody may read, nobody may write. Blocking.
pub(super) fn close(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            close(&entry.path())?;
        } else {
            fs::set_permissions(entry.path(), Permissions::from_mode(0o444))?;
        }
    }
    fs::set_permissions(folder, Permissions::from_mode(0o555))
}

/// So that it can be removed. Blocking.
pub(crate) fn open_up(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open_up(&entry.path())?;
        }
    }
    Ok(())
}

/// On the disk, before it gets its name: a pack that is there is whole. Blocking.
pub(crate) fn settle(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(())
}
