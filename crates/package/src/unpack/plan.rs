//! What an archive would become, decided before anything is written.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::error::UnpackError;
use super::name;
use crate::Limits;
use crate::links::{self, Links};

const TARGET_BYTES_MAX: u64 = 1_024;
const TYPE_BITS: u32 = 0o170_000;

#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) folders: Vec<String>,
    pub(super) files: Vec<PlannedFile>,
    pub(super) links: Links,
    /// Folders, named or not.
    inner: usize,
}

#[derive(Debug)]
pub(super) struct PlannedFile {
    pub(super) index: usize,
    pub(super) path: String,
    pub(super) executable: bool,
    /// What the archive says; a file with more is refused.
    bytes: u64,
}

/// The disk is given out in such pieces.
const BLOCK_BYTES: u64 = 4_096;

impl Plan {
    pub(super) fn disk_bytes(&self) -> u64 {
        let blocks = |file: &PlannedFile| file.bytes.div_ceil(BLOCK_BYTES);
        let files: u64 = self.files.iter().map(blocks).sum();
        // Each folder has one at least, for up to about a hundred names.
        let names = (self.files.len() + self.links.len() + self.inner) as u64;
        let folders = self.inner as u64 + 1;
        (files + folders + names.div_ceil(64)) * BLOCK_BYTES
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Link,
}

pub(super) fn plan<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    limits: Limits,
) -> Result<Plan, UnpackError> {
    if archive.has_duplicate_names() {
        return Err(UnpackError::SameName);
    }
    let mut plan = Plan::default();
    let mut kinds = BTreeMap::new();
    let mut declared: u64 = 0;
    for index in 0..archive.len() {
        let (path, kind, executable, bytes) = entry(archive, index)?;
        declared = declared.saturating_add(bytes);
        if declared > limits.bytes {
            return Err(UnpackError::TooBig { limit_mb: limits.bytes / (1024 * 1024) });
        }
        claim(&mut kinds, &path, kind, limits)?;
        match kind {
            Kind::Folder => plan.folders.push(path),
            Kind::File => plan.files.push(PlannedFile { index, path, executable, bytes }),
            Kind::Link => {
                let target = target(archive, index, &path)?;
                plan.links.insert(path, target);
            }
        }
    }
    plan.inner = kinds.values().filter(|kind| **kind == Kind::Folder).count();
    match links::check(&plan.links) {
        Ok(()) => Ok(plan),
        Err((path, _)) => Err(UnpackError::Link { name: path.to_owned() }),
    }
}

fn entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
) -> Result<(String, Kind, bool, u64), UnpackError> {
    let entry = archive.by_index_raw(index).map_err(UnpackError::archive)?;
    let raw = entry.name_raw();
    let path = name::check(raw)?.to_owned();
    // An extra field may give an entry a second name, which another program would use.
    if entry.name().ok().as_deref().map(str::as_bytes) != Some(raw) && raw.is_ascii() {
        return Err(UnpackError::BadName { name: path, problem: "has two names" });
    }
    if entry.encrypted() {
        return Err(UnpackError::Encrypted { name: path });
    }
    let method = entry.compression();
    if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(UnpackError::Compression { name: path });
    }
    let mode = entry.unix_mode().unwrap_or(0);
    let by_name = if raw.ends_with(b"/") { Kind::Folder } else { Kind::File };
    let kind = match mode & TYPE_BITS {
        0 => by_name,
        0o040_000 => Kind::Folder,
        0o100_000 => Kind::File,
        0o120_000 => Kind::Link,
        _ => return Err(UnpackError::SpecialFile { name: path }),
    };
    if (kind == Kind::Folder) != (by_name == Kind::Folder) {
        return Err(UnpackError::BadName { name: path, problem: "is a folder and a file at once" });
    }
    Ok((path, kind, mode & 0o111 != 0, entry.size()))
}

/// Takes a path for an entry: nothing else may be there, and above it only folders.
fn claim(
    kinds: &mut BTreeMap<String, Kind>,
    path: &str,
    kind: Kind,
    limits: Limits,
) -> Result<(), UnpackError> {
    let duplicate = |name: &str| Err(UnpackError::Duplicate { name: name.to_owned() });
    for parent in path.match_indices('/').map(|(slash, _)| &path[..slash]) {
        match kinds.get(parent) {
            Some(Kind::Folder) => {}
            Some(Kind::Link) => return Err(UnpackError::BelowLink { name: parent.to_owned() }),
            Some(Kind::File) => return duplicate(parent),
            None => drop(kinds.insert(parent.to_owned(), Kind::Folder)),
        }
    }
    match kinds.insert(path.to_owned(), kind) {
        // A folder may be named after the files in it.
        None => {}
        Some(Kind::Folder) if kind == Kind::Folder => {}
        Some(_) if kind == Kind::Link => {
            return Err(UnpackError::BelowLink { name: path.to_owned() });
        }
        Some(_) => return duplicate(path),
    }
    if kinds.len() > limits.files.saturating_mul(2) {
        return Err(UnpackError::TooManyFiles { limit: limits.files });
    }
    Ok(())
}

fn target<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    path: &str,
) -> Result<String, UnpackError> {
    let link = archive.by_index(index).map_err(|e| unreadable(path, e))?;
    let mut target = Vec::new();
    link.take(TARGET_BYTES_MAX + 1)
        .read_to_end(&mut target)
        .map_err(|e| UnpackError::damaged(path, e))?;
    let plain = |target: &String| {
        !target.is_empty()
            && target.len() as u64 <= TARGET_BYTES_MAX
            && !target.contains(|c: char| c == '\\' || c.is_control())
    };
    let target = String::from_utf8(target).ok().filter(plain);
    target.ok_or_else(|| UnpackError::Link { name: path.to_owned() })
}

pub(super) fn unreadable(path: &str, error: ZipError) -> UnpackError {
    match error {
        ZipError::InvalidPassword => UnpackError::Encrypted { name: path.to_owned() },
        ZipError::CompressionMethodNotSupported(_) => {
            UnpackError::Compression { name: path.to_owned() }
        }
        other => UnpackError::damaged(path, other),
    }
}
