//! What functions that nobody calls cost: memory, and time when the platform starts.

use std::time::Duration;

use super::side::Side;
use crate::bench::http::Connection;
use crate::bench::lab::Lab;
use crate::bench::measures::MB;
use crate::bench::platform::Platform;
use crate::bench::processes::{Memory, descendants, memory};
use crate::bench::results::{Findings, Row, Target, Unit};
use crate::bench::stats::Series;

const RESTARTS: usize = 5;
const MEMORY_MAX_MB: f64 = 200.0;
const READY_MAX: Duration = Duration::from_secs(1);

pub(super) fn held(platform: &Platform<'_>, sides: &[Side], findings: &mut Findings) {
    let held: Vec<Memory> = sides.iter().map(|side| memory(&[side.pid])).collect();
    let row = |what: String, of: fn(&Memory) -> u64| {
        let row = Row::new(what, Unit::Mb, mb(of(&held[0])));
        match held.get(1) {
            Some(theirs) => row.beside(&sides[1].name, &mb(of(theirs))),
            None => row,
        }
    };
    let resident = row(format!("memory, {} idle functions", sides[0].made()), |held| held.resident);
    findings.rows.push(resident.target(Target::Most(MEMORY_MAX_MB)));
    findings.rows.push(row("… of which is nobody else's".into(), |held| held.private));
    findings.rows.push(all_of_it(platform));
}

/// Times `mayfly up` on what was deployed before.
pub(super) fn restarts(
    lab: &Lab,
    platform: &mut Platform<'_>,
    side: &Side,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let mut ready = Series::default();
    for _ in 0..lab.rounds(RESTARTS) {
        platform.restart()?;
        ready.push(platform.server.ready_after.as_secs_f64() * 1000.0);
        // All functions are there when it says that it is ready.
        side.list_all(&mut Connection::open(side.address)?)?;
        platform.settle();
    }
    let row = Row::new(format!("`mayfly up`, {} functions", side.made()), Unit::Ms, ready);
    findings.rows.push(row.target(Target::Most(READY_MAX.as_secs_f64() * 1000.0)));
    let resident = mb(memory(&[platform.server.pid()]).resident);
    let row = Row::new("memory, started anew with them", Unit::Mb, resident);
    findings.rows.push(row.target(Target::Most(MEMORY_MAX_MB)));
    findings.rows.push(all_of_it(platform));
    Ok(())
}

/// The platform and the processes that are kept ready for calls, what they share counted once.
fn all_of_it(platform: &Platform<'_>) -> Row {
    let own = platform.server.pid();
    let all = memory(&[descendants(own), vec![own]].concat());
    let row = Row::new("… with what is kept ready for calls", Unit::Mb, mb(all.proportional));
    row.target(Target::Most(MEMORY_MAX_MB))
}

fn mb(bytes: u64) -> Series {
    [bytes as f64 / MB].into_iter().collect()
}
