//! What of each function may be let go when memory is needed.

use std::collections::BTreeSet;

use super::function::{Index, State};
use super::machine::Policy;
use super::worth::Candidate;

impl Policy {
    /// Brings the function's part in what may be let go up to date.
    pub(super) fn recount_evictable(&mut self, index: Index) {
        let instance = self.evictable_instance(index);
        let (zygote, zygote_mb) = self.evictable_zygote(index);
        let mb = self.evictable_instances_mb(index) + zygote_mb;
        let before = &mut self.functions[index.0 as usize].counted;
        replace(&mut self.evictable, &mut before.instance, instance);
        replace(&mut self.evictable, &mut before.zygote, zygote);
        self.memory_freed |= mb > before.evictable_mb;
        self.sums.evictable_mb = self.sums.evictable_mb + mb - before.evictable_mb;
        before.evictable_mb = mb;
    }

    fn evictable_instance(&self, index: Index) -> Option<Candidate> {
        let function = self.function(index);
        let (stamp, id) = function.idle.first_key_value().filter(|_| function.evictable() > 0)?;
        match self.instances.get(id)?.state {
            State::Idle { worth, .. } => {
                Some(Candidate { worth, stamp: *stamp, function: index, zygote: false })
            }
            State::Starting | State::Busy { .. } => None,
        }
    }

    /// At least so much comes free when all instances go that may. When some are kept warm, which
    /// ones is not looked at: as if they were the heaviest.
    fn evictable_instances_mb(&self, index: Index) -> u64 {
        let function = self.function(index);
        let (plain, copy) = (self.price(index, false).mb, self.price(index, true).mb);
        let (count, copies) = (function.idle.len() as u64, u64::from(function.idle_copies));
        let all = (count - copies) * plain + copies * copy;
        let kept = count - u64::from(function.evictable());
        all.saturating_sub(kept * plain.max(copy))
    }

    /// The zygote if it may go now, and what comes free by it once the copies that may go are gone.
    fn evictable_zygote(&self, index: Index) -> (Option<Candidate>, u64) {
        let function = self.function(index);
        let zygote = &function.zygote;
        let kept = zygote.pinned || function.keep_warm() > 0 || !function.starting.is_empty();
        if !zygote.is_held() || kept || self.copies(index) > function.idle_copies {
            return (None, 0);
        }
        let (worth, stamp) = (zygote.worth, zygote.stamp);
        let candidate = Candidate { worth, stamp, function: index, zygote: true };
        (Some(candidate).filter(|_| self.copies(index) == 0), zygote.charge_mb)
    }

    /// Instances of the current version that are copies.
    pub(super) fn copies(&self, index: Index) -> u32 {
        let version = self.function(index).version();
        let record = version.and_then(|version| self.versions.get(&version));
        record.map_or(0, |record| record.kind(true).instances)
    }
}

fn replace(all: &mut BTreeSet<Candidate>, before: &mut Option<Candidate>, now: Option<Candidate>) {
    if *before == now {
        return;
    }
    if let Some(old) = before {
        all.remove(old);
    }
    all.extend(now);
    *before = now;
}
