//! The key that marks files as ours.

use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::process::geteuid;
use rustix::rand::{GetRandomFlags, getrandom};

use super::files;
use crate::Error;

const BYTES: usize = 32;

pub(super) struct Key([u8; BYTES]);

impl Key {
    /// The cache's key. One that others could know is replaced, and with it all that it marked.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("key");
        if let Ok(Some(key)) = read(&path) {
            return Ok(key);
        }
        let mut bytes = [0; BYTES];
        let mut filled = 0;
        while filled < BYTES {
            filled += getrandom(&mut bytes[filled..], GetRandomFlags::empty())
                .map_err(|error| Error::cache("make", &path)(error.into()))?;
        }
        let key = Self(bytes);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::cache("replace", &path)(error));
            }
            _ => {}
        }
        files::write(&path, &[&key.0]).map_err(Error::cache("write", &path))?;
        Ok(key)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The key in a file that is this user's alone.
fn read(path: &Path) -> io::Result<Option<Key>> {
    let no_follow = rustix::fs::OFlags::NOFOLLOW.bits();
    let mut file = OpenOptions::new().read(true).custom_flags(no_follow as i32).open(path)?;
    let meta = file.metadata()?;
    let private = meta.mode() & 0o077 == 0 && meta.uid() == geteuid().as_raw();
    if !meta.is_file() || !private || meta.len() != BYTES as u64 {
        return Ok(None);
    }
    let mut bytes = [0; BYTES];
    file.read_exact(&mut bytes)?;
    Ok(Some(Key(bytes)))
}
