//! How long an idle instance stays.

use super::Millis;
use super::gaps::{Gaps, SHORTEST};

/// A strategy for idle instances that are not kept warm on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeepAlive {
    /// They go at once.
    AtOnce,
    /// All stay equally long.
    Fixed(Millis),
    /// Each function's own past decides.
    Adaptive(Adaptive),
}

/// Weighs the memory that waiting costs against the start that it saves.
///
/// Of all waiting times the one is chosen for which the expected price of an idle period is
/// lowest: the time spent waiting plus, when the call comes later than that, the price of a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adaptive {
    /// How long a function stays of which nothing is known yet.
    pub unknown_ms: Millis,
    /// Gaps that must have been seen before they are believed.
    pub min_gaps: u32,
    /// What one start is worth: waiting so long with an instance of 128 MB. Smaller instances
    /// may wait longer for the same price, bigger ones less.
    pub start_worth_ms: Millis,
    /// The longest stay, however cheap the instance.
    pub max_ms: Millis,
}

const MIN: Millis = 60_000;

impl Default for Adaptive {
    fn default() -> Self {
        Self { unknown_ms: 10 * MIN, min_gaps: 2, start_worth_ms: 20 * MIN, max_ms: 121 * MIN }
    }
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self::Adaptive(Adaptive::default())
    }
}

impl KeepAlive {
    pub(super) fn learns(&self) -> bool {
        matches!(self, Self::Adaptive(_))
    }

    /// How long an instance that becomes idle now may stay so.
    pub(super) fn stay(&self, gaps: Option<&Gaps>, charge_mb: u64) -> Millis {
        match self {
            Self::AtOnce => 0,
            Self::Fixed(ms) => *ms,
            Self::Adaptive(adaptive) => adaptive.stay(gaps, charge_mb),
        }
    }
}

impl Adaptive {
    fn stay(&self, gaps: Option<&Gaps>, charge_mb: u64) -> Millis {
        let Some(gaps) = gaps.filter(|gaps| gaps.seen() >= u64::from(self.min_gaps)) else {
            return self.unknown_ms;
        };
        let start = self.start_worth_ms.saturating_mul(128) / charge_mb.max(1);
        // The price of all idle periods remembered, had each instance stayed until `end`.
        let (mut waited, mut rest, mut begin) = (0, gaps.total(), SHORTEST);
        let price = |waited: u64, rest: u64, end: Millis| {
            waited.saturating_add(rest.saturating_mul(end.saturating_add(start)))
        };
        let mut best = (price(0, rest, begin), begin);
        for (end, count) in gaps.bins().take_while(|(end, _)| *end <= self.max_ms) {
            waited += count * (begin + end) / 2;
            rest -= count;
            best = best.min((price(waited, rest, end), end));
            begin = end;
        }
        best.1
    }
}
