//! What of a folder stays out of the package.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::glob::Pattern;
use crate::Error;

pub(crate) const IGNORE_FILE: &str = ".mayflyignore";

const BYTES_MAX: u64 = 64 * 1024;
const PATTERNS_MAX: usize = 1_000;

/// Left out of every package, unless the ignore file takes it back with `!`.
const ALWAYS: &[&str] = &[
    ".git",
    ".mayfly",
    "node_modules/.cache",
    "__pycache__",
    "*.pyc",
    ".venv/",
    "venv/",
    "/mayfly.toml",
    "/.mayflyignore",
    // Where npm keeps the keys to its registries.
    "/.npmrc",
];

#[derive(Debug, Clone)]
pub(crate) struct Ignore {
    patterns: Vec<Pattern>,
}

impl Ignore {
    /// The rules for a folder: ours, then those of its ignore file.
    pub(crate) fn of(folder: &Path) -> Result<Self, Error> {
        let mut ignore = Self::always();
        let path = folder.join(IGNORE_FILE);
        if !path.is_file() {
            return Ok(ignore);
        }
        let unusable = |problem: String| Error::IgnoreFile { path: path.clone(), problem };
        let mut text = String::new();
        File::open(&path)
            .and_then(|file| file.take(BYTES_MAX + 1).read_to_string(&mut text))
            .map_err(|e| unusable(format!("cannot be read: {e}")))?;
        let patterns = text.lines().filter_map(Pattern::parse);
        ignore.patterns.extend(patterns.take(PATTERNS_MAX + 1));
        if text.len() as u64 > BYTES_MAX || ignore.patterns.len() > PATTERNS_MAX + ALWAYS.len() {
            return Err(unusable(format!("has more than 64 KiB or {PATTERNS_MAX} patterns")));
        }
        Ok(ignore)
    }

    pub(crate) fn always() -> Self {
        Self { patterns: ALWAYS.iter().filter_map(|line| Pattern::parse(line)).collect() }
    }

    pub(crate) fn and(mut self, line: &str) -> Self {
        self.patterns.extend(Pattern::parse(line));
        self
    }

    /// Whether this path stays out; the last pattern that matches decides.
    pub(crate) fn leaves_out(&self, path: &str, is_folder: bool) -> bool {
        let last = self.patterns.iter().rev().find(|pattern| pattern.matches(path, is_folder));
        last.is_some_and(|pattern| !pattern.keep)
    }
}
