//! The zygotes of the simulated world, one place for each function.

use crate::policy::Millis;

#[derive(Default)]
struct Zygote {
    /// How many the function has had.
    number: u32,
    /// Since when there is one.
    since: Option<Millis>,
    ready: bool,
    /// Whether its copies have been measured.
    measured: bool,
}

pub(super) struct Zygotes(Vec<Zygote>);

impl Zygotes {
    pub(super) fn new(functions: usize) -> Self {
        Self((0..functions).map(|_| Zygote::default()).collect())
    }

    /// One begins to grow; the answer is its number, to tell it from the next.
    pub(super) fn grow(&mut self, function: u32, now: Millis) -> u32 {
        let of = &mut self.0[function as usize];
        (of.number, of.since, of.ready) = (of.number + 1, Some(now), false);
        of.number
    }

    /// Whether it was not given up meanwhile.
    pub(super) fn grown(&mut self, function: u32, number: u32) -> bool {
        let of = &mut self.0[function as usize];
        of.ready = of.number == number && of.since.is_some();
        of.ready
    }

    pub(super) fn is_ready(&self, function: u32) -> bool {
        self.0[function as usize].ready
    }

    /// It goes; the answer is how long it has been there, if there was one.
    pub(super) fn end(&mut self, function: u32, now: Millis) -> Option<Millis> {
        let of = &mut self.0[function as usize];
        of.ready = false;
        of.since.take().map(|since| now - since)
    }

    /// Whether a copy of the function's zygote is measured for the first time.
    pub(super) fn measure(&mut self, function: u32) -> bool {
        !std::mem::replace(&mut self.0[function as usize].measured, true)
    }
}
