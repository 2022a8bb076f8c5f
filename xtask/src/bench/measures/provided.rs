//! A static program of a function's own, into a slot that is ready, beside the program alone.

use std::path::PathBuf;
use std::process::Command;

use anyhow::bail;

use super::first_calls::{FirstCalls, Kind, PAUSE};
use crate::bench::lab::{Lab, source};
use crate::bench::others::alone;
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Target, Unit};
use crate::bench::rounds::{Contestant, compete};
use crate::steps::run;

const ROUNDS: usize = 100;

pub(crate) fn cold(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let platform = Platform::start(lab, "provided-cold", &[])?;
    let project = platform.project("static")?;
    let program = bootstrap(project.join("bootstrap"))?;
    let function = Function::new("static", "provided", "bootstrap").with_processor();
    platform.deploy_from(&project, "static", std::slice::from_ref(&function))?;
    let calls = FirstCalls::of(&platform, &function)?;
    let mut contestants = [
        Contestant::new("mayfly", || calls.call()),
        Contestant::new("the program alone", || Ok(vec![alone(&program)?.as_secs_f64() * 1000.0])),
    ];
    compete(lab.rounds(ROUNDS), PAUSE, &mut contestants);
    if let Some(why) = contestants.iter().find_map(|one| one.gave_up.as_ref()) {
        bail!("{why}");
    }
    let (cold, counted) = calls.counted(Kind::Cold)?;
    findings.note(counted);
    let target = Some(Target::Above(0.5));
    let what = "cold start, a static program";
    findings.compare(what, Unit::Ms, target, &cold, contestants.get(1), &[]);
    Ok(findings)
}

fn bootstrap(program: PathBuf) -> anyhow::Result<PathBuf> {
    let mut compile = Command::new("rustc");
    compile.args(["--edition", "2024", "-O", "-C", "target-feature=+crt-static"]);
    compile.args(["-C", "panic=abort", "-C", "strip=symbols", "-o"]).arg(&program);
    run(compile.arg(source("functions/static/bootstrap.rs")))?;
    Ok(program)
}
