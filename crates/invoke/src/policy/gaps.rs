//! How long the idle instances of a function waited for their next call: a small histogram that
//! forgets slowly, and the memory of instances let go too early to see theirs.

use super::Millis;

const S: Millis = 1_000;
const MIN: Millis = 60 * S;

/// Upper ends of the bins. Gaps beyond the last one are of no use to any policy.
pub(super) const ENDS: [Millis; 24] = [
    S,
    2 * S,
    5 * S,
    10 * S,
    20 * S,
    40 * S,
    MIN + 5 * S,
    MIN + 30 * S,
    2 * MIN,
    3 * MIN,
    4 * MIN,
    5 * MIN + 10 * S,
    7 * MIN,
    10 * MIN + 10 * S,
    13 * MIN,
    15 * MIN + 10 * S,
    20 * MIN + 10 * S,
    25 * MIN,
    30 * MIN + 10 * S,
    45 * MIN,
    60 * MIN + 10 * S,
    90 * MIN,
    120 * MIN + 10 * S,
    240 * MIN,
];

/// When this many gaps are counted all counts are halved, so that a changed habit shows soon.
const MEMORY: u16 = 64;
const GHOSTS: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Gaps {
    counts: [u8; ENDS.len()],
    beyond: u8,
    total: u16,
    /// Since when the instances let go lately had been idle, the latest last.
    ghosts: [Option<Millis>; GHOSTS],
}

impl Gaps {
    /// An instance idle since then got its next call now.
    pub(super) fn taken(&mut self, since: Millis, now: Millis) {
        if self.total >= MEMORY {
            self.counts.iter_mut().for_each(|n| *n /= 2);
            self.beyond /= 2;
            self.total = self.counts.iter().map(|n| u16::from(*n)).sum::<u16>()
                + u16::from(self.beyond);
        }
        let gap = now.saturating_sub(since);
        match self.counts.get_mut(ENDS.partition_point(|end| *end < gap)) {
            Some(n) => *n += 1,
            None => self.beyond += 1,
        }
        self.total += 1;
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

    pub(super) fn total(&self) -> u64 {
        u64::from(self.total)
    }

    /// Each bin as (its end, its count), short gaps first.
    pub(super) fn bins(&self) -> impl Iterator<Item = (Millis, u64)> {
        ENDS.into_iter().zip(self.counts.iter().map(|n| u64::from(*n)))
    }
}
