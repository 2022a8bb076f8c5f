//! A call of a component inside the platform, with no HTTP around it: what `crates/wasm` measures of
//! itself, as a line of the table.

use anyhow::Context;
use serde::Deserialize;

use crate::bench::lab::Lab;
use crate::bench::results::{Row, Target, Unit};
use crate::steps::{cargo, output};

const ROUNDS: usize = 20;

/// What the benchmark prints: the time of each call, rounds one after the other.
#[derive(Debug, Deserialize)]
struct Calls {
    fresh_us: Vec<f64>,
    kept_us: Vec<f64>,
}

pub(super) fn inside(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    eprintln!("building the benchmark of crates/wasm, which takes minutes for the first time");
    let mut bench = cargo();
    bench.args(["bench", "--quiet", "-p", "wasm", "--bench", "wasm"]);
    if lab.debug {
        bench.args(["--profile", "dev"]);
    }
    let text = output(bench.args(["--", &format!("--all-of={}", lab.rounds(ROUNDS))]))?;
    let line = text.lines().next_back().unwrap_or_default();
    let Calls { fresh_us, kept_us } = serde_json::from_str(line).context("it prints no numbers")?;
    let row = |what: &str, calls: Vec<f64>| {
        Row::new(
            format!("Wasm call inside, {what} instance"),
            Unit::Us,
            calls.into_iter().collect(),
        )
    };
    Ok(vec![row("fresh", fresh_us).target(Target::Most(25.0)), row("kept", kept_us)])
}
