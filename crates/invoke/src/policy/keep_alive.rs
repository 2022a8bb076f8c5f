//! How long it pays to wait for the next call.

use super::Millis;
use super::gaps::{Gaps, SHORTEST};
use super::rest::Expected;
use super::version::USUAL_START_US;

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
/// Where calls come at nearly fixed times it may be cheaper still to go at once and to be back
/// shortly before the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adaptive {
    /// How long a function stays of which nothing is known yet.
    pub unknown_ms: Millis,
    /// Gaps that must have been seen before they are believed.
    pub min_gaps: u32,
    /// What a start of 80 ms is worth: waiting so long with 128 MB. What is smaller or takes
    /// longer to start may wait longer for the same price, what is bigger or quicker less.
    pub start_worth_ms: Millis,
    /// The longest stay, however cheap the instance.
    pub max_ms: Millis,
    /// Whether to start ahead of calls that are expected.
    pub ahead: bool,
}

const MIN: Millis = 60_000;
/// A start that nobody waits for costs this share of one that is felt.
const UNFELT: u64 = 8;

impl Default for Adaptive {
    fn default() -> Self {
        Self {
            unknown_ms: 10 * MIN,
            min_gaps: 2,
            start_worth_ms: 20 * MIN,
            max_ms: 121 * MIN,
            ahead: true,
        }
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
}

/// What there is to weigh: the memory to hold, and the start to make without it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Price {
    pub(super) mb: u64,
    pub(super) start_us: u64,
}

/// Stay this long; and, perhaps, be back in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) stay: Millis,
    back: Option<(Millis, Millis)>,
}

impl Plan {
    pub(super) fn expected(&self, now: Millis) -> Option<Expected> {
        let (from, until) = self.back?;
        let (from, until) = (now.saturating_add(from), now.saturating_add(until));
        Some(Expected { from, until, met: false })
    }
}

impl Adaptive {
    /// What pays most, if one that goes can be back before the next call, or if it cannot.
    pub(super) fn plan(&self, gaps: Option<&Gaps>, price: Price, can_return: bool) -> Plan {
        let Some(gaps) = gaps.filter(|gaps| gaps.seen() >= u64::from(self.min_gaps)) else {
            return Plan { stay: self.unknown_ms, back: None };
        };
        let worth = self.start_worth_ms.saturating_mul(128) / price.mb.max(1);
        let start = worth.saturating_mul(price.start_us) / USUAL_START_US;
        let (stayed, stay) = self.best_stay(gaps, start);
        let Some(window) = gaps.window().filter(|_| self.ahead && can_return) else {
            return Plan { stay, back: None };
        };
        let lead = price.start_us.saturating_mul(2) / 1_000;
        let (opens, closes) = (window.opens.saturating_sub(lead), window.closes);
        let missed = window.missed * (closes - opens).saturating_add(start);
        let returned = window.waited + window.met() * lead + missed;
        let back = SHORTEST + start / UNFELT + returned / window.of.max(1);
        if opens > SHORTEST && back < stayed {
            Plan { stay: SHORTEST, back: Some((opens, closes)) }
        } else {
            Plan { stay, back: None }
        }
    }

    /// The lowest price of an idle period, and how long to stay for it.
    fn best_stay(&self, gaps: &Gaps, start: Millis) -> (Millis, Millis) {
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
        (best.0 / gaps.total().max(1), best.1)
    }
}
