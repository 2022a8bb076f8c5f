//! What is cheapest to lose when memory is needed.
//!
//! Whatever could go is worth the time that callers would wait for it, per MB: the cost of its
//! start times the calls it gets lately, divided by its memory. To this a floor is added that rises
//! to the worth of whatever was let go last, so that what was worth much once does not stay for
//! ever (GreedyDual-Size-Frequency; Cherkasova 1998, and for functions Fuerst & Sharma, ASPLOS
//! 2021).

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
    const HALF_LIFE_MS: Millis = 6 * 3_600_000;
    /// One call, so that halving does not lose it at once; and the most that count.
    const ONE: u64 = 256;
    const MOST: u64 = 1_000 * Self::ONE;

    pub(super) fn called(&mut self, now: Millis) {
        self.count = (self.at(now) + Self::ONE).min(Self::MOST);
        self.since += self.halvings(now) * Self::HALF_LIFE_MS;
    }

    /// Whether it was never called.
    pub(super) fn is_unknown(&self) -> bool {
        self.count == 0
    }

    fn at(&self, now: Millis) -> u64 {
        let halvings = u32::try_from(self.halvings(now)).unwrap_or(u32::MAX);
        self.count.checked_shr(halvings).unwrap_or(0)
    }

    fn halvings(&self, now: Millis) -> u64 {
        now.saturating_sub(self.since) / Self::HALF_LIFE_MS
    }
}

impl Policy {
    /// Of an instance that becomes idle now. Its function's calls are shared by all instances.
    pub(super) fn instance_worth(&self, index: Index, copied: bool, now: Millis) -> u64 {
        let function = self.function(index);
        let again = self.price(index, copied || function.zygote.is_ready());
        let saved_us = again.start_us / u64::from(function.live.max(1));
        self.worth(index, saved_us, self.price(index, copied).mb, now)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_calls_count_half_and_half_again() {
        let mut pace = Pace::default();
        let half = Pace::HALF_LIFE_MS;
        (0..4).for_each(|_| pace.called(half + 1));
        assert_eq!(pace.at(half + 1), 4 * Pace::ONE);
        assert_eq!(pace.at(2 * half), 2 * Pace::ONE);
        pace.called(3 * half);
        assert_eq!(pace.at(3 * half), 2 * Pace::ONE);
        assert_eq!(pace.at(Millis::MAX), 0);
    }

    #[test]
    fn no_function_counts_without_end() {
        let mut pace = Pace::default();
        (0..5_000).for_each(|_| pace.called(1));
        assert_eq!(pace.at(1), Pace::MOST);
    }
}
