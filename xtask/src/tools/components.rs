//! What WebAssembly components are built with: Rust's target, and the compilers of other languages.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::stamp::once;
use super::venv::pip;
use crate::steps::{output, run};

const TARGET: &str = "wasm32-wasip2";

/// Rust's standard library for components.
pub(crate) fn wasm_target() -> anyhow::Result<()> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let folder = output(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(folder.trim()).exists() {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    run(rustup.args(["target", "add", TARGET]).current_dir(crate::root()))
}

/// The examples' compilers for Python, beside what the tests run on, and for JavaScript.
pub(crate) fn componentizers(python: &Path) -> anyhow::Result<()> {
    let wanted = crate::root().join("examples/wasm-python/requirements.txt");
    let recipe = std::fs::read_to_string(&wanted)
        .with_context(|| format!("cannot read {}", wanted.display()))?;
    once(&crate::target().join("wasm-python"), &recipe, || {
        run(pip(python).arg("-r").arg(&wanted))
    })?;

    let wanted = crate::root().join("examples/wasm-js/package.json");
    let recipe = std::fs::read_to_string(&wanted)
        .with_context(|| format!("cannot read {}", wanted.display()))?;
    let folder = crate::target().join("wasm-js");
    once(&folder, &recipe, || {
        std::fs::copy(&wanted, folder.join("package.json"))?;
        let mut npm = Command::new("npm");
        run(npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder))
    })
}
