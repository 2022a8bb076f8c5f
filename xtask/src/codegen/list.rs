//! The list of what the platform has: `crates/protocol/operations.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// Published patterns and what we match instead.
    pub(super) patterns: BTreeMap<String, String>,
    pub(super) services: BTreeMap<String, Listed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    pub(super) version: String,
    pub(super) validation: String,
    pub(super) operations: Vec<String>,
}

pub(super) fn read(path: &Path) -> anyhow::Result<List> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    toml::from_str(&text).with_context(|| format!("{shown} is not a list of operations"))
}
