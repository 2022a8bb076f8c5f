//! A thousand idle instances of one Python function: what they hold together, and that each answers.

use super::MB;
use crate::bench::lab::Lab;
use crate::bench::platform::Platform;
use crate::bench::processes::{descendants, kernel_memory_around, memory};
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};

const COUNT: u32 = 1_000;
/// Long enough for all of them to be busy at once, so that none answers for another.
const HOLD_MS: u32 = 10_000;

pub(crate) fn thousand(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let concurrency = (COUNT + 200).to_string();
    // What is charged before anything was measured is much more than they use.
    let flags = ["--concurrency", &concurrency, "--memory-mb", "1000000"];
    let platform = Platform::start(lab, "idle-1000", &flags)?;
    let function = Function::new("thousand", "python", "sleep.handler").set("keep_warm", COUNT);
    platform.deploy("python", std::slice::from_ref(&function))?;
    platform.renew_all(&function, COUNT)?;
    platform.settle();
    let all = descendants(platform.server.pid());
    let kernel = all.iter().rev().find_map(|pid| kernel_memory_around(*pid));
    let (instances, own) = (memory(&all), memory(&[platform.server.pid()]));
    let used = instances.proportional + own.proportional + kernel.unwrap_or(0);
    findings.note(format!(
        "{} processes: {:.0} MB (each page once), {:.0} MB of the platform's own, and {} in the kernel",
        all.len(),
        instances.proportional as f64 / MB,
        own.proportional as f64 / MB,
        kernel.map_or("an unknown amount".into(), |bytes| format!("{:.0} MB", bytes as f64 / MB)),
    ));
    let total = Row::new(
        "1,000 idle instances, Python",
        Unit::Mb,
        [used as f64 / MB].into_iter().collect(),
    );
    findings.rows.push(total.target(Target::Most(2_500.0)));

    let answers = platform.call_all(&function, COUNT as usize, HOLD_MS)?;
    let first = answers.iter().filter(|answer| answer.status == 200 && is_first(&answer.body));
    let first = first.count() as f64;
    let row = Row::new("… of which answer, each once", Unit::Count, [first].into_iter().collect());
    findings.rows.push(row.target(Target::Least(COUNT.into())));
    Ok(findings)
}

fn is_first(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(body).is_ok_and(|answer| answer["calls"] == 1)
}
