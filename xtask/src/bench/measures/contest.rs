//! Servers that answer the same request, ours beside others: one connection, and many.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{bail, ensure};

use crate::bench::http::{Connection, Load, Request};
use crate::bench::lab::Lab;
use crate::bench::others::Other;
use crate::bench::platform::Platform;
use crate::bench::processes::processor_time;
use crate::bench::project::Function;
use crate::bench::results::{Findings, Target, Unit};
use crate::bench::rounds::{Contestant, Turn, compete};
use crate::bench::stats::Series;

const PAUSE: Duration = Duration::from_millis(20);
/// One after the other in each turn; the first ones wake everybody up and do not count.
const CALLS: usize = 60;
const WAKING: usize = 10;
const LATENCY_ROUNDS: usize = 60;
const CONNECTIONS: usize = 16;
const THROUGHPUT_ROUNDS: usize = 15;
const THROUGHPUT_TURN: Duration = Duration::from_millis(500);

/// What everybody is sent, and answers with.
const ECHOED: &str = r#"{"name": "you", "items": [1, 2, 3], "note": "the same for everybody"}"#;

pub(super) struct Served {
    name: String,
    address: SocketAddr,
    request: Request,
}

/// Ours and the others of one kind.
pub(super) struct Group {
    pub(super) what: String,
    pub(super) target: Option<Target>,
    pub(super) ours: Served,
    /// Whom the target is about, if it is here.
    pub(super) rival: Option<Served>,
    pub(super) others: Vec<Served>,
}

impl Served {
    pub(super) fn function(platform: &Platform<'_>, function: &Function) -> Self {
        let request = Request::post(&function.path(), ECHOED);
        Self { name: "mayfly".into(), address: platform.server.address, request }
    }

    pub(super) fn other(other: &Other) -> Self {
        let request = Request::post("/", ECHOED);
        Self { name: other.name.clone(), address: other.server.address, request }
    }

    /// Instead of what all others are sent.
    pub(super) fn asked(self, request: Request) -> Self {
        Self { request, ..self }
    }

    fn one_by_one<'a>(&'a self) -> anyhow::Result<Turn<'a>> {
        let mut connection = Connection::open(self.address)?;
        Ok(Box::new(move || {
            let mut times = Vec::with_capacity(CALLS);
            for _ in 0..CALLS {
                let reply = connection.call(&self.request)?;
                ensure!(reply.status == 200, "answer {}: {}", reply.status, reply.text());
                times.push(reply.took.as_secs_f64() * 1e6);
            }
            Ok(times.split_off(WAKING))
        }))
    }

    fn at_once<'a>(&'a self) -> anyhow::Result<Turn<'a>> {
        let mut load = Load::open(self.address, CONNECTIONS, self.request.clone())?;
        Ok(Box::new(move || Ok(vec![load.run(THROUGHPUT_TURN)?.rate()])))
    }
}

/// Microseconds from request to response, on one connection.
pub(super) fn latency(lab: &Lab, groups: &[Group], findings: &mut Findings) -> anyhow::Result<()> {
    contest(lab.rounds(LATENCY_ROUNDS), Unit::Us, groups, Served::one_by_one, findings)
}

/// Responses a second, on sixteen connections.
pub(super) fn throughput(
    lab: &Lab,
    groups: &[Group],
    findings: &mut Findings,
) -> anyhow::Result<()> {
    contest(lab.rounds(THROUGHPUT_ROUNDS), Unit::PerSecond, groups, Served::at_once, findings)
}

/// Responses for each second of processor time that a process spends on them.
pub(super) fn per_core(lab: &Lab, served: &Served, pid: u32) -> anyhow::Result<Series> {
    let mut load = Load::open(served.address, CONNECTIONS, served.request.clone())?;
    let mut found = Series::default();
    for _ in 0..lab.rounds(THROUGHPUT_ROUNDS) {
        let before = processor_time(pid);
        let answers = load.run(THROUGHPUT_TURN)?.answers;
        let spent = processor_time(pid).saturating_sub(before);
        found.push(answers as f64 / spent.as_secs_f64());
    }
    Ok(found)
}

fn contest<'a>(
    rounds: usize,
    unit: Unit,
    groups: &'a [Group],
    turn: impl Fn(&'a Served) -> anyhow::Result<Turn<'a>>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let mut contestants = Vec::new();
    for served in groups.iter().flat_map(Group::all) {
        contestants.push(Contestant::new(&served.name, turn(served)?));
    }
    compete(rounds, PAUSE, &mut contestants);
    let mut left = contestants.as_slice();
    for group in groups {
        let (these, rest) = left.split_at(group.all().count());
        left = rest;
        let (ours, others) = (&these[0], &these[1..]);
        let (rivals, others) = others.split_at(group.rival.iter().len());
        if let Some(why) = &ours.gave_up {
            bail!("{}: {why}", group.what);
        }
        findings.compare(&group.what, unit, group.target, &ours.series, rivals.first(), others);
    }
    Ok(())
}

impl Group {
    fn all(&self) -> impl Iterator<Item = &Served> {
        std::iter::once(&self.ours).chain(&self.rival).chain(&self.others)
    }
}
