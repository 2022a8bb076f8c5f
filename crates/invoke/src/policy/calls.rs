//! Calls come, give up and end.

use functions::Variant;

use super::function::{Index, State};
use super::machine::{Call, Policy};
use super::{Action, CallId, InstanceId, Millis, Refusal, StopReason};

impl Policy {
    pub(super) fn arrived(
        &mut self,
        call: CallId,
        name: &Variant,
        patient: bool,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        if self.calls.contains_key(&call) {
            return;
        }
        let index = self.names.get(name).copied();
        let Some(index) = index.filter(|index| self.function(*index).target.is_some()) else {
            out.push(Action::Refuse { call, reason: Refusal::NoSuchFunction });
            return;
        };
        self.guesses.forget(index);
        let until = now.saturating_add(self.limits.line_wait_ms);
        let function = self.function_mut(index);
        let ticket = function.line.push(call, patient, until);
        let nothing_free = function.idle.is_empty() && function.partial.is_empty();
        let must_wait = function.turn.is_some() && nothing_free;
        self.calls.insert(call, Call::Waiting { function: index, ticket });
        // One that already waits for its turn gets nothing sooner by asking again: a flood of
        // calls costs no more than its own length.
        if must_wait {
            self.refuse_hopeless(index, out);
        } else {
            self.advance(index, now, out);
        }
        let waits = matches!(self.calls.get(&call), Some(Call::Waiting { .. }));
        if waits && !patient && self.line_is_too_long(index) {
            let reason = self.line_full(index);
            self.function_mut(index).line.remove(ticket);
            self.calls.remove(&call);
            out.push(Action::Refuse { call, reason });
        }
        self.settle(index, now, out);
    }

    pub(super) fn cancelled(&mut self, call: CallId, now: Millis, out: &mut Vec<Action>) {
        let Some(Call::Waiting { function, ticket }) = self.calls.get(&call).copied() else {
            return;
        };
        self.calls.remove(&call);
        self.function_mut(function).line.remove(ticket);
        self.settle(function, now, out);
    }

    pub(super) fn finished(&mut self, call: CallId, now: Millis, out: &mut Vec<Action>) {
        let Some(Call::Executing { function: index, instance }) = self.calls.get(&call).copied()
        else {
            return;
        };
        self.calls.remove(&call);
        self.sums.executing -= 1;
        self.function_mut(index).executing -= 1;
        self.release(instance, now, out);
        self.settle(index, now, out);
        self.advance(index, now, out);
        self.advance_siblings(index, now, out);
    }

    /// One place of the instance is free again.
    fn release(&mut self, id: InstanceId, now: Millis, out: &mut Vec<Action>) {
        let Some(instance) = self.instances.get_mut(&id) else { return };
        let State::Busy { calls } = &mut instance.state else { return };
        *calls -= 1;
        instance.served = true;
        let (calls, index, version) = (*calls, instance.function, instance.version);
        let function = &mut self.functions[index.0 as usize];
        function.failures = 0;
        if function.is_current(version) {
            if calls == 0 {
                self.make_idle(id, now);
            } else if calls < function.per_instance() {
                function.partial.insert(id);
            }
        } else if calls == 0 {
            let removed = function.target.is_none();
            let why = if removed { StopReason::Removed } else { StopReason::Replaced };
            self.stop(id, why, out);
        }
    }

    /// Whether more calls wait without a start on its way than the line may hold.
    fn line_is_too_long(&self, index: Index) -> bool {
        let function = self.function(index);
        let limit = function.reserved().unwrap_or(self.limits.account_concurrency);
        let bound = limit.min(self.limits.line_per_function) as usize;
        function.line.impatient().saturating_sub(function.covered()) > bound
    }

    fn line_full(&self, index: Index) -> Refusal {
        let function = self.function(index);
        let waiting = function.line.impatient().saturating_sub(1) as u32;
        function.held_by.unwrap_or(Refusal::LineFull { waiting })
    }
}
