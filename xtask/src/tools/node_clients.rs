//! The AWS SDK for JavaScript, as the tests call the platform with it.

use std::process::Command;

use anyhow::Context;

use super::stamp::once;
use crate::steps::run;

const FILES: [&str; 3] = ["package.json", "package-lock.json", "lambda.mjs"];

/// Puts the clients and what they need into a folder of their own under `target/`.
pub(crate) fn node_clients() -> anyhow::Result<()> {
    let from = crate::root().join("tests/programs/clients");
    let folder = crate::target().join("npm/clients");
    let texts: Vec<String> = FILES
        .iter()
        .map(|name| std::fs::read_to_string(from.join(name)))
        .collect::<Result<_, _>>()
        .context("cannot read the clients' files")?;
    once(&folder, &texts.join("\n"), || {
        for (name, text) in FILES.iter().zip(&texts) {
            std::fs::write(folder.join(name), text)?;
        }
        let quiet = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        run(Command::new("npm").args(quiet).current_dir(&folder))
    })
}
