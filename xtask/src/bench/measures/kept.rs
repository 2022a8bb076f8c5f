//! What a WebAssembly instance holds that is kept for further calls (`reuse = true`).
//!
//! Such instances live in the platform's own process. Each function that is measured has been called
//! once, so that its code is there, and has one. Then as many calls of it run at once as it may keep
//! instances, and the platform's private memory is compared. All instances that were ever made are
//! kept, so that no memory of dead ones, which the platform holds back for new ones, is counted. What
//! calls leave behind beside instances, like the stacks they ran on, is there after the first
//! functions, which do not count.

use anyhow::bail;

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
        call(&platform, function, 1)?;
    }
    let mut found = Series::default();
    for (round, some) in functions.chunks_exact(TOGETHER).enumerate() {
        platform.settle();
        let before = private(&platform);
        for function in some {
            call(&platform, function, KEPT)?;
        }
        platform.settle();
        let more = private(&platform) - before;
        if round > 0 {
            found.push(more / ((KEPT - 1) * TOGETHER) as f64);
        }
    }
    let row = Row::new("private memory, idle Wasm, after a call", Unit::Mb, found);
    findings.rows.push(row.target(Target::Most(0.05)));
    Ok(())
}

fn call(platform: &Platform<'_>, function: &Function, count: usize) -> anyhow::Result<()> {
    let answers = platform.call_all(function, count, HOLD_MS)?;
    let refused = answers.iter().find(|answer| answer.status != 200);
    match refused {
        None => Ok(()),
        Some(answer) => {
            let text = String::from_utf8_lossy(&answer.body);
            bail!("{} answers {}: {text}", function.name, answer.status)
        }
    }
}

fn private(platform: &Platform<'_>) -> f64 {
    memory(&[platform.server.pid()]).private as f64 / MB
}
