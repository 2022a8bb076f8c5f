//! The slots' temporary directories. A directory that is no longer needed leaves its place at once and
//! is removed by a thread of its own, as that may take long.

use crate::{Error, tree};
use rustix::fs::{AtFlags, Mode, OFlags};
use std::ffi::CString;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

#[derive(Debug)]
pub(crate) struct Tmp {
    base: PathBuf,
    slots: PathBuf,
    trash: PathBuf,
    removals: mpsc::Sender<CString>,
}

impl Tmp {
    /// Makes the place and has what a dead platform left removed.
    pub(crate) fn new(base: &Path) -> Result<Tmp, Error> {
        let failed = |source| Error::Dir { path: base.to_owned(), source };
        let (slots, trash) = (base.join("slots"), base.join("trash"));
        for dir in [base, &slots, &trash] {
            private_dir(dir).map_err(failed)?;
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let trash_dir =
            rustix::fs::open(&trash, flags, Mode::empty()).map_err(|errno| failed(errno.into()))?;
        let (removals, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("mayfly-tmp".into())
            .spawn(move || queue.iter().for_each(|name| remove(&trash_dir, &name)))
            .map_err(failed)?;
        let tmp = Tmp { base: base.to_owned(), slots, trash, removals };
        tmp.sweep().map_err(failed)?;
        Ok(tmp)
    }

    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.trash)? {
            self.remove_later(&entry?.file_name().to_string_lossy());
        }
        for entry in fs::read_dir(&self.slots)? {
            self.discard(&entry?.file_name().to_string_lossy());
        }
        Ok(())
    }

    pub(crate) fn create(&self, name: &str) -> Result<PathBuf, Error> {
        let path = self.slots.join(name);
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.map_err(|source| Error::Dir { path: path.clone(), source })?;
        Ok(path)
    }

    /// After this the directory is not at its place.
    pub(crate) fn discard(&self, name: &str) {
        let path = self.slots.join(name);
        if fs::remove_dir(&path).is_ok() {
            return;
        }
        match fs::rename(&path, self.trash.join(name)) {
            Ok(()) => self.remove_later(name),
            Err(error) => tracing::warn!("{} stays: {error}", path.display()),
        }
    }

    fn remove_later(&self, name: &str) {
        if let Ok(name) = CString::new(name) {
            let _ = self.removals.send(name);
        }
    }

    /// Takes the place itself away if nothing is left in it.
    pub(crate) fn remove_base(&self) {
        for dir in [&self.slots, &self.trash, &self.base] {
            let _ = fs::remove_dir(dir);
        }
    }
}

fn remove(trash: &OwnedFd, name: &CString) {
    use std::os::fd::AsFd;
    let result = match rustix::fs::unlinkat(trash, name, AtFlags::empty()) {
        Err(rustix::io::Errno::ISDIR) => tree::remove(trash.as_fd(), name),
        other => other,
    };
    if let Err(errno) = result {
        tracing::warn!("the temporary files {name:?} stay until the next start: {errno}");
    }
}

/// Others could swap files under our feet in a directory that is not ours alone.
fn private_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_dir() || meta.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to somebody else"));
    }
    if meta.mode() & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o700))?;
    }
    Ok(())
}
