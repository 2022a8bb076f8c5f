//! What instances and zygotes are charged in the memory budget.

use super::function::Index;
use super::machine::Policy;
use super::{Action, InstanceId, Millis, StopReason, VersionId};

impl Policy {
    /// What the next instance of the current version is charged.
    pub(super) fn charge_mb(&self, index: Index) -> u64 {
        self.price(index, self.function(index).zygote.is_ready()).mb
    }

    /// What the function's zygote is charged, or would be.
    pub(super) fn zygote_mb(&self, index: Index) -> u64 {
        let zygote = &self.function(index).zygote;
        zygote.weighed_mb.unwrap_or_else(|| self.price(index, false).mb)
    }

    pub(super) fn measured(
        &mut self,
        version: VersionId,
        peak_mb: u32,
        copied: bool,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        let Some(record) = self.versions.get_mut(&version) else { return };
        let index = record.function;
        let kind = record.kind_mut(copied);
        let charge = kind.charge_after(peak_mb);
        kind.measured = true;
        self.recharge(version, copied, charge);
        self.recharge_unmeasured(index);
        self.settle(index, now, out);
        self.evict_down_to(self.limits.memory_mb, StopReason::MadeRoom, now, out);
    }

    /// Charges what was not measured yet by what is known otherwise: ordinary instances what their
    /// function may use at most, copies no more than what they are copies of.
    pub(super) fn recharge_unmeasured(&mut self, index: Index) {
        let function = self.function(index);
        let Some(target) = &function.target else { return };
        let (version, most) = (target.version, u64::from(target.memory_mb));
        let of_copies = function.zygote.weighed_mb.map_or(most, |mb| mb.min(most));
        for (copied, charge_mb) in [(false, most), (true, of_copies)] {
            if self.versions.get(&version).is_some_and(|record| !record.kind(copied).measured) {
                self.recharge(version, copied, charge_mb);
            }
        }
    }

    /// Charges all instances of the version that started this way differently from now on.
    fn recharge(&mut self, version: VersionId, copied: bool, charge_mb: u64) {
        let Some(record) = self.versions.get_mut(&version) else { return };
        let kind = record.kind_mut(copied);
        let instances = u64::from(kind.instances);
        self.sums.memory_mb -= instances * kind.charge_mb;
        self.sums.memory_mb += instances * charge_mb;
        self.memory_freed |= charge_mb < kind.charge_mb;
        kind.charge_mb = charge_mb;
    }

    /// The instance turns out to be a copy, or not to be one.
    pub(super) fn charge_as(&mut self, id: InstanceId, copied: bool) {
        let Some(instance) = self.instances.get_mut(&id) else { return };
        let before = std::mem::replace(&mut instance.copied, copied);
        let version = instance.version;
        if before != copied {
            self.count_in(version, copied);
            self.count_out(version, before);
        }
    }

    pub(super) fn count_in(&mut self, version: VersionId, copied: bool) {
        let Some(record) = self.versions.get_mut(&version) else { return };
        let kind = record.kind_mut(copied);
        kind.instances += 1;
        self.sums.memory_mb += kind.charge_mb;
    }

    pub(super) fn count_out(&mut self, version: VersionId, copied: bool) {
        let Some(record) = self.versions.get_mut(&version) else { return };
        let kind = record.kind_mut(copied);
        kind.instances -= 1;
        self.sums.memory_mb -= kind.charge_mb;
        self.memory_freed = true;
    }
}
