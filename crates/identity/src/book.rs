//! The credentials book of a person's account: `~/.config/mayfly/credentials.toml`, one entry for
//! each endpoint, so that the command line just works beside the platform.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{Credentials, files};

#[derive(Debug, thiserror::Error)]
pub enum BookError {
    #[error("cannot read or write {path}: {source}; check that the file is yours")]
    File { path: PathBuf, source: io::Error },
    #[error("{path} is not a credentials book: {problem}; mend the line or delete the file")]
    Broken { path: PathBuf, problem: String },
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct CredentialsBook {
    #[serde(default)]
    endpoints: BTreeMap<String, Credentials>,
}

impl CredentialsBook {
    /// Under `$XDG_CONFIG_HOME`, or `~/.config`; none for an account without a home.
    pub fn default_path() -> Option<PathBuf> {
        let set = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        let config = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
        Some(config.join("mayfly/credentials.toml"))
    }

    /// A book that is not there is an empty one.
    pub fn load(path: &Path) -> Result<Self, BookError> {
        match files::read(path) {
            Ok(text) => toml::from_str(&text).map_err(|problem| BookError::Broken {
                path: path.to_owned(),
                problem: problem.message().to_owned(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(BookError::File { path: path.to_owned(), source }),
        }
    }

    pub fn get(&self, endpoint: &str) -> Option<&Credentials> {
        self.endpoints.get(&normal(endpoint))
    }

    /// Adds or replaces one entry and leaves the others as they are.
    pub fn put(path: &Path, endpoint: &str, credentials: &Credentials) -> Result<(), BookError> {
        let mut book = Self::load(path)?;
        if book.get(endpoint) == Some(credentials) {
            return Ok(());
        }
        book.endpoints.insert(normal(endpoint), credentials.clone());
        let file = |source| BookError::File { path: path.to_owned(), source };
        if let Some(folder) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(file)?;
        }
        // A map of plain strings always has a TOML form.
        files::replace(path, &toml::to_string(&book).expect("plain strings")).map_err(file)
    }
}

/// One spelling for every way to write the same endpoint.
fn normal(endpoint: &str) -> String {
    let text = endpoint.trim().trim_end_matches('/').to_ascii_lowercase();
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text.as_str()));
    let rest = match rest.strip_prefix("localhost") {
        Some(port) if port.is_empty() || port.starts_with(':') => format!("127.0.0.1{port}"),
        _ => rest.to_owned(),
    };
    format!("{scheme}://{rest}")
}
