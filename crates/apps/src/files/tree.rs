//! A package's files by their path in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::Error;
use package::Limits;
use package::links::{self, Stray};

/// Sorted by path, so that equal content is always packed in the same order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    pub(crate) entries: BTreeMap<String, Entry>,
    pub(crate) bytes: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Where it is on this machine.
    pub(crate) source: PathBuf,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    File {
        executable: bool,
        bytes: u64,
        /// Of the content; absent where the digest of the inputs covers it.
        sha256: Option<[u8; 32]>,
    },
    Link {
        target: String,
    },
}

impl Tree {
    pub(crate) fn insert(
        &mut self,
        path: String,
        entry: Entry,
        limits: Limits,
    ) -> Result<(), Error> {
        if let Kind::File { bytes, .. } = entry.kind {
            self.bytes += bytes;
        }
        self.entries.insert(path, entry);
        if self.entries.len() > limits.files {
            return Err(Error::TooManyFiles { limit: limits.files });
        }
        if self.bytes > limits.bytes {
            return Err(Error::TooBig { limit_mb: limits.bytes / (1024 * 1024) });
        }
        Ok(())
    }

    /// Adds what was installed. Where both have a file, the project's own stays.
    pub(crate) fn add_installed(&mut self, installed: Tree, limits: Limits) -> Result<(), Error> {
        for (path, entry) in installed.entries {
            if !self.entries.contains_key(&path) {
                self.insert(path, entry, limits)?;
            }
        }
        Ok(())
    }

    /// Checks what only shows in the whole: links that lead out, files in the place of folders.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let links = self.entries.iter().filter_map(|(path, entry)| match &entry.kind {
            Kind::Link { target } => Some((path.clone(), target.clone())),
            Kind::File { .. } => None,
        });
        let links: links::Links = links.collect();
        links::check(&links).map_err(|(path, stray)| {
            let target = links.get(path).cloned().unwrap_or_default();
            let path = self.source_of(path);
            match stray {
                Stray::Outside => Error::LinkOutside { path, target },
                Stray::Circle => Error::LinkCircle { path },
            }
        })?;
        for path in self.entries.keys() {
            let mut parents = path.match_indices('/').map(|(slash, _)| &path[..slash]);
            if let Some(parent) = parents.find(|parent| self.entries.contains_key(*parent)) {
                return Err(Error::Clash {
                    path: self.source_of(parent),
                    with: self.source_of(path),
                });
            }
        }
        Ok(())
    }

    fn source_of(&self, path: &str) -> PathBuf {
        self.entries.get(path).map_or_else(|| path.into(), |entry| entry.source.clone())
    }

    /// A hash over paths, modes and contents: equal digests mean equal packages.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut text = |text: &[u8]| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        for (path, entry) in &self.entries {
            text(path.as_bytes());
            match &entry.kind {
                Kind::File { executable, bytes, sha256 } => {
                    text(if *executable { b"x" } else { b"f" });
                    text(&bytes.to_le_bytes());
                    text(sha256.as_ref().map_or(&[], |hash| &hash[..]));
                }
                Kind::Link { target } => {
                    text(b"l");
                    text(target.as_bytes());
                }
            }
        }
        hash.finalize().into()
    }
}
