//! What no compiler checks. Each check is a file; each finding names a file, a line where there is
//! one, and what to do.

mod graph;
mod keyspaces;
mod leftovers;
mod lengths;
mod links;
pub mod source;
mod windows;

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::metadata;
use crate::root::{files, root};

/// The repository as the checks see it.
struct House<'a> {
    root: &'a Path,
    files: &'a [File],
}

struct File {
    /// Relative to the repository.
    path: PathBuf,
    text: String,
}

impl House<'_> {
    fn with_extension(&self, extension: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.path.extension().is_some_and(|e| e == extension))
    }

    fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == Path::new(path))
    }
}

impl File {
    fn is_under(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// Files that are tests or benchmarks, whichever crate they are in.
    fn is_test(&self) -> bool {
        let is = |part: &str| self.path.iter().any(|p| p == part);
        is("tests") || is("benches") || is("examples") || self.path.ends_with("tests.rs")
    }
}

/// What the checks found.
#[derive(Debug, Default)]
pub struct Report {
    pub findings: Vec<String>,
    /// How many lines a Rust file has, in the middle.
    pub median_lines: usize,
}

impl Report {
    fn add(&mut self, file: &Path, line: Option<usize>, message: impl AsRef<str>) {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        self.findings.push(format!("{}{line}: {}", file.display(), message.as_ref()));
    }
}

/// Checks the files under `root`; `edges` are the dependencies between the crates there.
pub fn check(root: &Path, edges: &[(String, Vec<String>)]) -> anyhow::Result<Report> {
    let mut all = Vec::new();
    for path in files(root)? {
        if let Ok(text) = std::fs::read_to_string(root.join(&path)) {
            all.push(File { path, text });
        }
    }
    let house = House { root, files: &all };
    let mut report = Report::default();
    lengths::check(&house, &mut report);
    leftovers::check(&house, &mut report);
    windows::check(&house, &mut report);
    keyspaces::check(&house, &mut report);
    links::check(&house, &mut report);
    graph::check(&house, edges, &mut report);
    Ok(report)
}

/// Checks this repository and prints what it finds.
pub fn tidy() -> anyhow::Result<()> {
    let packages = metadata::packages()?;
    let edges: Vec<_> =
        packages.into_values().map(|package| (package.name, package.dependencies)).collect();
    let report = check(&root(), &edges)?;
    for finding in &report.findings {
        eprintln!("{finding}");
    }
    match report.findings.len() {
        0 => {
            eprintln!("tidy; a Rust file has {} lines in the middle", report.median_lines);
            Ok(())
        }
        count => bail!("{count} things to tidy up"),
    }
}
