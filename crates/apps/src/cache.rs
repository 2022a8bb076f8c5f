//! The cache of a builder: installed dependencies and finished packages, by what they came from.
//!
//! An entry appears whole, by a rename, so two deploys at once never see half of one; when both
//! make the same entry the first one stays. What was not used for longest is removed.
//!
//! Layout: `deps/KEY/…` (with `complete` beside `files/`), `packages/KEY-SHA256.zip`, `tmp/…`.

use std::fs::{self, DirBuilder, File, FileTimes};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use blob::Hash;

use crate::Error;

const DEPENDENCIES_MAX: usize = 20;
const PACKAGES_MAX: usize = 60;
/// Somebody may be reading what was used so recently.
const IN_USE: Duration = Duration::from_secs(15 * 60);
/// Nothing builds for so long: what is left in `tmp` was left by a crash.
const ABANDONED: Duration = Duration::from_secs(24 * 3600);

#[derive(Debug, Clone)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    pub(crate) fn open(root: &Path) -> Result<Self, Error> {
        for folder in ["deps", "packages", "tmp"] {
            let path = root.join(folder);
            let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
            made.map_err(Error::io("create the folder", &path))?;
        }
        // Installers run elsewhere and are told where to write.
        let root = fs::canonicalize(root).map_err(Error::io("find", root))?;
        let cache = Self { root };
        for (path, used) in entries(&cache.root.join("tmp")) {
            if age(used) > ABANDONED {
                remove(&path);
            }
        }
        Ok(cache)
    }

    /// A new folder that is gone when the value is, unless it became an entry.
    pub(crate) fn temp(&self) -> Result<Temp, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = self.root.join("tmp").join(format!("{}-{count}", std::process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Temp { path }),
                // Left by a process that had our number before us.
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Error::io("create the folder", &path)(e)),
            }
        }
    }

    /// The folder with the dependencies installed under this key.
    pub(crate) fn dependencies(&self, key: &str) -> Option<PathBuf> {
        let entry = self.root.join("deps").join(key);
        let note = fs::read_to_string(entry.join("complete")).ok()?;
        let files = entry.join("files");
        // A crash of the machine may leave files empty that were never synced.
        if note != summary(&files) {
            remove(&entry);
            return None;
        }
        touch(&entry);
        Some(files)
    }

    /// Keeps `installed`, a folder inside `temp`, under the key.
    pub(crate) fn keep_dependencies(
        &self,
        key: &str,
        temp: &Temp,
        installed: &Path,
    ) -> Result<PathBuf, Error> {
        let (made, entry) = (temp.path.join("entry"), self.root.join("deps").join(key));
        let kept = fs::create_dir(&made)
            .and_then(|()| fs::rename(installed, made.join("files")))
            .and_then(|()| fs::write(made.join("complete"), summary(&made.join("files"))))
            .and_then(|()| place(&made, &entry));
        kept.map_err(Error::io("write the cache entry", &entry))?;
        evict(&self.root.join("deps"), DEPENDENCIES_MAX);
        Ok(entry.join("files"))
    }

    /// The package made from these inputs, and its hash.
    pub(crate) fn package(&self, key: &str) -> Option<(PathBuf, Hash)> {
        let found = entries(&self.root.join("packages")).into_iter().find_map(|(path, _)| {
            let name = path.file_name()?.to_str()?;
            let hash = name.strip_prefix(key)?.strip_prefix('-')?.strip_suffix(".zip")?;
            let sha256 = hash.parse().ok()?;
            Some((path, sha256))
        })?;
        touch(&found.0);
        Some(found)
    }

    pub(crate) fn keep_package(
        &self,
        key: &str,
        sha256: Hash,
        zip: &Path,
    ) -> Result<PathBuf, Error> {
        let name = format!("{key}-{sha256}.zip");
        let path = self.root.join("packages").join(name);
        fs::rename(zip, &path).map_err(Error::io("write the package", &path))?;
        evict(&self.root.join("packages"), PACKAGES_MAX);
        Ok(path)
    }
}

