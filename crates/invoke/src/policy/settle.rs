//! After every change: turn away whom no limit lets wait any longer, bring the sums and timers up
//! to date, and let those go on who waited for what came free.

use super::blocked::Scarce;
use super::function::{Function, Index, State};
use super::machine::Policy;
use super::{Action, Millis, Refusal, StopReason};

/// Functions tried each time memory comes free; the others get their turn a moment later. Needs
/// differ, so the first one not fitting says nothing about the next.
const MEMORY_TRIES: usize = 8;
const MEMORY_RETRY_MS: Millis = 100;

impl Policy {
    pub(super) fn settle(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        self.refuse_overdue(index, now, out);
        self.let_idle_go(index, now, out);
        self.let_resting_zygote_go(index, now, out);
        self.recount_places(index);
        self.recount_evictable(index);
        self.drop_turn_if_content(index);
        self.set_timer(index, now);
        if self.function(index).is_over() {
            self.vacate(index);
        }
    }

    fn refuse_overdue(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        let waited_ms = self.limits.line_wait_ms.saturating_add(self.limits.start_wait_ms);
        while self.overdue_at(self.function(index)).is_some_and(|at| at <= now) {
            let function = &mut self.functions[index.0 as usize];
            let reason = function.held_by.unwrap_or(Refusal::WaitedTooLong { waited_ms });
            let Some(call) = function.line.pop_overdue(function.covered()) else { break };
            self.calls.remove(&call);
            out.push(Action::Refuse { call, reason });
        }
    }

    /// When the first overdue call must go. One that a limit holds up goes at once; one that
    /// merely waits for the starts before it has more time.
    fn overdue_at(&self, function: &Function) -> Option<Millis> {
        let since = function.line.overdue_since(function.covered())?;
        let starts = function.turn.is_some_and(|turn| turn.scarce == Scarce::Starts);
        let grace = if starts { self.limits.start_wait_ms } else { 0 };
        Some(since.saturating_add(grace))
    }

    fn let_idle_go(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        while let Some((until, id)) = self.idle_longest(self.function(index))
            && until <= now
            && self.function(index).line.is_empty()
        {
            self.stop(id, StopReason::Idle, out);
        }
    }

    /// The idle instance to go first, and when.
    fn idle_longest(&self, function: &Function) -> Option<(Millis, super::InstanceId)> {
        let (_, id) = function.idle.first_key_value().filter(|_| function.evictable() > 0)?;
        match self.instances.get(id)?.state {
            State::Idle { until, .. } => Some((until, *id)),
            State::Starting | State::Busy { .. } => None,
        }
    }

    fn recount_places(&mut self, index: Index) {
        let function = &self.functions[index.0 as usize];
        let (places, reserved) = (function.places(), function.reserved());
        self.recount_group(index, places, reserved);
        let function = &mut self.functions[index.0 as usize];
        let (sums, before) = (&mut self.sums, &mut function.counted);
        sums.places = sums.places - before.places + places;
        if before.reserved.is_none() {
            sums.unreserved_places -= before.places;
        }
        if reserved.is_none() {
            sums.unreserved_places += places;
        }
        (before.places, before.reserved) = (places, reserved);
    }

    /// A function whose calls have all given up needs no turn.
    fn drop_turn_if_content(&mut self, index: Index) {
        let function = &mut self.functions[index.0 as usize];
        let wants = !function.line.is_empty() || function.live < function.keep_warm();
        if !wants && let Some(turn) = function.turn.take() {
            self.blocked.leave(turn);
        }
    }

    /// An entry that is too early is left alone: a busy function then touches the timers once per
    /// waiting time and not with every call.
    fn set_timer(&mut self, index: Index, now: Millis) {
        let function = self.function(index);
        let missing = function.live < function.keep_warm() && function.warm_retry_at > now;
        let idle = self.idle_longest(function).filter(|_| function.line.is_empty());
        let wanted = [
            function.line.next_expiry(),
            self.overdue_at(function),
            idle.map(|(until, _)| until),
            self.zygote_rests_until(index),
            function.expected.map(|expected| expected.from).filter(|from| *from > now),
            missing.then_some(function.warm_retry_at),
        ];
        let Some(wanted) = wanted.into_iter().flatten().min() else { return };
        let wanted = wanted.max(now.saturating_add(1));
        if function.counted.timer.is_some_and(|timer| timer <= wanted) {
            return;
        }
        let before = self.function_mut(index).counted.timer.replace(wanted);
        if let Some(before) = before {
            self.timers.remove(&(before, index));
        }
        self.timers.insert((wanted, index));
    }

    /// Forgets a removed function whose last call has ended.
    fn vacate(&mut self, index: Index) {
        let function = &mut self.functions[index.0 as usize];
        if let Some(timer) = function.counted.timer.take() {
            self.timers.remove(&(timer, index));
        }
        if self.names.remove(&function.name).is_some() {
            self.vacant.push(index);
        }
    }

    pub(super) fn tick(&mut self, now: Millis, out: &mut Vec<Action>) {
        while let Some((at, index)) = self.timers.first().copied()
            && at <= now
        {
            self.timers.remove(&(at, index));
            let function = self.function_mut(index);
            function.counted.timer = None;
            function.line.expire(now);
            let expected = function.expected.is_some_and(|expected| expected.from <= now);
            let start_again = function.live < function.keep_warm() || expected;
            self.settle(index, now, out);
            if start_again {
                self.advance(index, now, out);
            }
        }
        if self.memory_retry_at.is_some_and(|at| at <= now) {
            self.memory_retry_at = None;
            self.memory_freed = true;
        }
    }

    /// Gives what came free to those who wait for it, in turn.
    pub(super) fn wake(&mut self, now: Millis, out: &mut Vec<Action>) {
        for scarce in [Scarce::Reserved, Scarce::Unreserved] {
            for _ in 0..self.blocked.len(scarce) {
                let Some(index) = self.blocked.first(scarce) else { break };
                let open = self.sums.places < self.limits.account_concurrency
                    && (scarce == Scarce::Reserved
                        || self.sums.unreserved_places < self.unreserved());
                if !open {
                    break;
                }
                self.take_turn(index, now, out);
            }
        }
        for _ in 0..self.blocked.len(Scarce::Starts) {
            let Some(index) = self.blocked.first(Scarce::Starts) else { break };
            if self.sums.starting >= self.limits.max_starting {
                break;
            }
            self.take_turn(index, now, out);
        }
        self.wake_for_memory(now, out);
    }

    fn wake_for_memory(&mut self, now: Millis, out: &mut Vec<Action>) {
        let waiting = self.blocked.len(Scarce::Memory);
        if !std::mem::take(&mut self.memory_freed) || waiting == 0 {
            return;
        }
        for _ in 0..waiting.min(MEMORY_TRIES) {
            let Some(index) = self.blocked.first(Scarce::Memory) else { break };
            self.take_turn(index, now, out);
        }
        // What was set free just now was set free for those that took it.
        self.memory_freed = false;
        if waiting > MEMORY_TRIES {
            self.memory_retry_at = Some(now.saturating_add(MEMORY_RETRY_MS));
        }
    }

    /// The function tries again; if it needs still more it queues up behind the others.
    fn take_turn(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        if let Some(turn) = self.function_mut(index).turn.take() {
            self.blocked.leave(turn);
        }
        self.serving = Some(index);
        self.advance(index, now, out);
        self.serving = None;
    }
}
