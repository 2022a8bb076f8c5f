//! The memory budget: idle instances make room for those that are needed.

use super::function::Index;
use super::machine::Policy;
use super::{Action, Millis, StopReason};

impl Policy {
    /// What one instance of the current version is charged.
    pub(super) fn charge_mb(&self, index: Index) -> u64 {
        let target = self.function(index).target.as_ref();
        let version = target.and_then(|target| self.versions.get(&target.version));
        version.map_or(0, |version| version.charge_mb)
    }

    /// Lets idle instances go until `charge_mb` fits; none if that would not be enough.
    pub(super) fn make_room(
        &mut self,
        index: Index,
        charge_mb: u64,
        now: Millis,
        out: &mut Vec<Action>,
    ) -> bool {
        let budget = self.limits.memory_mb;
        if self.sums.memory_mb + charge_mb <= budget {
            return true;
        }
        // The function that asks may just have put its own idle instances to use.
        self.recount_evictable(index);
        if self.sums.memory_mb.saturating_sub(self.sums.evictable_mb) + charge_mb > budget {
            return false;
        }
        self.evict_down_to(budget - charge_mb, StopReason::MadeRoom, now, out);
        self.sums.memory_mb + charge_mb <= budget
    }

    pub(super) fn pressure(&mut self, need_mb: u64, now: Millis, out: &mut Vec<Action>) {
        let wanted = self.sums.memory_mb.saturating_sub(need_mb);
        self.evict_down_to(wanted, StopReason::Pressure, now, out);
    }

    /// Lets idle instances go, those idle longest first, until the charges are down to `wanted_mb`
    /// or nothing more may go.
    pub(super) fn evict_down_to(
        &mut self,
        wanted_mb: u64,
        why: StopReason,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        while self.sums.memory_mb > wanted_mb
            && let Some((stamp, index)) = self.evictable.first().copied()
        {
            match self.function(index).idle.get(&stamp).copied() {
                Some(id) => self.stop(id, why, out),
                None => debug_assert!(false, "evictable instance {stamp} is not idle"),
            }
            self.settle(index, now, out);
        }
    }

    /// Brings the function's part in what may be let go up to date.
    pub(super) fn recount_evictable(&mut self, index: Index) {
        let charge_mb = self.charge_mb(index);
        let function = &mut self.functions[index.0 as usize];
        let count = function.evictable();
        let oldest = function.idle.first_key_value().map(|(stamp, _)| *stamp);
        let (stamp, mb) = (oldest.filter(|_| count > 0), u64::from(count) * charge_mb);
        let before = &mut function.counted;
        if before.evictable != stamp {
            if let Some(old) = before.evictable {
                self.evictable.remove(&(old, index));
            }
            if let Some(new) = stamp {
                self.evictable.insert((new, index));
            }
            before.evictable = stamp;
        }
        self.memory_freed |= mb > before.evictable_mb;
        self.sums.evictable_mb = self.sums.evictable_mb + mb - before.evictable_mb;
        before.evictable_mb = mb;
    }
}
