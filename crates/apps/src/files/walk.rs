//! Collects the files of a folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use super::ignore::Ignore;
use super::tree::{Entry, Kind, Tree};
use crate::Error;
use package::Limits;

/// Folders within folders; deeper is a mistake, or a file system made to hurt.
const DEPTH_MAX: usize = 64;

/// The files below `folder`, with the hash of each if `hashed`.
///
/// Contents are always read and never believed unchanged because of a time stamp.
pub(crate) fn walk(
    folder: &Path,
    ignore: &Ignore,
    hashed: bool,
    limits: Limits,
) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    let mut folders = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(Error::io("read the folder", &folder))?;
        for entry in entries {
            let entry = entry.map_err(Error::io("read the folder", &folder))?;
            let source = entry.path();
            let kind = entry.file_type().map_err(Error::io("look at", &source))?;
            let name = entry.file_name();
            let name = name.to_str().filter(|name| portable(name));
            let lossy = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{}", name.unwrap_or(&lossy));
            if ignore.leaves_out(&path, kind.is_dir()) {
                continue;
            }
            if name.is_none() {
                return Err(Error::BadName { path: source });
            }
            if kind.is_dir() {
                if depth == DEPTH_MAX {
                    return Err(Error::TooDeep { path: source, limit: DEPTH_MAX });
                }
                folders.push((source, format!("{path}/"), depth + 1));
                continue;
            }
            let kind = if kind.is_symlink() {
                link(&source)?
            } else if kind.is_file() {
                file(&source, hashed, limits)?
            } else {
                return Err(Error::NotAFile { path: source });
            };
            tree.insert(path, Entry { source, kind }, limits)?;
        }
    }
    Ok(tree)
}

/// A tree of one file, which nobody executes.
pub(crate) fn one(folder: &Path, path: &str, limits: Limits) -> Result<Tree, Error> {
    let source = folder.join(path);
    let Kind::File { bytes, sha256, .. } = file(&source, true, limits)? else {
        return Err(Error::NotAFile { path: source });
    };
    let kind = Kind::File { executable: false, bytes, sha256 };
    let mut tree = Tree::default();
    tree.insert(path.to_owned(), Entry { source, kind }, limits)?;
    Ok(tree)
}

/// Names that a package can carry: the receiving side refuses the others as tricks.
fn portable(name: &str) -> bool {
    !name.contains(|c: char| c == '\\' || c.is_control())
}

fn link(source: &Path) -> Result<Kind, Error> {
    let target = fs::read_link(source).map_err(Error::io("read the link", source))?;
    match target.to_str().filter(|target| target.split('/').all(portable)) {
        Some(target) => Ok(Kind::Link { target: target.to_owned() }),
        None => Err(Error::BadName { path: source.to_owned() }),
    }
}

fn file(source: &Path, hashed: bool, limits: Limits) -> Result<Kind, Error> {
    let file = open(source).map_err(Error::io("open", source))?;
    let metadata = file.metadata().map_err(Error::io("look at", source))?;
    if !metadata.is_file() {
        return Err(Error::NotAFile { path: source.to_owned() });
    }
    let executable = metadata.permissions().mode() & 0o111 != 0;
    if !hashed || metadata.len() > limits.bytes {
        return Ok(Kind::File { executable, bytes: metadata.len(), sha256: None });
    }
    let mut hash = Sha256::new();
    let mut buffer = [0; 64 * 1024];
    let mut bytes = 0;
    let mut file = file.take(limits.bytes + 1);
    loop {
        let read = file.read(&mut buffer).map_err(Error::io("read", source))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok(Kind::File { executable, bytes, sha256: Some(hash.finalize().into()) })
}

/// Opens a file that is still what the folder said it was: no link, and no pipe to wait for.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)
}
