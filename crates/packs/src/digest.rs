//! What a folder's files are, in one number: equal names and bytes make equal digests, whoever
//! installed them and when.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What Python makes of its files, which is no part of them.
const BYTECODE: &str = "__pycache__";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) digest: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

/// Blocking. Links have no place in a pack.
pub(crate) fn count(folder: &Path) -> io::Result<Counted> {
    let mut all = BTreeMap::new();
    list(folder, Path::new(""), &mut all)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    for (name, path) in &all {
        let size = fs::metadata(path)?.len();
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update(size.to_le_bytes());
        let copied = io::copy(&mut File::open(path)?, &mut Hashing(&mut hash))?;
        if copied != size {
            return Err(io::Error::other("a file changed while it was read"));
        }
        bytes += size;
    }
    let digest = hex::encode(hash.finalize());
    Ok(Counted { digest, files: all.len() as u64, bytes })
}

/// Every file but bytecode, by its path from the top.
pub(crate) fn list(
    folder: &Path,
    below: &Path,
    all: &mut BTreeMap<String, PathBuf>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, below.join(entry.file_name()));
        if kind.is_dir() {
            if entry.file_name() != BYTECODE {
                list(&entry.path(), &name, all)?;
            }
            continue;
        }
        let Some(text) = name.to_str().filter(|_| kind.is_file()) else {
            let what = format!("{} is no plain file", name.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        };
        all.insert(text.to_owned(), entry.path());
    }
    Ok(())
}

struct Hashing<'a>(&'a mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bytes_count_and_bytecode_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/__pycache__")).unwrap();
        fs::write(root.join("a/b.py"), "1").unwrap();
        let first = count(root).unwrap();
        assert_eq!((first.files, first.bytes), (1, 1));
        fs::write(root.join("a/__pycache__/b.pyc"), "x").unwrap();
        assert_eq!(count(root).unwrap(), first);
        fs::write(root.join("a/b.py"), "2").unwrap();
        assert_ne!(count(root).unwrap().digest, first.digest);
        fs::rename(root.join("a/b.py"), root.join("a/c.py")).unwrap();
        fs::write(root.join("a/c.py"), "1").unwrap();
        assert_ne!(count(root).unwrap().digest, first.digest);
        std::os::unix::fs::symlink("/etc/passwd", root.join("a/link")).unwrap();
        assert!(count(root).is_err());
    }
}
