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

const FILES: &[(&str, &str)] = files![
    "node/buffered.js",
    "node/console.js",
    "node/context.js",
    "node/dialects/aws.js",
    "node/errors.js",
    "node/frames.js",
    "node/host.js",
    "node/loader.js",
    "node/main.js",
    "node/package.json",
    "node/stream.js",
    "node/streamed.js",
    "python/context.py",
    "python/dialects/aws.py",
    "python/errors.py",
    "python/frames.py",
    "python/host.py",
    "python/imports.py",
    "python/jsonio.py",
    "python/jsonslow.py",
    "python/loader.py",
    "python/logs.py",
    "python/main.py",
    "python/pylogging.py",
];

/// How the interpreters are told to start the hosts; hosts/README.md says why.
pub(crate) const PYTHON_FLAGS: &[&str] = &["-s", "-u"];
pub(crate) const NODE_FLAGS: &[&str] = &[];

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
        self.root.join("python/main.py")
    }

    pub(crate) fn node(&self) -> PathBuf {
        self.root.join("node/main.js")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_hosts_is_carried() {
        fn list(dir: &Path, found: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.ends_with("__pycache__") {
                    list(&path, found);
                } else if path.extension().is_some_and(|e| e == "py" || e == "js" || e == "json") {
                    found.push(path);
                }
            }
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hosts");
        let mut found = Vec::new();
        list(&root, &mut found);
        found.sort();
        let mut carried: Vec<_> = FILES.iter().map(|(name, _)| root.join(name)).collect();
        carried.sort();
        assert_eq!(carried, found);
    }
}
