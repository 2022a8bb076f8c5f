//! What no function needs goes, and with it what differs from one installer to the next.

use std::fs;
use std::io;
use std::path::Path;

use crate::Language;

/// pip's notes on the installation.
const NOTES: &[&str] = &["RECORD", "INSTALLER", "REQUESTED", "direct_url.json"];
/// For compilers and bundlers: Node itself loads what is beside them.
const TYPES: &[&str] = &["dist-types", "dist-es"];
const LOADED: &str = "dist-cjs";
const READING: &[&str] = &["README.md", "CHANGELOG.md"];
const NODE_NOTES: &[&str] = &[".bin", ".package-lock.json"];

/// Blocking.
pub(super) fn trim(files: &Path, language: Language) -> io::Result<()> {
    match language {
        Language::Python => python(files),
        Language::Node => node(&files.join("node_modules")),
    }
}

fn python(files: &Path) -> io::Result<()> {
    for entry in fs::read_dir(files)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name == "bin") {
            fs::remove_dir_all(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "dist-info") {
            for note in NOTES.iter().map(|note| path.join(note)).filter(|note| note.exists()) {
                fs::remove_file(note)?;
            }
        }
    }
    Ok(())
}

fn node(folder: &Path) -> io::Result<()> {
    let loaded = folder.join(LOADED).is_dir();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        if NODE_NOTES.contains(&name) || (loaded && TYPES.contains(&name)) {
            if kind.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
        } else if kind.is_dir() {
            node(&path)?;
        } else if READING.contains(&name) || name.ends_with(".d.ts") || name.ends_with(".map") {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
