//! The first request to an instance that is there and has never been called.

use super::first_calls::{FirstCalls, Kind, PAUSE};
use crate::bench::lab::Lab;
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Row, Target, Unit};
use crate::bench::rounds::{Contestant, compete};

const ROUNDS: usize = 60;
/// One is called and leaves, the others are there for the next calls until another is.
const KEPT: u32 = 4;

pub(crate) fn parked(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let platform = Platform::start(lab, "parked", &[])?;
    let cases = [("python", 0.6), ("node", 1.2)];
    let function = |language: &str| {
        let name = format!("{language}-parked");
        let function = Function::new(&name, language, "plain.handler").with_processor();
        function.set("keep_warm", KEPT)
    };
    let functions = cases.map(|(language, _)| function(language));
    for ((language, _), function) in cases.iter().zip(&functions) {
        platform.deploy(language, std::slice::from_ref(function))?;
        if let Some(starts) = platform.wait_loaded(function)? {
            findings.note(format!("{} starts {starts}", function.name));
        }
        platform.renew_all(function, KEPT)?;
    }
    let calls =
        [FirstCalls::of(&platform, &functions[0])?, FirstCalls::of(&platform, &functions[1])?];
    let mut contestants = calls.each_ref().map(|calls| Contestant::new("", || calls.call()));
    compete(lab.rounds(ROUNDS), PAUSE, &mut contestants);
    for (((language, most), calls), contestant) in cases.iter().zip(&calls).zip(contestants) {
        if let Some(why) = contestant.gave_up {
            anyhow::bail!("{language}: {why}");
        }
        let (series, counted) = calls.counted(Kind::Parked)?;
        findings.note(counted);
        let row = Row::new(format!("parked instance, {language}"), Unit::Ms, series);
        findings.rows.push(row.target(Target::Most(*most)));
    }
    Ok(findings)
}
