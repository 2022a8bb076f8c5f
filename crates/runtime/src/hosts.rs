//! The language hosts: small programs carried inside this binary and written to the data directory
//! at start, where sandboxes can see them.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::interpreters::Language;

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
pub(crate) const PYTHON_FLAGS: &[&str] = &["-I", "-S", "-B", "-X", "utf8"];
pub(crate) const NODE_FLAGS: &[&str] = &[];

/// Where the hosts' files lie on this machine.
#[derive(Debug, Clone)]
pub struct Hosts {
    root: PathBuf,
}

impl Hosts {
    /// Writes the hosts' files under `parent`, in a folder named after what they say: bytecode
    /// made from them is never checked against them again.
    pub fn install(parent: &Path) -> io::Result<Self> {
        let mut hasher = DefaultHasher::new();
        FILES.hash(&mut hasher);
        let root = parent.join(format!("{:016x}", hasher.finish()));
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

    /// Has each Python compile its host, which saves milliseconds of every start. Blocking; a host
    /// that was not compiled only starts more slowly.
    pub fn compile(&self) {
        let pythons = crate::all().iter().filter(|one| one.language == Language::Python);
        for python in pythons.filter(|one| one.supported()) {
            let compiled = Command::new(&python.path)
                .args(["-I", "-S"])
                .arg(self.python())
                .arg("--compile")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if !compiled.is_ok_and(|status| status.success()) {
                tracing::debug!(python = %python.path.display(), "its host was not compiled");
            }
        }
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
