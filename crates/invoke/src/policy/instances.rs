//! Instances become ready, idle, and go.

use super::function::{Index, Instance, State};
use super::machine::Policy;
use super::version::Version;
use super::{Action, InstanceId, Millis, StopReason};

/// How long to wait, after that many failures in a row, before trying again what nobody asks for:
/// instances kept warm, and zygotes.
pub(super) fn backoff(failures: u32) -> Millis {
    (1_000 << failures.min(16)).min(60_000)
}

impl Policy {
    /// Ahead of an expected call, or for one that waits.
    pub(super) fn start(&mut self, index: Index, ahead: bool, out: &mut Vec<Action>) {
        let id = InstanceId(self.next_instance);
        let function = &mut self.functions[index.0 as usize];
        let Some(version) = function.version() else { return };
        self.next_instance += 1;
        function.starting.push(id);
        function.live += 1;
        function.instances += 1;
        let copied = function.zygote.is_ready();
        let provisioned = ahead || function.live <= function.keep_warm();
        self.sums.starting += 1;
        self.count_in(version, copied);
        let state = State::Starting;
        let fresh = Instance { function: index, version, state, copied, ahead, served: false };
        self.instances.insert(id, fresh);
        out.push(Action::Start { instance: id, version, provisioned });
    }

    pub(super) fn started(
        &mut self,
        id: InstanceId,
        took_us: u64,
        copied: bool,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        let Some(instance) = self.instances.get(&id) else {
            out.push(Action::Stop { instance: id, why: StopReason::TooLate });
            return;
        };
        if instance.state != State::Starting {
            return;
        }
        let (index, version) = (instance.function, instance.version);
        self.sums.starting -= 1;
        self.function_mut(index).starting.retain(|other| *other != id);
        self.charge_as(id, copied);
        if let Some(record) = self.versions.get_mut(&version) {
            record.kind_mut(copied).learn_start(took_us);
        }
        self.make_idle(id, now);
        if copied {
            self.function_mut(index).zygote.failures = 0;
        } else {
            self.want_zygote(index, now);
        }
        self.advance(index, now, out);
        self.evict_down_to(self.limits.memory_mb, StopReason::MadeRoom, now, out);
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
            function.warm_retry_at = now.saturating_add(backoff(function.failures));
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

    /// A ready instance has nothing to do.
    pub(super) fn make_idle(&mut self, id: InstanceId, now: Millis) {
        let Some(Instance { function: index, copied, .. }) = self.instances.get(&id).copied()
        else {
            return;
        };
        let rest = self.rest(index, copied, now);
        let worth = self.instance_worth(index, copied, now);
        let of_zygote = self.zygote_worth(index, now);
        let (stamp, zygote_stamp) = (self.stamp(), self.stamp());
        let function = &mut self.functions[index.0 as usize];
        function.expected = rest.expected;
        function.partial.remove(&id);
        function.idle.insert(stamp, id);
        function.idle_copies += u32::from(copied);
        let zygote = &mut function.zygote;
        (zygote.until, zygote.worth, zygote.stamp) = (rest.zygote, of_zygote, zygote_stamp);
        if let Some(instance) = self.instances.get_mut(&id) {
            instance.state = State::Idle { stamp, since: now, until: rest.instance, worth };
        }
    }

    /// Lets an instance without calls go.
    pub(super) fn stop(&mut self, id: InstanceId, why: StopReason, out: &mut Vec<Action>) {
        if let Some(instance) = self.forget(id) {
            if let State::Idle { since, .. } = instance.state
                && self.keep_alive.learns()
                && !instance.ahead
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
                function.idle_copies -= u32::from(instance.copied);
            }
            State::Busy { .. } => {
                function.partial.remove(&id);
            }
        }
        let current = function.is_current(instance.version);
        self.count_out(instance.version, instance.copied);
        let unused = |version: &Version| version.instances() == 0;
        if !current && self.versions.get(&instance.version).is_some_and(unused) {
            self.versions.remove(&instance.version);
        }
        Some(instance)
    }
}
