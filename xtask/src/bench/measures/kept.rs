//! What a WebAssembly instance holds that is kept for further calls (`reuse = true`).
//!
//! Such instances live in the platform's own process. Each function that is measured has been called
//! once, so that its code is there, and has one. Then as many calls of it run at once as it may keep
//! instances, and the platform's private memory is compared. All instances that were ever made are
//! kept, as their further calls show, so that no memory of dead ones, which the platform holds back
//! for new ones, is counted. What calls leave behind beside instances, like the stacks they ran on, is
//! there after the first functions, which do not count.

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::MB;
use crate::bench::component::component;
use crate::bench::lab::{Lab, source};
use crate::bench::others::here;
use crate::bench::platform::Platform;
use crate::bench::processes::memory;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};
use crate::bench::stats::Series;

/// What the platform keeps of one function.
const KEPT: usize = 16;
/// Measured together, as memory comes in pieces.
const TOGETHER: usize = 5;
const ROUNDS: usize = 5;
/// Half of all instances are for those that are kept.
const CONCURRENCY: &str = "1000";
const FUNCTIONS_MAX: usize = 500 / KEPT;
/// Long enough for all to be called at once, so that each is.
const HOLD_MS: u32 = 300;

/// What each call is answered with.
#[derive(Deserialize)]
struct Counted {
    /// Of its instance.
    calls: u32,
}

pub(super) fn idle(lab: &Lab, findings: &mut Findings) -> anyhow::Result<()> {
    let built = component(lab, &source("functions/wasm"), "sleep");
    let Some(component) = here("WebAssembly", built, findings) else { return Ok(()) };
    let platform = Platform::start(lab, "memory-wasm", &["--concurrency", CONCURRENCY])?;
    let count = (TOGETHER * (lab.rounds(ROUNDS) + 1)).min(FUNCTIONS_MAX);
    let functions: Vec<Function> = (0..count)
        .map(|number| Function::new(&format!("kept-{number}"), "wasm", "app.wasm"))
        .map(|function| function.set("reuse", true).set("keep_warm", 1))
        .collect();
    let project = platform.project("wasm")?;
    std::fs::copy(component, project.join("app.wasm"))?;
    platform.deploy_from(&project, "wasm", &functions)?;
    for function in &functions {
        call(&platform, function, 1, 1)?;
    }
    let mut found = Series::default();
    for (round, some) in functions.chunks_exact(TOGETHER).enumerate() {
        platform.settle();
        let before = private(&platform);
        for function in some {
            call(&platform, function, KEPT, 1)?;
        }
        platform.settle();
        let more = private(&platform) - before;
        for function in some {
            call(&platform, function, KEPT, 2)?;
        }
        if round > 0 {
            found.push(more / ((KEPT - 1) * TOGETHER) as f64);
        }
    }
    let row = Row::new("private memory, idle Wasm, after a call", Unit::Mb, found);
    findings.rows.push(row.target(Target::Most(0.05)));
    Ok(())
}

/// Calls it so many times at once; no instance has had fewer calls than `least` in the end.
fn call(
    platform: &Platform<'_>,
    function: &Function,
    count: usize,
    least: u32,
) -> anyhow::Result<()> {
    let name = &function.name;
    for answer in platform.call_all(function, count, HOLD_MS)? {
        let text = String::from_utf8_lossy(&answer.body);
        ensure!(answer.status == 200, "{name} answers {}: {text}", answer.status);
        let Counted { calls } =
            serde_json::from_str(&text).with_context(|| format!("{name} does not count"))?;
        ensure!(calls >= least, "{name} did not keep all of its instances");
    }
    Ok(())
}

fn private(platform: &Platform<'_>) -> f64 {
    memory(&[platform.server.pid()]).private as f64 / MB
}
