//! The Python the tests run on, with the clients they use, and the official Python runtime in a
//! folder of its own, ready to be deployed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::stamp::once;
use crate::steps::{output, run, works};

/// The system's first: what we install beside it must fit the `python3` that functions find.
const CANDIDATES: &[&str] = &["/usr/bin/python3", "python3"];

/// The virtual environment with the clients; gives its interpreter.
pub(crate) fn clients() -> anyhow::Result<PathBuf> {
    let list = crate::root().join("tests/requirements.txt");
    venv_with(&crate::target().join("venv"), &[list])
}

/// Gives the interpreter of the virtual environment.
pub(crate) fn venv() -> anyhow::Result<PathBuf> {
    let tests = crate::root().join("tests");
    let python = clients()?;
    let runtime = crate::target().join("python-runtime");
    let wanted = tests.join("programs/python-runtime/requirements.txt");
    once(&runtime, &recipe(base()?, std::slice::from_ref(&wanted))?, || {
        run(pip(&python).arg("--target").arg(&runtime).arg("-r").arg(&wanted))
    })?;
    Ok(python)
}

/// A virtual environment in a folder, with what these lists of requirements name; gives its
/// interpreter.
pub(crate) fn venv_with(folder: &Path, lists: &[PathBuf]) -> anyhow::Result<PathBuf> {
    let python = folder.join("bin/python");
    let base = base()?;
    once(folder, &recipe(base, lists)?, || {
        run(Command::new(base).args(["-m", "venv"]).arg(folder))?;
        run(pip(&python).args(lists.iter().flat_map(|list| [Path::new("-r"), list])))
    })?;
    Ok(python)
}

pub(super) fn pip(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    command
}

/// A Python that can make virtual environments.
fn base() -> anyhow::Result<&'static str> {
    let able = |python: &&&str| works(Command::new(python).args(["-c", "import ensurepip, venv"]));
    match CANDIDATES.iter().find(able) {
        Some(python) => Ok(python),
        None => bail!("no python3 with pip and venv found; on Debian: apt install python3-venv"),
    }
}

fn recipe(python: &str, lists: &[PathBuf]) -> anyhow::Result<String> {
    let mut recipe = output(Command::new(python).arg("--version"))?;
    for list in lists {
        recipe += &std::fs::read_to_string(list)
            .with_context(|| format!("cannot read {}", list.display()))?;
    }
    Ok(recipe)
}
