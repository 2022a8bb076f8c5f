//! The language hosts: small programs carried inside this binary and written to the data directory
//! at start, where sandboxes can see them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../hosts/", $path)))),*]
    };
}

include!("host_files.rs");

/// Where the hosts' files lie on this machine.
#[derive(Debug, Clone)]
pub struct Hosts {
    root: PathBuf,
}

impl Hosts {
    /// Writes the hosts' files under `root`, replacing older ones.
    pub fn install(root: &Path) -> io::Result<Self> {
        for (name, text) in FILES {
            let path = root.join(name);
            if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
                continue;
            }
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text)?;
        }
        Ok(Self { root: fs::canonicalize(root)? })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn python(&self) -> PathBuf {
        self.root.join("python")
    }

    pub(crate) fn node(&self) -> PathBuf {
        self.root.join("node")
    }
}
