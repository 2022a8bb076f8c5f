//! The platform alone: a hundred functions are deployed and nobody calls.

use std::thread::sleep;
use std::time::Duration;

use super::MB;
use crate::bench::lab::Lab;
use crate::bench::platform::Platform;
use crate::bench::processes::{descendants, memory, processor_time};
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};

const FUNCTIONS: usize = 100;
const WATCHED: Duration = Duration::from_secs(20);

pub(crate) fn idle(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let platform = Platform::start(lab, "platform-idle", &[])?;
    let functions: Vec<_> = (0..FUNCTIONS)
        .map(|number| Function::new(&format!("f{number}"), "python", "plain.handler"))
        .collect();
    platform.deploy("python", &functions)?;
    // Code is loaded in the background, some functions' at least.
    platform.settle();
    let pid = platform.server.pid();
    let before = processor_time(pid);
    sleep(WATCHED);
    let spent = processor_time(pid) - before;
    let used = spent.as_secs_f64() / WATCHED.as_secs_f64() * 100.0;
    let resident = memory(&[pid]).resident as f64 / MB;
    let others = memory(&descendants(pid)).proportional as f64 / MB;
    findings.note(format!("what is kept ready for calls holds {others:.0} MB beside the platform"));
    let what = format!("platform alone, {FUNCTIONS} functions");
    let row = Row::new(format!("{what}: memory"), Unit::Mb, [resident].into_iter().collect());
    findings.rows.push(row.target(Target::Most(60.0)));
    let row = Row::new(format!("{what}: processor"), Unit::Share, [used].into_iter().collect());
    findings.rows.push(row.target(Target::Most(0.5)));
    Ok(findings)
}
