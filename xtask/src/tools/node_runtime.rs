//! npm's `aws-lambda-ric`, the official Node runtime, to be run unmodified as a function.
//!
//! Its native part is built on installation and wants cmake, autoconf, automake, libtool and a C++
//! compiler; all but the compiler are put under `target/` when the machine lacks them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::autotools::autotools;
use super::stamp::once;
use super::venv::pip;
use crate::steps::{output, run, works};

/// The newest that takes the Node versions still in wide use.
const PACKAGE: &str = "aws-lambda-ric@3.3.0";
/// The last before cmake 4, which refuses the old project files of the package's dependencies.
const CMAKE: &str = "cmake==3.31.6";

pub(crate) fn node_runtime(python: &Path) -> anyhow::Result<()> {
    let folder = crate::target().join("npm/node-runtime");
    let node = output(Command::new("node").arg("--version"))
        .context("the tests need Node and npm; on Debian: apt install nodejs npm")?;
    once(&folder, &format!("{PACKAGE} {node}"), || build(&folder, python))
}

/// Installs without the package's scripts, then runs them ourselves: newer npm versions run them
/// only with a person's approval.
fn build(folder: &Path, python: &Path) -> anyhow::Result<()> {
    std::fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
    let install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run(Command::new("npm").args(install).arg(PACKAGE).current_dir(folder))?;
    let mut tools: Vec<(OsString, OsString)> = autotools()?;
    if !works(Command::new("cmake").arg("--version")) {
        run(pip(python).arg(CMAKE))?;
    }
    let mut path = vec![folder.join("node_modules/.bin")];
    path.extend(tools.iter().filter(|(key, _)| key == "PATH").map(|(_, value)| value.into()));
    path.extend(python.parent().map(Path::to_owned));
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    tools.retain(|(key, _)| key != "PATH");
    for script in ["scripts/preinstall.sh", "scripts/postinstall.sh"] {
        let mut command = Command::new("sh");
        command.arg(script).current_dir(folder.join("node_modules/aws-lambda-ric"));
        command.env("PATH", std::env::join_paths(&path)?).envs(tools.iter().cloned());
        command.env("MAKEFLAGS", "-j2 --silent");
        if let Some(headers) = headers() {
            command.env("npm_config_nodedir", headers);
        }
        quietly(&mut command, &folder.join("build.log"))?;
    }
    Ok(())
}

/// Where Node's own headers are, if they are installed; node-gyp would download them otherwise.
fn headers() -> Option<PathBuf> {
    let node = output(Command::new("node").args(["-p", "process.execPath"])).ok()?;
    let prefix = Path::new(node.trim()).parent()?.parent()?;
    prefix.join("include/node/node.h").exists().then(|| prefix.to_owned())
}

/// The build prints thousands of lines that matter only when it fails.
fn quietly(command: &mut Command, log: &Path) -> anyhow::Result<()> {
    let file = std::fs::OpenOptions::new().create(true).append(true).open(log)?;
    run(command.stdout(file.try_clone()?).stderr(file)).with_context(|| {
        format!("building {PACKAGE} failed; the end of {} says why", log.display())
    })
}
