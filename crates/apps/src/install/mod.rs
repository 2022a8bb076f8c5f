//! Dependencies: what a project asks for, installed into a folder by the language's own tool.
//!
//! The result is cached by what went in: the list or lock file, the interpreter's version and the
//! platform, and the project's own files where those are installed too (`./package`).

mod node;
mod python;
mod requirements;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use functions::Runtime;
use sha2::{Digest, Sha256};

pub use packs::tool::Failed;

use crate::cache::{Cache, Temp};
use crate::files::{Ignore, Kind, Tree, walk};
use crate::{Error, Tool};
use package::Limits;

/// Longest list or lock file.
const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A program that runs a language, with what changes when its packages must be installed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    pub path: PathBuf,
    /// Such as `3.11.7`.
    pub version: String,
}

/// Finds the machine's interpreters; an error is a text that says how to get one.
///
/// For `http` functions it is asked for any Python or Node, as their files say.
pub trait Interpreters: Send + Sync {
    fn find(&self, runtime: Runtime) -> Result<Interpreter, String>;
}

impl<F> Interpreters for F
where
    F: Fn(Runtime) -> Result<Interpreter, String> + Send + Sync,
{
    fn find(&self, runtime: Runtime) -> Result<Interpreter, String> {
        self(runtime)
    }
}

/// Something to install.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) tool: Tool,
    interpreter: Interpreter,
    /// What went in; absent when it is outside of the project and may change unseen.
    pub(crate) key: Option<String>,
    work: Work,
}

#[derive(Debug)]
enum Work {
    Python(python::Job),
    Node(node::Job),
}

/// What a function in `code` needs installed.
pub(crate) fn plans(
    code: &Path,
    runtime: Runtime,
    interpreters: &dyn Interpreters,
    limits: Limits,
) -> Result<Vec<Plan>, Error> {
    let (python, node) = languages(runtime);
    let mut plans = Vec::new();
    if let Some(runtime) = python
        && let Some(job) = python::Job::of(code, limits)?
    {
        let interpreter = interpreter(interpreters, runtime, code, python::LIST)?;
        let key = job.key(&interpreter);
        plans.push(Plan { tool: Tool::Pip, interpreter, key, work: Work::Python(job) });
    }
    if let Some(runtime) = node
        && let Some(job) = node::Job::of(code, limits)?
    {
        let interpreter = interpreter(interpreters, runtime, code, node::LIST)?;
        let key = Some(job.key(&interpreter));
        plans.push(Plan { tool: Tool::Npm, interpreter, key, work: Work::Node(job) });
    }
    Ok(plans)
}

/// The languages whose packages a function of this runtime may use.
fn languages(runtime: Runtime) -> (Option<Runtime>, Option<Runtime>) {
    match runtime {
        Runtime::Python { .. } => (Some(runtime), None),
        Runtime::Node { .. } => (None, Some(runtime)),
        Runtime::Http => {
            (Some(Runtime::Python { minor: None }), Some(Runtime::Node { major: None }))
        }
        Runtime::Provided { .. } | Runtime::Wasm => (None, None),
    }
}

fn interpreter(
    interpreters: &dyn Interpreters,
    runtime: Runtime,
    code: &Path,
    list: &str,
) -> Result<Interpreter, Error> {
    interpreters.find(runtime).map_err(|problem| dependencies(code, list, problem))
}

/// Whether installing may add this file, which a handler names.
pub(crate) fn may_add(file: &str, code: &Path, runtime: Runtime) -> bool {
    match runtime {
        Runtime::Python { .. } => code.join(python::LIST).is_file(),
        Runtime::Node { .. } => {
            file.starts_with("node_modules/") && code.join(node::LIST).is_file()
        }
        Runtime::Provided { .. } | Runtime::Http | Runtime::Wasm => false,
    }
}

impl Plan {
    /// The installed files, when they were installed before.
    pub(crate) fn cached(&self, cache: &Cache) -> Option<PathBuf> {
        cache.dependencies(self.key.as_deref()?)
    }

    /// Runs the installer. The folder lasts as long as the returned guard, if there is one.
    pub(crate) async fn install(
        &self,
        code: &Path,
        cache: &Cache,
        time_max: Duration,
    ) -> Result<(PathBuf, Option<Temp>), Error> {
        let temp = cache.temp()?;
        let out = match &self.work {
            Work::Python(job) => job.install(&self.interpreter, code, &temp.path, time_max).await?,
            Work::Node(job) => job.install(&self.interpreter, &temp.path, time_max).await?,
        };
        match &self.key {
            Some(key) => Ok((cache.keep_dependencies(key, &temp, &out)?, None)),
            None => Ok((out, Some(temp))),
        }
    }
}

/// What of the installed files goes into the package.
pub(crate) fn installed(folder: &Path, limits: Limits) -> Result<Tree, Error> {
    walk(folder, &Ignore::always().and("node_modules/.package-lock.json"), false, limits)
}

/// A text file of the project, if it is there.
fn read(code: &Path, name: &str) -> Result<Option<String>, Error> {
    let path = code.join(name);
    if !path.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(&path)
        .and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(Error::io("read", &path))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(dependencies(code, name, "has more than 16 MiB; shorten it".into()));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| dependencies(code, name, "is not UTF-8 text; save it as UTF-8".into()))?;
    Ok(Some(text))
}

fn dependencies(code: &Path, list: &str, problem: String) -> Error {
    let path = code.join(list);
    let file = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    Error::Dependencies { file, problem }
}

/// Copies the project's own files, for tools that install from them and may write beside them.
fn copy(tree: &Tree, into: &Path) -> Result<(), Error> {
    for (path, entry) in &tree.entries {
        let to = into.join(path);
        let parent = to.parent().unwrap_or(into);
        fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
        let copied = match &entry.kind {
            Kind::File { .. } => fs::copy(&entry.source, &to).map(drop),
            Kind::Link { target } => std::os::unix::fs::symlink(target, &to),
        };
        copied.map_err(Error::io("copy", &entry.source))?;
    }
    Ok(())
}

fn key(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}

/// Packages may have machine code, so what is installed is for one kind of machine.
fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}
