//! What cargo knows about the workspace: its crates, what they depend on and what they build.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::Value;

use crate::steps::{cargo, output};

pub(crate) struct Package {
    pub(crate) name: String,
    /// Normal and build dependencies; a test may use what it likes.
    pub(crate) dependencies: Vec<String>,
    /// Kind (`bench`, `example`, `bin`, …) and name.
    pub(crate) targets: Vec<(String, String)>,
}

/// The packages of the workspace, by name.
pub(crate) fn packages() -> anyhow::Result<BTreeMap<String, Package>> {
    let text = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let value: Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let packages = value["packages"].as_array().context("cargo metadata has no packages")?;
    Ok(packages.iter().map(package).map(|package| (package.name.clone(), package)).collect())
}

fn package(value: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut dependencies: Vec<String> = list(&value["dependencies"])
        .iter()
        .filter(|dependency| dependency["kind"] != "dev")
        .map(|dependency| text(&dependency["name"]))
        .collect();
    dependencies.sort();
    dependencies.dedup();
    let targets = list(&value["targets"])
        .iter()
        .map(|target| (text(&target["kind"][0]), text(&target["name"])))
        .collect();
    Package { name: text(&value["name"]), dependencies, targets }
}
