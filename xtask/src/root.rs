//! Where things are.

use std::path::{Path, PathBuf};

/// The repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where builds and everything that tests install go.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Every file of the repository, as a path relative to it, in a stable order. Leaves out what is
/// built, installed or hidden.
pub(crate) fn files(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    const SKIPPED: &[&str] = &["target", "node_modules", "__pycache__"];
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in root.join(&folder).read_dir()? {
            let entry = entry?;
            let name = entry.file_name();
            let text = name.to_string_lossy();
            if text.starts_with('.') || SKIPPED.contains(&text.as_ref()) {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(folder.join(&name));
            } else if kind.is_file() {
                found.push(folder.join(&name));
            }
        }
    }
    found.sort();
    Ok(found)
}
