//! How long the idle instances of a function waited for their next call: a small histogram that
//! forgets slowly, the latest gaps themselves, and the memory of instances let go too early to see theirs.

use super::Millis;
use super::recent::{Recent, Window};

const MIN: Millis = 60_000;
/// What a timer may be late by and still fall into the bin of its period.
const LATE: Millis = 10_000;

/// Shorter gaps are not counted: no policy that learns lets go before this, so they say nothing
/// about what to do afterwards, and would only drown those that do.
pub(super) const SHORTEST: Millis = MIN;

/// Upper ends of the bins. Gaps beyond the last one are of no use to any policy.
pub(super) const ENDS: [Millis; 20] = [
    MIN + MIN / 2,
    2 * MIN + LATE,
    3 * MIN,
    4 * MIN,
    5 * MIN + LATE,
    6 * MIN,
    8 * MIN,
    10 * MIN + LATE,
    12 * MIN,
    15 * MIN + LATE,
    20 * MIN + LATE,
    25 * MIN,
    30 * MIN + LATE,
    40 * MIN,
    50 * MIN,
    60 * MIN + LATE,
    80 * MIN,
    100 * MIN,
    120 * MIN + LATE,
    240 * MIN + LATE,
];

/// One gap counts this much, so that halving does not lose the rare ones at once.
const ONE: u16 = 8;
/// When this many gaps are counted all counts are halved, so that a changed habit shows soon.
const MEMORY: u16 = 64;
const GHOSTS: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Gaps {
    counts: [u16; ENDS.len()],
    total: u16,
    recent: Recent,
    /// Since when the instances let go lately had been idle, the latest last.
    ghosts: [Option<Millis>; GHOSTS],
}

impl Gaps {
    /// An instance idle since then got its next call now.
    pub(super) fn taken(&mut self, since: Millis, now: Millis) {
        let gap = now.saturating_sub(since);
        if gap < SHORTEST {
            return;
        }
        self.recent.add(gap);
        if self.total >= MEMORY * ONE {
            self.counts.iter_mut().for_each(|n| *n /= 2);
            self.total /= 2;
        }
        // A gap beyond the bins counts in the total alone.
        if let Some(n) = self.counts.get_mut(ENDS.partition_point(|end| *end < gap)) {
            *n += ONE;
        }
        self.total += ONE;
    }

    /// An instance idle since then was let go.
    pub(super) fn let_go(&mut self, since: Millis) {
        self.ghosts.rotate_left(1);
        self.ghosts[GHOSTS - 1] = Some(since);
    }

    /// A call had to start an instance: had the one let go last stayed, it would have been taken.
    pub(super) fn missed(&mut self, now: Millis) {
        if let Some(since) = self.ghosts[GHOSTS - 1].take() {
            self.ghosts.rotate_right(1);
            self.taken(since, now);
        }
    }

    /// How many gaps are remembered.
    pub(super) fn seen(&self) -> u64 {
        u64::from(self.total / ONE)
    }

    /// Their weight: the sum of all bins and of what lies beyond them.
    pub(super) fn total(&self) -> u64 {
        u64::from(self.total)
    }

    /// When the next call is to be expected, if gaps are nearly alike.
    pub(super) fn window(&self) -> Option<Window> {
        self.recent.window()
    }

    /// Each bin as (its end, its weight), short gaps first.
    pub(super) fn bins(&self) -> impl Iterator<Item = (Millis, u64)> {
        ENDS.into_iter().zip(self.counts.iter().map(|n| u64::from(*n)))
    }
}
