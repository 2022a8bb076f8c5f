//! What it takes to manage ten thousand functions through Lambda's interface, beside moto's server.

mod asking;
mod filling;
mod holding;
mod side;

use self::side::Side;
use crate::bench::lab::Lab;
use crate::bench::others::{self, here};
use crate::bench::platform::Platform;
use crate::bench::results::Findings;

const FUNCTIONS: usize = 10_000;

pub(crate) fn control(lab: &Lab) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    let mut platform = Platform::start(lab, "control", &[])?;
    let moto = here("moto server", others::moto(lab), &mut findings);
    let ours = Side::ours(&platform)?;
    let theirs = match &moto {
        Some(moto) => here("moto server", Side::theirs(moto), &mut findings),
        None => None,
    };
    let mut sides: Vec<Side> = [ours].into_iter().chain(theirs).collect();
    filling::fill(lab, &platform, &sides, lab.rounds(FUNCTIONS), &mut findings)?;
    sides.retain(|side| side.made() > 0);
    platform.settle();
    asking::ask(lab, &sides, &mut findings)?;
    platform.settle();
    holding::held(&platform, &sides, &mut findings);
    holding::restarts(lab, &mut platform, &sides[0], &mut findings)?;
    Ok(findings)
}
