//! Cold starts: a request for which no instance is there, over HTTP.

use anyhow::bail;

use super::first_calls::{FirstCalls, Kind, PAUSE};
use crate::bench::lab::Lab;
use crate::bench::others::{Language, Spawned, here};
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Target, Unit};
use crate::bench::rounds::{Contestant, compete};

const ROUNDS: usize = 40;

/// What is loaded, in which module, and how many milliseconds the first answer may take.
type Case = (&'static str, &'static str, f64);

const PYTHON: &[Case] =
    &[("json", "plain", 2.0), ("numpy", "arrays", 2.5), ("boto3", "cloud", 3.0)];
const NODE: &[Case] = &[("hello", "plain", 3.0), ("client-s3", "cloud", 4.5)];

pub(crate) fn python(lab: &Lab) -> anyhow::Result<Findings> {
    measure(lab, Language::Python, PYTHON)
}

pub(crate) fn node(lab: &Lab) -> anyhow::Result<Findings> {
    measure(lab, Language::Node, NODE)
}

fn measure(lab: &Lab, language: Language, cases: &[Case]) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let name = language.name();
    let function = |(what, module, _): &Case| {
        let function = Function::new(&format!("{name}-{what}"), name, &format!("{module}.handler"));
        function.set("memory_mb", 256)
    };
    let functions: Vec<Function> = cases.iter().map(function).collect();
    let copying = Platform::start(lab, &format!("{name}-cold"), &[])?;
    let ordinary = Platform::start(lab, &format!("{name}-cold-off"), &["--fork-start=off"])?;
    let mut first_calls = Vec::new();
    for platform in [&copying, &ordinary] {
        platform.deploy(name, &functions)?;
    }
    for function in &functions {
        if let Some(starts) = copying.wait_loaded(function)? {
            findings.note(format!("{} starts {starts}", function.name));
        }
        first_calls
            .push((FirstCalls::of(&copying, function)?, FirstCalls::of(&ordinary, function)?));
    }
    let plain = here("a process for each call", Spawned::plain(lab, language), &mut findings);
    let bwrap = here("bubblewrap", Spawned::in_bwrap(lab, language), &mut findings);
    let spawned: Vec<Spawned> = plain.into_iter().chain(bwrap).collect();

    let mut contestants = Vec::new();
    for ((ours, ordinary), (_, module, _)) in first_calls.iter().zip(cases) {
        contestants.push(Contestant::new("mayfly", || ours.call()));
        contestants.push(Contestant::new("mayfly --fork-start=off", || ordinary.call()));
        contestants.extend(spawned.iter().map(|one| {
            let turn = move || Ok(vec![one.call(module)?.as_secs_f64() * 1000.0]);
            Contestant::new(&one.name, turn)
        }));
    }
    compete(lab.rounds(ROUNDS), PAUSE, &mut contestants);

    let groups = contestants.chunks_mut(2 + spawned.len());
    for (group, ((what, _, most), (ours, ordinary))) in groups.zip(cases.iter().zip(&first_calls)) {
        if let Some(why) = group[..2].iter().find_map(|one| one.gave_up.as_ref()) {
            bail!("{name} {what}: {why}");
        }
        let (cold, counted) = ours.counted(Kind::Cold)?;
        findings.note(counted);
        group[1].series = ordinary.counted(Kind::Cold)?.0;
        let what = format!("cold start, {name} {what}");
        let target = Some(Target::Most(*most));
        findings.compare(&what, Unit::Ms, target, &cold, group.get(1), &group[2..]);
    }
    Ok(findings)
}
