//! The installers of languages: which one it is, how it is told to be quiet, and its last words.

mod run;

use std::env;
use std::path::{Path, PathBuf};

use tokio::process::Command;

pub use run::{Failed, run};

/// `pip install` of this interpreter.
pub fn pip(python: &Path) -> Command {
    let mut command = Command::new(python);
    command
        .args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input"])
        .args(["--no-compile", "--progress-bar", "off"])
        // Settings of the person's that would send the packages elsewhere.
        .envs([("PIP_USER", "0"), ("PIP_REQUIRE_VIRTUALENV", "0")])
        .env("PIP_ROOT_USER_ACTION", "ignore")
        .env_remove("PIP_PREFIX")
        .env_remove("PIP_TARGET");
    command
}

/// The npm that belongs to this node, else the first one there is, and how it is called. What it is
/// to do comes as arguments.
pub fn npm(node: &Path) -> (Command, String) {
    let beside = node.with_file_name("npm");
    let npm = if beside.is_file() { beside } else { PathBuf::from("npm") };
    let mut command = Command::new(&npm);
    // npm is a script for the first `node` there is.
    let own = node.parent().map(Path::to_owned);
    let path = env::var_os("PATH").unwrap_or_default();
    if let Ok(path) = env::join_paths(own.into_iter().chain(env::split_paths(&path))) {
        command.env("PATH", path);
    }
    command.args(["--no-audit", "--no-fund", "--no-progress", "--no-update-notifier"]);
    (command, npm.display().to_string())
}
