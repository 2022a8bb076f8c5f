//! Making functions, in turns, until all are there.

use std::cell::Cell;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::side::{Side, name};
use crate::bench::aws;
use crate::bench::http::share;
use crate::bench::lab::{Lab, source};
use crate::bench::platform::Platform;
use crate::bench::results::{Findings, Unit};
use crate::bench::rounds::{Contestant, compete};
use crate::steps::run;

/// As many as tools that manage many things use.
const CONNECTIONS: usize = 10;
const TURNS: usize = 10;
const PAUSE: Duration = Duration::from_millis(20);
/// Who takes longer for all of them together is given no more.
const FILLING_MAX_S: f64 = 300.0;
const CREATED: u16 = 201;

pub(super) fn fill(
    lab: &Lab,
    platform: &Platform<'_>,
    sides: &[Side],
    count: usize,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let zip = package(&lab.fresh("projects", "control")?)?;
    let busy = Cell::new(0);
    let mut contestants: Vec<_> = sides
        .iter()
        .map(|side| {
            let (zip, busy, mut spent_s) = (&zip, &busy, 0.0);
            Contestant::new(&side.name, move || {
                if spent_s > FILLING_MAX_S {
                    return Ok(Vec::new());
                }
                // What was made in the last turn is prepared for calls meanwhile.
                if !platform.settle() {
                    busy.set(busy.get() + 1);
                }
                let rate = make(side, count.div_ceil(TURNS), count, zip)?;
                spent_s += rate.map_or(0.0, |(_, seconds)| seconds);
                Ok(rate.map(|(made, seconds)| made as f64 / seconds).into_iter().collect())
            })
        })
        .collect();
    // The first turn is one of them, though it does not count.
    compete(TURNS - 1, PAUSE, &mut contestants);
    if let Some(why) = &contestants[0].gave_up {
        bail!("functions cannot be made: {why}");
    }
    for (side, contestant) in sides.iter().zip(&contestants) {
        let (made, rates) = (side.made(), contestant.series.values());
        if let (Some(first), Some(last)) = (rates.first(), rates.last()) {
            let name = &side.name;
            findings.note(format!(
                "{name} was given {made} of {count} functions, {first:.0} a second at first and \
                 {last:.0} in the end"
            ));
        }
    }
    if busy.get() > 0 {
        let all = TURNS * sides.len();
        findings.note(format!("in {} of {all} turns the platform was busy before", busy.get()));
    }
    let what = format!("CreateFunction, up to {count}, {CONNECTIONS} connections");
    let ours = &contestants[0].series;
    findings.compare(&what, Unit::PerSecond, None, ours, contestants.get(1), &[]);
    Ok(())
}

/// So many more of `count`; none when all are there. Gives how many and in how many seconds.
fn make(side: &Side, more: usize, count: usize, zip: &str) -> anyhow::Result<Option<(usize, f64)>> {
    let made = side.made();
    let next = made..count.min(made + more);
    if next.is_empty() {
        return Ok(None);
    }
    let signer = side.signer()?;
    let making = next.clone().map(|number| aws::create(&signer, &name(number), &side.role, zip));
    let run = share(side.address, CONNECTIONS, &making.collect::<Vec<_>>(), CREATED)?;
    side.made.set(next.end);
    Ok(Some((next.len(), next.len() as f64 / run.rate())))
}

/// The code of all of them: one file, packed as people pack it.
fn package(folder: &Path) -> anyhow::Result<String> {
    let mut pack = Command::new("python3");
    pack.args(["-m", "zipfile", "-c", "code.zip"]).arg(source("functions/python/echo.py"));
    run(pack.current_dir(folder))?;
    let bytes = std::fs::read(folder.join("code.zip")).context("no package was made")?;
    Ok(STANDARD.encode(bytes))
}
