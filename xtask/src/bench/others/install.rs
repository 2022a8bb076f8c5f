//! Packages of others, exact to the last one, installed under `target/bench` once.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use crate::bench::lab::{Lab, source};
use crate::steps::{output, run};
use crate::tools::{once, venv_with};

/// A Python with what is measured beside us, and what measured functions load.
pub(super) fn python(lab: &Lab) -> anyhow::Result<PathBuf> {
    let lists = ["peers", "functions/python"].map(|part| source(part).join("requirements.txt"));
    venv_with(&lab.folder.join("venv"), &lists).context("its Python packages do not install")
}

/// Its package carries the program itself, without the right to run it.
pub(super) fn wasmtime(lab: &Lab) -> anyhow::Result<PathBuf> {
    let find = "import wasmtime_cli; print(wasmtime_cli.__path__[0])";
    let folder = output(Command::new(python(lab)?).args(["-c", find]))?;
    let program = PathBuf::from(folder.trim()).join("wasmtime");
    std::fs::set_permissions(&program, Permissions::from_mode(0o755))?;
    Ok(program)
}

/// The packages that the lock file of a folder of `bench` names; gives their `node_modules`.
pub(super) fn node_modules(lab: &Lab, part: &str) -> anyhow::Result<PathBuf> {
    let from = source(part);
    let folder = lab.folder.join("npm").join(part);
    let lock = from.join("package-lock.json");
    let recipe = std::fs::read_to_string(&lock)
        .with_context(|| format!("cannot read {}", lock.display()))?;
    once(&folder, &recipe, || {
        for file in ["package.json", "package-lock.json"] {
            std::fs::copy(from.join(file), folder.join(file))?;
        }
        // Nothing here needs the scripts of packages.
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        run(Command::new("npm").args(words).current_dir(&folder))
    })
    .context("its npm packages do not install")?;
    Ok(folder.join("node_modules"))
}

/// The version a package was installed in.
pub(super) fn version_in(modules: &std::path::Path, package: &str) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(modules.join(package).join("package.json"))?;
    let value: serde_json::Value = serde_json::from_str(&text)?;
    Ok(value["version"].as_str().unwrap_or("of no version").to_owned())
}

/// The first line of what a program says of itself.
pub(super) fn version_of(command: &mut Command) -> anyhow::Result<String> {
    let text = output(command.arg("--version"))?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}
