//! Every number that was measured, for whoever wants to look closer.

use std::path::PathBuf;

use anyhow::Context;
use serde_json::{Value, json};

use super::lab::Lab;
use super::results::{Findings, Row};

/// Writes `target/bench/NAME.json`.
pub(crate) fn write(lab: &Lab, name: &str, findings: &Findings) -> anyhow::Result<PathBuf> {
    let path = lab.folder.join(name).with_extension("json");
    let value = json!({
        "measure": name,
        "binary": lab.build,
        "machine": lab.machine(),
        "rows": findings.rows.iter().map(row).collect::<Vec<_>>(),
        "notes": findings.notes,
    });
    std::fs::write(&path, format!("{value}\n"))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn row(row: &Row) -> Value {
    json!({
        "what": row.what,
        "unit": row.unit.name(),
        "target": row.target.map(|target| format!("{target:?}")),
        "ours": rounded(row.ours.values()),
        "beside": row.peer.as_ref().map(|peer| &peer.name),
        "theirs": row.peer.as_ref().map(|peer| rounded(peer.series.values())),
    })
}

/// A clock says nothing beyond that.
fn rounded(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| (value * 1000.0).round() / 1000.0).collect()
}
