//! The memory budget: what is idle makes room for what is needed.

use super::function::Index;
use super::machine::Policy;
use super::worth::Candidate;
use super::{Action, Millis, StopReason};

/// How many things may go for a zygote that nobody waits for.
const GO_FOR_ZYGOTE: usize = 8;
/// No zygote grows so long after the machine was short of memory.
const CALM_MS: Millis = 10_000;

impl Policy {
    pub(super) fn has_room(&self, charge_mb: u64) -> bool {
        self.sums.memory_mb.saturating_add(charge_mb) <= self.limits.memory_mb
    }

    /// Lets idle instances and zygotes go until the function's next instance fits; none if that
    /// would not be enough.
    pub(super) fn make_room(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) -> bool {
        // What it would be a copy of goes last, for a copy is charged less than another.
        self.function_mut(index).zygote.pinned = true;
        let made = self.make_room_for(index, self.charge_mb(index), now, out);
        self.function_mut(index).zygote.pinned = false;
        made || self.make_room_without_zygote(index, now, out)
    }

    fn make_room_without_zygote(
        &mut self,
        index: Index,
        now: Millis,
        out: &mut Vec<Action>,
    ) -> bool {
        let function = self.function(index);
        let freed_mb = function.zygote.charge_mb;
        let in_use = !function.starting.is_empty() || self.copies(index) > 0;
        let charge_mb = self.price(index, false).mb;
        let kept_mb = self.sums.memory_mb.saturating_sub(self.sums.evictable_mb + freed_mb);
        if freed_mb == 0 || in_use || kept_mb.saturating_add(charge_mb) > self.limits.memory_mb {
            self.recount_evictable(index);
            return false;
        }
        self.let_zygote_go(index, StopReason::MadeRoom, out);
        self.make_room_for(index, charge_mb, now, out)
    }

    fn make_room_for(
        &mut self,
        index: Index,
        charge_mb: u64,
        now: Millis,
        out: &mut Vec<Action>,
    ) -> bool {
        // The function that asks may just have put its own idle instances to use.
        self.recount_evictable(index);
        let kept_mb = self.sums.memory_mb.saturating_sub(self.sums.evictable_mb);
        if !self.has_room(charge_mb) && kept_mb.saturating_add(charge_mb) <= self.limits.memory_mb {
            let wanted_mb = self.limits.memory_mb - charge_mb;
            self.evict_down_to(wanted_mb, StopReason::MadeRoom, now, out);
        }
        self.has_room(charge_mb)
    }

    /// The same for something that nobody waits for: only what is worth less may go.
    pub(super) fn make_room_cheaply(
        &mut self,
        charge_mb: u64,
        worth: u64,
        now: Millis,
        out: &mut Vec<Action>,
    ) -> bool {
        let Some(wanted_mb) = self.limits.memory_mb.checked_sub(charge_mb) else { return false };
        let cheaper = |one: &&Candidate| one.worth < worth || self.oldest_first;
        let cheaper = self.evictable.iter().take_while(cheaper);
        let freed_mb: u64 = cheaper.take(GO_FOR_ZYGOTE).map(|one| self.freed_by(*one)).sum();
        if self.sums.memory_mb.saturating_sub(freed_mb) <= wanted_mb {
            self.evict_down_to(wanted_mb, StopReason::MadeRoom, now, out);
        }
        self.has_room(charge_mb)
    }

    pub(super) fn pressure(&mut self, need_mb: u64, now: Millis, out: &mut Vec<Action>) {
        self.no_growth_until = now.saturating_add(CALM_MS);
        let wanted = self.sums.memory_mb.saturating_sub(need_mb);
        self.evict_down_to(wanted, StopReason::Pressure, now, out);
    }

    /// Lets go what is cheapest to lose, until the charges are down to `wanted_mb` or nothing more
    /// may go.
    pub(super) fn evict_down_to(
        &mut self,
        wanted_mb: u64,
        why: StopReason,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        while self.sums.memory_mb > wanted_mb
            && let Some(candidate) = self.evictable.first().copied()
        {
            let Candidate { worth, stamp, function: index, zygote } = candidate;
            self.floor = self.floor.max(worth);
            match self.function(index).idle.get(&stamp).copied() {
                _ if zygote => self.let_zygote_go(index, why, out),
                Some(id) => self.stop(id, why, out),
                None => debug_assert!(false, "evictable instance {stamp} is not idle"),
            }
            self.settle(index, now, out);
        }
    }

    fn freed_by(&self, candidate: Candidate) -> u64 {
        let function = self.function(candidate.function);
        if candidate.zygote {
            return function.zygote.charge_mb;
        }
        let id = function.idle.get(&candidate.stamp);
        let copied = id.and_then(|id| self.instances.get(id)).is_some_and(|one| one.copied);
        self.price(candidate.function, copied).mb
    }
}
