//! What is there: one function, a page of them, all of them.

use std::time::Duration;

use anyhow::{bail, ensure};

use super::side::{Side, name};
use crate::bench::aws::{self, PAGE_MAX};
use crate::bench::http::Connection;
use crate::bench::lab::Lab;
use crate::bench::results::{Findings, Row, Unit};
use crate::bench::rounds::{Contestant, Turn, compete};
use crate::bench::stats::{Better, Series};

const ROUNDS: usize = 20;
const PAUSE: Duration = Duration::from_millis(20);
/// In each turn; few enough that a slow server's turn stays short.
const GETS: usize = 100;
const PAGES: usize = 20;
/// Far from each other, and in the end all of them.
const STRIDE: usize = 7_919;

pub(super) fn ask(lab: &Lab, sides: &[Side], findings: &mut Findings) -> anyhow::Result<()> {
    let contestant = |side: &Side, turn| Contestant::new(&side.name, turn);
    let mut contestants = vec![contestant(&sides[0], pages(&sides[0])?)];
    for side in sides {
        contestants.push(contestant(side, gets(side)?));
        contestants.push(contestant(side, all(side)?));
    }
    compete(lab.rounds(ROUNDS), PAUSE, &mut contestants);
    let [page, get, all, rival @ ..] = contestants.as_slice() else { bail!("nobody was asked") };
    if let Some(why) = [page, get, all].iter().find_map(|one| one.gave_up.as_ref()) {
        bail!("{why}");
    }
    let among = format!("of {} functions", sides[0].made());
    let what = format!("GetFunction, one {among}");
    findings.compare(&what, Unit::Us, None, &get.series, rival.first(), &[]);
    let slow = Row::new("… p99 of each hundred", Unit::Us, slowest(&get.series));
    findings.rows.push(match rival.first() {
        Some(rival) => slow.beside(&rival.name, &slowest(&rival.series)),
        None => slow,
    });
    let what = format!("ListFunctions, a page of {PAGE_MAX} {among}");
    findings.rows.push(Row::new(what, Unit::Us, page.series.clone()));
    let what = format!("ListFunctions, all {among}");
    findings.compare(&what, Unit::Ms, None, &all.series, rival.get(1), &[]);
    if !rival.is_empty() {
        findings.note(
            "moto's ListFunctions knows no pages and gives all functions at once; ours gives 50 at \
             a time, as Lambda does",
        );
    }
    Ok(())
}

fn gets<'a>(side: &'a Side) -> anyhow::Result<Turn<'a>> {
    let (mut connection, mut at) = (Connection::open(side.address)?, 0);
    Ok(Box::new(move || {
        let signer = side.signer()?;
        let mut times = Vec::with_capacity(GETS);
        for _ in 0..GETS {
            at = (at + STRIDE) % side.made();
            let reply = connection.call(&aws::get(&signer, &name(at)))?;
            ensure!(reply.status == 200, "answer {}: {}", reply.status, reply.text());
            times.push(reply.took.as_secs_f64() * 1e6);
        }
        Ok(times)
    }))
}

fn pages<'a>(side: &'a Side) -> anyhow::Result<Turn<'a>> {
    let mut connection = Connection::open(side.address)?;
    Ok(Box::new(move || {
        let signer = side.signer()?;
        let mut times = Vec::with_capacity(PAGES);
        for _ in 0..PAGES {
            let reply = connection.call(&aws::list(&signer, None))?;
            ensure!(reply.status == 200, "answer {}: {}", reply.status, reply.text());
            times.push(reply.took.as_secs_f64() * 1e6);
        }
        Ok(times)
    }))
}

fn all<'a>(side: &'a Side) -> anyhow::Result<Turn<'a>> {
    let mut connection = Connection::open(side.address)?;
    Ok(Box::new(move || Ok(vec![side.list_all(&mut connection)? * 1e3])))
}

/// What all but the slowest of each turn took at most.
fn slowest(gets: &Series) -> Series {
    let turns = gets.values().chunks(GETS);
    turns.map(|turn| turn.iter().copied().collect::<Series>().p99(Better::Lower)).collect()
}
