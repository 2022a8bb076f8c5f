//! WebAssembly components to deploy, built as their readers build them.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::lab::Lab;
use crate::steps::{cargo, run};

const TRIPLE: &str = "wasm32-wasip2";

/// What the Rust package in `folder` makes, but not made there.
pub(crate) fn component(lab: &Lab, folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    ensure!(folder.exists(), "there is no {}", folder.display());
    let target = lab.folder.join("wasm");
    let mut build = cargo();
    build.args(["build", "--quiet", "--release", "--locked", "--target", TRIPLE]);
    build.arg("--target-dir").arg(&target).current_dir(folder);
    run(&mut build).with_context(|| format!("run `rustup target add {TRIPLE}`"))?;
    Ok(target.join(TRIPLE).join("release").join(name).with_extension("wasm"))
}