/// A folder that is removed with the value.
#[derive(Debug)]
pub(crate) struct Temp {
    pub(crate) path: PathBuf,
}

impl Drop for Temp {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Moves a folder to its place, or leaves it when another deploy was there first.
fn place(made: &Path, entry: &Path) -> io::Result<()> {
    match fs::rename(made, entry) {
        Err(_) if entry.join("complete").exists() => Ok(()),
        result => result,
    }
}

/// How many files and bytes a folder has: enough to tell a whole entry from a torn one.
fn summary(folder: &Path) -> String {
    let (mut files, mut bytes) = (0_u64, 0_u64);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() {
                folders.push(entry.path());
            } else {
                (files, bytes) = (files + 1, bytes + metadata.len());
            }
        }
    }
    format!("{files} files, {bytes} bytes\n")
}

fn evict(folder: &Path, most: usize) {
    let mut all = entries(folder);
    all.sort_by_key(|(_, used)| std::cmp::Reverse(*used));
    for (path, used) in all.into_iter().skip(most) {
        if age(used) > IN_USE {
            remove(&path);
        }
    }
}

fn entries(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|e| Some((e.path(), e.metadata().ok()?.modified().ok()?))).collect()
}

fn age(used: SystemTime) -> Duration {
    SystemTime::now().duration_since(used).unwrap_or_default()
}

/// Marks as used now. Only the order of eviction depends on it, so a failure is no matter.
fn touch(path: &Path) {
    let now = FileTimes::new().set_modified(SystemTime::now());
    File::open(path).and_then(|file| file.set_times(now)).ok();
}

/// What cannot be removed now is found again by the next build.
fn remove(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).ok();
    } else {
        fs::remove_file(path).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aged(path: &Path, seconds: u64) {
        let then = SystemTime::now() - Duration::from_secs(seconds);
        File::open(path).unwrap().set_times(FileTimes::new().set_modified(then)).unwrap();
    }

    #[test]
    fn the_longest_unused_goes_unless_it_may_be_in_use() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::open(root.path()).unwrap();
        for i in 0..PACKAGES_MAX as u64 + 5 {
            let zip = root.path().join("zip");
            fs::write(&zip, "x").unwrap();
            let kept = cache.keep_package(&format!("key{i}"), Hash::of(b"x"), &zip).unwrap();
            // The five oldest would go, but two of them were used a moment ago.
            aged(&kept, if i < 3 { 100_000 - i } else { 60 });
        }
        evict(&root.path().join("packages"), PACKAGES_MAX);
        let there: Vec<_> = (0..5).map(|i| cache.package(&format!("key{i}")).is_some()).collect();
        assert_eq!(there, [false, false, false, true, true]);
    }

    #[test]
    fn a_torn_entry_is_no_entry() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::open(root.path()).unwrap();
        let temp = cache.temp().unwrap();
        let installed = temp.path.join("out");
        fs::create_dir(&installed).unwrap();
        fs::write(installed.join("a.py"), "print()").unwrap();
        let files = cache.keep_dependencies("k", &temp, &installed).unwrap();
        assert_eq!(cache.dependencies("k"), Some(files.clone()));
        fs::write(files.join("a.py"), "").unwrap();
        assert_eq!(cache.dependencies("k"), None);
        assert!(!files.exists());
    }

    #[test]
    fn the_first_of_two_equal_entries_stays() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::open(root.path()).unwrap();
        for content in ["first", "second"] {
            let temp = cache.temp().unwrap();
            let installed = temp.path.join("out");
            fs::create_dir(&installed).unwrap();
            fs::write(installed.join("a.py"), content).unwrap();
            let files = cache.keep_dependencies("k", &temp, &installed).unwrap();
            assert_eq!(fs::read_to_string(files.join("a.py")).unwrap(), "first");
        }
        assert_eq!(entries(&root.path().join("tmp")), []);
    }
}
