//! The language hosts: small programs carried inside this binary and written to the data directory
//! at start, where sandboxes can see them.

use std::fs::{self, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::interpreters::Language;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[
            $(($path, include_bytes!(concat!("../../../hosts/", $path)) as &[u8]),)*
            ("native/fork.node", include_bytes!(concat!(env!("OUT_DIR"), "/fork.node"))),
            ("native/fork.so", include_bytes!(concat!(env!("OUT_DIR"), "/fork.so"))),
            ("native/enter.so", sandbox::ENTER_LIBRARY),
        ]
    };
}

const FILES: &[(&str, &[u8])] = files![
    "node/buffered.js",
    "node/console.js",
    "node/context.js",
    "node/dialects/aws.js",
    "node/errors.js",
    "node/frames.js",
    "node/hazards.js",
    "node/host.js",
    "node/loader.js",
    "node/main.js",
    "node/orders.js",
    "node/package.json",
    "node/places.js",
    "node/randomness.js",
    "node/rehearsal.js",
    "node/selftest.js",
    "node/stream.js",
    "node/streamed.js",
    "node/zygote.js",
    "python/context.py",
    "python/dialects/aws.py",
    "python/errors.py",
    "python/frames.py",
    "python/hazards.py",
    "python/hooks.py",
    "python/host.py",
    "python/imports.py",
    "python/jsonio.py",
    "python/jsonslow.py",
    "python/loader.py",
    "python/logs.py",
    "python/main.py",
    "python/native.py",
    "python/orders.py",
    "python/pylogging.py",
    "python/randomness.py",
    "python/rehearsal.py",
    "python/selftest.py",
    "python/snapshots.py",
    "python/zygote.py",
];

/// How the interpreters are told to start the hosts; hosts/README.md says why.
pub(crate) const PYTHON_FLAGS: &[&str] = &["-I", "-S", "-B", "-X", "utf8"];
pub(crate) const NODE_FLAGS: &[&str] = &[];
/// Threads of V8's own would be missing in a copy; its memory reducer, a timer, would go off in each.
pub(crate) const NODE_ZYGOTE_FLAGS: &[&str] =
    &["--single-threaded", "--v8-pool-size=0", "--no-memory-reducer"];

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
        for (name, bytes) in FILES {
            let path = root.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
                fs::set_permissions(folder, Permissions::from_mode(0o755))?;
            }
            if !fs::read(&path).is_ok_and(|there| there == *bytes) {
                fs::write(&path, bytes)?;
            }
            // Programs read them under a user of their own, whatever this one's mask says.
            fs::set_permissions(&path, Permissions::from_mode(0o644))?;
        }
        fs::set_permissions(&root, Permissions::from_mode(0o755))?;
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

    /// What copies enter their sandboxes with.
    pub(crate) fn enter(&self) -> PathBuf {
        self.root.join("native/enter.so")
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
        let names = FILES.iter().map(|(name, _)| *name).filter(|name| !name.starts_with("native/"));
        let mut carried: Vec<_> = names.map(|name| root.join(name)).collect();
        carried.sort();
        assert_eq!(carried, found);
    }

    #[test]
    fn whoever_runs_a_function_can_read_its_host() {
        let parent = tempfile::tempdir().unwrap();
        let hosts = Hosts::install(parent.path()).unwrap();
        for (name, bytes) in FILES {
            let path = hosts.root().join(name);
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o644, 0o755), "{name}");
            assert_eq!(fs::read(&path).unwrap(), *bytes);
        }
    }
}
