//! Instances become ready, idle, and go.

use super::function::{Index, Instance, State};
use super::machine::Policy;
use super::{Action, InstanceId, Millis, StopReason, VersionId};

/// The wait before `keep_warm` starts again what failed to start, and how long it may grow.
const BACKOFF_MS: (Millis, Millis) = (1_000, 60_000);
/// No instance is charged less, however little it uses: the process itself costs something.
const LEAST_CHARGE_MB: u64 = 16;

impl Policy {
    pub(super) fn start(&mut self, index: Index, out: &mut Vec<Action>) {
        let id = InstanceId(self.next_instance);
        let function = &mut self.functions[index.0 as usize];
        let Some(version) = function.target.as_ref().map(|target| target.version) else { return };
        let Some(record) = self.versions.get_mut(&version) else { return };
        self.next_instance += 1;
        function.starting.push(id);
        function.live += 1;
        function.instances += 1;
        record.instances += 1;
        self.sums.memory_mb += record.charge_mb;
        self.sums.starting += 1;
        let state = State::Starting;
        self.instances.insert(id, Instance { function: index, version, state, served: false });
        out.push(Action::Start { instance: id, version });
    }

    pub(super) fn started(&mut self, id: InstanceId, now: Millis, out: &mut Vec<Action>) {
        let Some(instance) = self.instances.get(&id) else {
            out.push(Action::Stop { instance: id, why: StopReason::TooLate });
            return;
        };
        if instance.state != State::Starting {
            return;
        }
        let index = instance.function;
        self.sums.starting -= 1;
        self.function_mut(index).starting.retain(|other| *other != id);
        self.make_idle(id, now);
        self.advance(index, now, out);
    }

    pub(super) fn start_failed(&mut self, id: InstanceId, now: Millis, out: &mut Vec<Action>) {
        if self.instances.get(&id).is_some_and(|instance| instance.state == State::Starting) {
            self.gone(id, now, out);
        }
    }

    pub(super) fn gone(&mut self, id: InstanceId, now: Millis, out: &mut Vec<Action>) {
        let Some(instance) = self.forget(id) else { return };
        let function = &mut self.functions[instance.function.0 as usize];
        let current = function.is_current(instance.version);
        if current && !instance.served {
            let wait = BACKOFF_MS.0 << function.failures.min(16);
            function.warm_retry_at = now.saturating_add(wait.min(BACKOFF_MS.1));
            function.failures += 1;
        }
        if current
            && instance.state == State::Starting
            && let Some(call) = function.line.pop()
        {
            self.calls.remove(&call);
            out.push(Action::FailStart { call, instance: id });
        }
        self.advance(instance.function, now, out);
    }

    pub(super) fn measured(
        &mut self,
        version: VersionId,
        peak_mb: u32,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        let Some(record) = self.versions.get_mut(&version) else { return };
        let index = record.function;
        let peak = u64::from(peak_mb).max(LEAST_CHARGE_MB);
        let charge = if record.measured { peak.max(record.charge_mb) } else { peak };
        record.measured = true;
        self.recharge(version, charge);
        self.settle(index, now, out);
        self.evict_down_to(self.limits.memory_mb, StopReason::MadeRoom, now, out);
    }

    /// Charges all instances of the version differently from now on.
    pub(super) fn recharge(&mut self, version: VersionId, charge_mb: u64) {
        let Some(record) = self.versions.get_mut(&version) else { return };
        let instances = u64::from(record.instances);
        self.sums.memory_mb -= instances * record.charge_mb;
        self.sums.memory_mb += instances * charge_mb;
        self.memory_freed |= charge_mb < record.charge_mb;
        record.charge_mb = charge_mb;
    }

    /// A ready instance has nothing to do.
    pub(super) fn make_idle(&mut self, id: InstanceId, now: Millis) {
        let Some(instance) = self.instances.get_mut(&id) else { return };
        let function = &mut self.functions[instance.function.0 as usize];
        let charge_mb = self.versions.get(&instance.version).map_or(0, |v| v.charge_mb);
        let wish = function.target.as_ref().and_then(|target| target.idle_ms);
        let stay =
            wish.unwrap_or_else(|| self.keep_alive.stay(function.gaps.as_deref(), charge_mb));
        let stamp = self.next_stamp;
        self.next_stamp += 1;
        instance.state = State::Idle { stamp, since: now, until: now.saturating_add(stay) };
        function.partial.remove(&id);
        function.idle.insert(stamp, id);
    }

    /// Lets an instance without calls go.
    pub(super) fn stop(&mut self, id: InstanceId, why: StopReason, out: &mut Vec<Action>) {
        if let Some(instance) = self.forget(id) {
            if let State::Idle { since, .. } = instance.state
                && self.keep_alive.learns()
            {
                self.function_mut(instance.function).gaps.get_or_insert_default().let_go(since);
            }
            out.push(Action::Stop { instance: id, why });
        }
    }

    /// Takes the instance out of every pool. Calls on it stay executing until they finish.
    fn forget(&mut self, id: InstanceId) -> Option<Instance> {
        let instance = self.instances.remove(&id)?;
        let function = &mut self.functions[instance.function.0 as usize];
        function.instances -= 1;
        if function.is_current(instance.version) {
            function.live -= 1;
        }
        match instance.state {
            State::Starting => {
                function.starting.retain(|other| *other != id);
                self.sums.starting -= 1;
            }
            State::Idle { stamp, .. } => {
                function.idle.remove(&stamp);
            }
            State::Busy { .. } => {
                function.partial.remove(&id);
            }
        }
        let current = function.is_current(instance.version);
        if let Some(record) = self.versions.get_mut(&instance.version) {
            record.instances -= 1;
            self.sums.memory_mb -= record.charge_mb;
            self.memory_freed = true;
            if record.instances == 0 && !current {
                self.versions.remove(&instance.version);
            }
        }
        Some(instance)
    }
}
