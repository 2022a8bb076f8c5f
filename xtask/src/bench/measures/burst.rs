//! From nothing to two hundred calls at once.

use anyhow::ensure;

use crate::bench::http::Answer;
use crate::bench::lab::Lab;
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};
use crate::bench::stats::{Better, Series};

const CALLS: usize = 200;
const CALL_MS: u32 = 100;
const ROUNDS: usize = 8;

pub(crate) fn burst(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let platform = Platform::start(lab, "burst", &[])?;
    let function = Function::new("burst", "python", "sleep.handler");
    platform.deploy("python", std::slice::from_ref(&function))?;
    if let Some(starts) = platform.wait_loaded(&function)? {
        findings.note(format!("the function starts {starts}"));
    }
    let (mut worst, mut middle, mut answered) = (Series::default(), Series::default(), 0);
    let rounds = lab.rounds(ROUNDS);
    for _ in 0..rounds {
        ensure!(platform.idle(&function)? == 0, "instances are there before the burst");
        let answers = platform.call_all(&function, CALLS, CALL_MS)?;
        answered += answers.iter().filter(|answer| answer.status == 200).count();
        let times: Series =
            answers.iter().map(|answer| answer.took.as_secs_f64() * 1000.0).collect();
        middle.push(times.median());
        worst.push(times.p99(Better::Lower));
        let refused = answers.iter().find(|answer| answer.status != 200);
        findings.notes.extend(refused.map(refusal));
        platform.leave_all(&function, CALLS)?;
    }
    let what = format!("burst of {CALLS} calls of {CALL_MS} ms");
    findings.rows.push(Row::new(format!("{what}: p50"), Unit::Ms, middle));
    let row = Row::new(format!("{what}: p99"), Unit::Ms, worst);
    findings.rows.push(row.target(Target::Most(1_000.0)));
    let share = answered as f64 / (CALLS * rounds) as f64 * 100.0;
    let row = Row::new(format!("{what}: answered"), Unit::Share, [share].into_iter().collect());
    findings.rows.push(row.target(Target::Least(100.0)));
    Ok(findings)
}

fn refusal(answer: &Answer) -> String {
    format!("a call was answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body))
}
