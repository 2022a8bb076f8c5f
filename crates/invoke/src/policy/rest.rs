//! Until when what a function holds may rest: its idle instance and its zygote are one decision.
//!
//! The zygote is what costs memory and saves a start that is felt; a copy is light and back at
//! once. So the zygote's price decides, the copy may go sooner, and an instance that is no copy
//! goes soon when there is a zygote to replace it.

use super::Millis;
use super::function::Index;
use super::gaps::SHORTEST;
use super::keep_alive::{KeepAlive, Price};
use super::machine::Policy;

/// The latest moments at which to let go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    pub(super) instance: Millis,
    pub(super) zygote: Millis,
    /// When to be back for the next call.
    pub(super) expected: Option<Expected>,
}

/// A call is likely to come in this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Expected {
    /// When to begin with the start for it.
    pub(super) from: Millis,
    pub(super) until: Millis,
    /// The start for it is made.
    pub(super) met: bool,
}

impl Policy {
    /// For an instance of the function that becomes idle now, and for its zygote.
    pub(super) fn rest(&self, index: Index, copied: bool, now: Millis) -> Rest {
        let function = self.function(index);
        let both = |stay: Millis| {
            let until = now.saturating_add(stay);
            Rest { instance: until, zygote: until, expected: None }
        };
        if let Some(expected) = function.expected.filter(|expected| expected.from <= now) {
            return Rest { expected: Some(expected), ..both(expected.until.saturating_sub(now)) };
        }
        if let Some(stay) = function.target.as_ref().and_then(|target| target.idle_ms) {
            return both(stay);
        }
        let adaptive = match &self.keep_alive {
            KeepAlive::AtOnce => return both(0),
            KeepAlive::Fixed(stay) => return both(*stay),
            KeepAlive::Adaptive(adaptive) => adaptive,
        };
        let gaps = function.gaps.as_deref();
        // Only the last one to rest can be back as the first.
        let quiet = function.executing == 0 && function.starting.is_empty();
        let plan = |price: Price| adaptive.plan(gaps, price, quiet);
        let own = self.price(index, copied);
        if !function.zygote.is_held() {
            let plan = plan(own);
            return Rest { expected: plan.expected(now), ..both(plan.stay) };
        }
        let copy = self.price(index, true);
        let whole = Price { mb: self.zygote_mb(index) + copy.mb, ..self.price(index, false) };
        let of_zygote = plan(whole);
        // What takes its place if it goes is a copy, however it was started itself.
        let alone = Price { start_us: copy.start_us, ..own };
        let stay = if copied { adaptive.plan(gaps, alone, false).stay } else { SHORTEST };
        let zygote = now.saturating_add(of_zygote.stay);
        let instance = now.saturating_add(stay).min(zygote);
        Rest { instance, zygote, expected: of_zygote.expected(now) }
    }

    /// What the next instance of that kind would cost, in memory and to start again.
    pub(super) fn price(&self, index: Index, copied: bool) -> Price {
        let record = self.function(index).version().and_then(|id| self.versions.get(&id));
        record.map_or(Price::default(), |record| {
            let kind = record.kind(copied);
            Price { mb: kind.charge_mb, start_us: kind.start_us() }
        })
    }
}
