//! The project's own build: a command that makes what is deployed.

use std::path::Path;
use std::time::Duration;

use packs::tool::{self, Failed};
use tokio::process::Command;

use crate::Error;

/// What a line says when a tool is missing, and how to get it.
const MISSING: &[(&[&str], &str)] = &[
    (
        &["wasm32-wasip2", "may not be installed"],
        "install Rust's target for components: `rustup target add wasm32-wasip2`",
    ),
    (&["cargo:", "not found"], "install Rust with https://rustup.rs"),
    (&["npm:", "not found"], NODE),
    (&["npx:", "not found"], NODE),
    (&["componentize-js:", "not found"], "install what the project builds with: `npm install`"),
    (&["jco:", "not found"], "install what the project builds with: `npm install`"),
    (&["componentize-py:", "not found"], "install it: `pip install componentize-py`"),
];

const NODE: &str = "install Node with npm: `apt-get install nodejs npm` or `nvm install 22`";

/// Runs the command in the folder of the function's code.
pub(crate) async fn make(command: &str, code: &Path, time_max: Duration) -> Result<(), Error> {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(code);
    // Settings of the person's that would send what is built elsewhere.
    shell.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET_DIR");
    tool::run(shell, command.to_owned(), time_max).await.map_err(|mut failed| {
        failed.remedy = remedy(&failed);
        Error::from(failed)
    })
}

fn remedy(failed: &Failed) -> String {
    let said = |words: &[&str]| {
        failed.output.iter().any(|line| words.iter().all(|word| line.contains(word)))
    };
    let known = MISSING.iter().find(|(words, _)| said(words)).map(|(_, remedy)| *remedy);
    let unknown = "mend what it says; or build elsewhere, put the result here and leave build out";
    known.unwrap_or(unknown).to_owned()
}
