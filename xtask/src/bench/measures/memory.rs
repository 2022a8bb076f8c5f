//! What an idle instance holds that is nobody else's.

use super::{MB, kept};
use crate::bench::lab::Lab;
use crate::bench::platform::Platform;
use crate::bench::processes::{descendants, memory};
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};
use crate::bench::stats::Series;

/// Compared with a few, so that what all share counts for none.
const FEW: u32 = 2;
const MANY: u32 = 22;
const ROUNDS: usize = 3;

/// Long enough for all to be called at once, so that each is.
const HOLD_MS: u32 = 700;

pub(crate) fn idle(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    for (language, most) in [("python", 2.0), ("node", 2.0)] {
        for called in [false, true] {
            let mut found = Series::default();
            for _ in 0..lab.rounds(ROUNDS) {
                found.push(one(lab, language, called)?);
            }
            let state = if called { "after a call" } else { "never called" };
            let what = format!("private memory, idle {language}, {state}");
            let row = Row::new(what, Unit::Mb, found).target(Target::Most(most));
            findings.rows.push(row);
        }
    }
    kept::idle(lab, &mut findings)?;
    Ok(findings)
}

/// Of one instance, from the difference between many and few.
fn one(lab: &Lab, language: &str, called: bool) -> anyhow::Result<f64> {
    let platform = Platform::start(lab, &format!("memory-{language}"), &[])?;
    let mut found = Vec::new();
    for count in [FEW, MANY] {
        let function = Function::new(language, language, "sleep.handler").set("keep_warm", count);
        platform.deploy(language, std::slice::from_ref(&function))?;
        platform.wait_loaded(&function)?;
        platform.renew_all(&function, count)?;
        if called {
            platform.call_all(&function, count as usize, HOLD_MS)?;
        }
        platform.settle();
        found.push(memory(&descendants(platform.server.pid())).private as f64);
    }
    Ok((found[1] - found[0]) / f64::from(MANY - FEW) / MB)
}
