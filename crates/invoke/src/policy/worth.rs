//! What is cheapest to lose when memory is needed.
//!
//! Whatever could go is worth the time that callers would wait for it, per MB: the cost of its
//! start times the calls lately, divided by its memory. To this a floor is added that rises to the
//! worth of whatever was let go last, so that what was worth much once does not stay for ever
//! (GreedyDual-Size-Frequency; Cherkasova 1998, and for functions Fuerst & Sharma, ASPLOS 2021).

use super::Millis;
use super::function::{Index, Stamp};
use super::machine::Policy;

/// One that could go; the least is the first to go, among equals the one idle longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) worth: u64,
    pub(super) stamp: Stamp,
    pub(super) function: Index,
    /// The function's zygote, or else the instance of that stamp.
    pub(super) zygote: bool,
}

/// How much a function is called lately: a count that halves with time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Pace {
    count: u64,
    since: Millis,
}

impl Pace {
    const HALF_LIFE_MS: Millis = 3_600_000;
    /// One call, so that halving does not lose it at once; and the most that count.
    const ONE: u64 = 256;
    const MOST: u64 = 1_000 * Self::ONE;

    pub(super) fn called(&mut self, now: Millis) {
        let halvings = now.saturating_sub(self.since) / Self::HALF_LIFE_MS;
        self.count = (self.at(now) + Self::ONE).min(Self::MOST);
        self.since += halvings * Self::HALF_LIFE_MS;
    }

    fn at(&self, now: Millis) -> u64 {
        let halvings = now.saturating_sub(self.since) / Self::HALF_LIFE_MS;
        self.count.checked_shr(u32::try_from(halvings).unwrap_or(u32::MAX)).unwrap_or(0)
    }
}

impl Policy {
    /// Of an instance that becomes idle now.
    pub(super) fn instance_worth(&self, index: Index, copied: bool, now: Millis) -> u64 {
        let again = self.price(index, copied || self.function(index).zygote.is_ready());
        self.worth(index, again.start_us, self.price(index, copied).mb, now)
    }

    /// Of the zygote, were it of use now.
    pub(super) fn zygote_worth(&self, index: Index, now: Millis) -> u64 {
        let (start, copy) = (self.price(index, false), self.price(index, true));
        let saved_us = start.start_us.saturating_sub(copy.start_us);
        self.worth(index, saved_us, self.zygote_mb(index), now)
    }

    fn worth(&self, index: Index, saved_us: u64, mb: u64, now: Millis) -> u64 {
        if self.oldest_first {
            return 0;
        }
        let pace = self.function(index).pace.at(now).max(1);
        self.floor.saturating_add(saved_us.saturating_mul(pace) / mb.max(1))
    }
}
