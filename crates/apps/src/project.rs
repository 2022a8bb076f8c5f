//! A project directory, read: which functions it has and where their code is.

use std::fs;
use std::path::{Path, PathBuf};

use functions::{AppName, FunctionConfig, FunctionName};

use crate::{Error, MANIFEST, detect, manifest};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    pub app: AppName,
    pub root: PathBuf,
    pub functions: Vec<Function>,
    /// Whether there was no manifest and the function was found by its file.
    pub detected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: FunctionName,
    pub config: FunctionConfig,
    /// The folder that becomes the function's package, or that a component's file is in.
    pub code: PathBuf,
    /// A command that makes files in that folder first.
    pub build: Option<String>,
}

impl Project {
    /// Reads the project in `root`: its manifest, or what its files say when there is none.
    pub fn open(root: &Path) -> Result<Self, Error> {
        if !root.is_dir() {
            return Err(Error::NoProject { path: root.to_owned() });
        }
        // A manifest that cannot be read is still a manifest: only its absence means "look".
        match fs::symlink_metadata(root.join(MANIFEST)) {
            Ok(_) => manifest::read(root).map_err(Error::Manifest),
            Err(_) => detect::detect(root),
        }
    }
}

/// The name of a directory as a name for apps and functions, which are also host names.
pub(crate) fn name_of(root: &Path) -> String {
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let name = real.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let plain: String = name.unwrap_or_default().chars().map(allowed).collect();
    let plain = plain.trim_matches(['-', '_']);
    let short = &plain[..plain.len().min(64)];
    if short.is_empty() { "app".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directory_names_become_names() {
        let check = |path: &str, name: &str| {
            assert_eq!(name_of(Path::new(path)), name);
            AppName::parse(name).unwrap();
        };
        check("/nowhere/shop", "shop");
        check("/nowhere/My Shop (2)", "my-shop--2");
        check("/nowhere/_.hidden_", "hidden");
        check("/nowhere/日本", "app");
        check("/", "app");
        check(&format!("/nowhere/{}", "x".repeat(100)), &"x".repeat(64));
    }
}
