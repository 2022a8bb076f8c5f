//! An edition made in a folder: fetched, trimmed, compared with what is pinned, compiled, closed.

mod archive;
mod node;
mod python;
mod seal;
mod trim;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::digest::{Counted, count};
use crate::{Edition, Error, Language};

pub use archive::bundle;
pub(crate) use seal::{open_up, settle};

const TIME_MAX: Duration = Duration::from_secs(10 * 60);

/// A program of the edition's language on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    pub path: PathBuf,
    pub version: (u32, u32, u32),
}

/// Where an edition comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The registry that pip or npm is set up to use.
    Registry,
    /// A file that [`bundle`] made where there is a registry.
    Bundle(Arc<File>),
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One is installed at a time.
    Waiting,
    Fetching,
    Checking,
    Compiling,
}

/// Tells how far it is.
pub(crate) type Tell<'a> = &'a (dyn Fn(Step) + Send + Sync);

/// Has the edition's files below `temp`, as they will be shown; closed to everybody's writing.
pub(crate) async fn make(
    edition: &'static Edition,
    temp: &Path,
    source: &Source,
    interpreters: &[Interpreter],
    tell: Tell<'_>,
) -> Result<(PathBuf, Counted), Error> {
    let (files, counted) = fetch(edition, temp, source, interpreters, tell).await?;
    tell(Step::Compiling);
    if edition.language == Language::Python {
        python::compile(&files, interpreters).await;
    }
    let sealed = files.clone();
    blocking(move || seal::close(&sealed).map_err(Error::io("close", &sealed))).await?;
    Ok((files, counted))
}

/// The files as they are pinned, without what this machine's interpreters make of them.
async fn fetch(
    edition: &'static Edition,
    temp: &Path,
    source: &Source,
    interpreters: &[Interpreter],
    tell: Tell<'_>,
) -> Result<(PathBuf, Counted), Error> {
    if interpreters.is_empty() {
        return Err(Error::NoInterpreter(edition.versions()));
    }
    tell(Step::Fetching);
    let files = temp.join("files");
    match (source, edition.language) {
        (Source::Bundle(file), _) => archive::take(edition, file.clone(), temp, &files).await?,
        (Source::Registry, Language::Python) => {
            python::install(edition, temp, &files, interpreters).await?;
        }
        (Source::Registry, Language::Node) => {
            node::install(edition, temp, &files, interpreters).await?;
        }
    }
    tell(Step::Checking);
    let from_bundle = matches!(source, Source::Bundle(_));
    blocking(move || {
        if !from_bundle {
            trim::trim(&files, edition.language).map_err(Error::io("trim", &files))?;
        }
        let counted = count(&files).map_err(Error::io("read", &files))?;
        match counted.digest == edition.tree.trim() {
            true => Ok((files, counted)),
            false => Err(Error::Other {
                edition: edition.to_string(),
                tool: tool_of(edition.language),
                found: counted.digest,
            }),
        }
    })
    .await
}

fn tool_of(language: Language) -> &'static str {
    match language {
        Language::Python => "pip",
        Language::Node => "npm",
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Aborted(error.to_string()))?
}
