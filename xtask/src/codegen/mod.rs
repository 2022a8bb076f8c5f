//! Writes `crates/protocol/src/generated` from the published service models.
//!
//! The models are botocore's, in the version that the black-box tests run on. Their prose is left
//! behind; names, types, constraints and places come over.

mod list;
mod model;
mod names;
mod patterns;
mod selection;
mod writing;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, anyhow, bail};

use crate::steps::output;
use crate::tools;

const CRATE: &str = "crates/protocol";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Writes nothing; fails if what is checked in is not what would be written.
    #[arg(long)]
    pub check: bool,
}

/// Files to write, by their path inside the crate.
type Files = BTreeMap<PathBuf, String>;

pub fn codegen(options: &Options) -> anyhow::Result<()> {
    let crate_folder = crate::root().join(CRATE);
    let files = generate(&crate_folder)?;
    let found = present(&crate_folder)?;
    if options.check {
        return compare(&files, &found);
    }
    for gone in found.keys().filter(|path| !files.contains_key(*path)) {
        std::fs::remove_file(crate_folder.join(gone))?;
    }
    for (path, text) in &files {
        let path = crate_folder.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn generate(crate_folder: &Path) -> anyhow::Result<Files> {
    let list = list::read(&crate_folder.join("operations.toml"))?;
    let python = tools::clients()?;
    let mut files = Files::new();
    let mut missing = String::new();
    for (name, service) in &list.services {
        let model = model::read(&python, name, &service.version)?;
        let selection = selection::select(&model, service)
            .with_context(|| format!("cannot make {name} of its model"))?;
        let folder = Path::new("src/generated").join(name);
        let written = writing::service(name, service, &model, &selection, &list.patterns)
            .with_context(|| format!("cannot write {name}"))?;
        for (file, text) in written {
            files.insert(folder.join(file), formatted(&text)?);
        }
        missing.extend(selection.missing.iter().map(|missing| format!("{name} {missing}\n")));
    }
    let root = formatted(&writing::root(&list))?;
    files.insert(Path::new("src/generated/mod.rs").into(), root);
    files.insert("missing.txt".into(), missing);
    Ok(files)
}

/// What is there now, of what we write.
fn present(crate_folder: &Path) -> anyhow::Result<Files> {
    let mut found = Files::new();
    for path in crate::root::files(crate_folder)? {
        if path.starts_with("src/generated") || path == Path::new("missing.txt") {
            let text = std::fs::read_to_string(crate_folder.join(&path))?;
            found.insert(path, text);
        }
    }
    Ok(found)
}

fn compare(wanted: &Files, found: &Files) -> anyhow::Result<()> {
    let paths: std::collections::BTreeSet<_> = wanted.keys().chain(found.keys()).collect();
    let differing = paths.into_iter().filter(|path| wanted.get(*path) != found.get(*path));
    let differing: Vec<_> = differing.map(|path| format!("{CRATE}/{}", path.display())).collect();
    if !differing.is_empty() {
        bail!(
            "not what the generator writes; run `cargo xtask codegen`:\n{}",
            differing.join("\n")
        );
    }
    Ok(())
}

/// The text as `cargo fmt` leaves it.
fn formatted(text: &str) -> anyhow::Result<String> {
    let config = crate::root().join("rustfmt.toml");
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "--config-path"]);
    let mut child = rustfmt.arg(&config).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().context("rustfmt has a standard input")?;
    let written = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(written.as_bytes()));
    let output = child.wait_with_output()?;
    let sent = writer.join().map_err(|_| anyhow!("the thread that feeds rustfmt broke"))?;
    sent.context("rustfmt did not read the text")?;
    if !output.status.success() {
        bail!("rustfmt ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The decompressed model without its prose.
fn model_text(python: &Path, service: &str, version: &str) -> anyhow::Result<String> {
    output(Command::new(python).args(["-c", include_str!("model.py"), service, version]))
}
