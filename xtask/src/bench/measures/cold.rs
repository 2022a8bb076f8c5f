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

/// One function on two platforms: one that copies, and one that starts each instance from nothing.
struct Race<'a> {
    case: &'a Case,
    copied: FirstCalls<'a>,
    ordinary: FirstCalls<'a>,
}

fn measure(lab: &Lab, language: Language, cases: &[Case]) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let name = language.name();
    let function = |(what, module, _): &Case| {
        let function = Function::new(&format!("{name}-{what}"), name, &format!("{module}.handler"));
        function.with_processor()
    };
    let functions: Vec<Function> = cases.iter().map(function).collect();
    let copying = Platform::start(lab, &format!("{name}-cold"), &[])?;
    let ordinary = Platform::start(lab, &format!("{name}-cold-off"), &["--fork-start=off"])?;
    copying.deploy(name, &functions)?;
    ordinary.deploy(name, &functions)?;
    let mut races = Vec::new();
    for (case, function) in cases.iter().zip(&functions) {
        if let Some(starts) = copying.wait_loaded(function)? {
            findings.note(format!("{} starts {starts}", function.name));
        }
        let copied = FirstCalls::of(&copying, function)?;
        races.push(Race { case, copied, ordinary: FirstCalls::of(&ordinary, function)? });
    }
    let plain = here("a process for each call", Spawned::plain(lab, language), &mut findings);
    let bwrap = here("bubblewrap", Spawned::in_bwrap(lab, language), &mut findings);
    let spawned: Vec<Spawned> = plain.into_iter().chain(bwrap).collect();

    let mut contestants: Vec<_> =
        races.iter().flat_map(|race| race.contestants(&spawned)).collect();
    compete(lab.rounds(ROUNDS), PAUSE, &mut contestants);
    let groups = contestants.chunks_mut(2 + spawned.len());
    for (race, group) in races.iter().zip(groups) {
        race.tell(name, group, &mut findings)?;
    }
    Ok(findings)
}

impl Race<'_> {
    /// Ours, ours without copies, then those that spawn a process.
    fn contestants<'a>(&'a self, spawned: &'a [Spawned]) -> Vec<Contestant<'a>> {
        let (_, module, _) = self.case;
        let mut all = vec![
            Contestant::new("mayfly", || self.copied.call()),
            Contestant::new("mayfly --fork-start=off", || self.ordinary.call()),
        ];
        all.extend(spawned.iter().map(|one| {
            let turn = move || Ok(vec![one.call(module)?.as_secs_f64() * 1000.0]);
            Contestant::new(&one.name, turn)
        }));
        all
    }

    fn tell(
        &self,
        language: &str,
        group: &mut [Contestant<'_>],
        findings: &mut Findings,
    ) -> anyhow::Result<()> {
        let (what, _, most) = self.case;
        if let Some(why) = group[..2].iter().find_map(|one| one.gave_up.as_ref()) {
            bail!("{language} {what}: {why}");
        }
        let (cold, counted) = self.copied.counted(Kind::Cold)?;
        findings.note(counted);
        group[1].series = self.ordinary.counted(Kind::Cold)?.0;
        let what = format!("cold start, {language} {what}");
        let target = Some(Target::Most(*most));
        findings.compare(&what, Unit::Ms, target, &cold, group.get(1), &group[2..]);
        Ok(())
    }
}
