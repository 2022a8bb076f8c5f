//! Starts ahead of calls that are expected, with what nobody else needs.

use super::blocked::Scarce;
use super::function::Index;
use super::machine::Policy;
use super::zygote::Stage;
use super::{Action, Millis};

impl Policy {
    /// Has an instance ready when a call is expected, and before that a zygote to copy it from.
    pub(super) fn meet_expected(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        let Some(expected) = self.function(index).expected else { return };
        if expected.until <= now {
            self.function_mut(index).expected = None;
        }
        let due = expected.from <= now && now < expected.until && !expected.met;
        if !due || self.function(index).live > 0 {
            return;
        }
        self.want_zygote(index, now);
        if matches!(self.function(index).zygote.stage, Stage::Queued(_) | Stage::Growing { .. }) {
            return;
        }
        if let Some(expected) = &mut self.function_mut(index).expected {
            expected.met = true;
        }
        let nobody_waits = self.blocked.len(Scarce::Memory) + self.blocked.len(Scarce::Starts) == 0;
        if nobody_waits
            && self.sums.starting < self.limits.max_starting
            && self.has_room(self.charge_mb(index))
            && self.could_hold_one_more(index)
        {
            self.start(index, true, out);
        }
    }
}
