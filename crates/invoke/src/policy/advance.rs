//! The heart: gives waiting calls to free places, and starts instances for those without.

use super::blocked::Scarce;
use super::function::{Function, Index, State};
use super::machine::{Call, Policy};
use super::{Action, InstanceId, Millis, Refusal};

/// What keeps a function from going on.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// What it could wait for; nothing when only its own calls can help by ending.
    scarce: Option<Scarce>,
    /// What to tell a call that cannot wait.
    refusal: Option<Refusal>,
}

impl Held {
    fn by(scarce: Scarce, refusal: Refusal) -> Self {
        Self { scarce: Some(scarce), refusal: Some(refusal) }
    }
}

impl Policy {
    /// Does all that can be done for the function now.
    pub(super) fn advance(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        self.refuse_hopeless(index, out);
        let held = self.go_on(index, now, out).err();
        let scarce = held.and_then(|held| held.scarce);
        let function = &mut self.functions[index.0 as usize];
        function.held_by = held.and_then(|held| held.refusal);
        if function.turn.map(|turn| turn.scarce) != scarce {
            if let Some(turn) = function.turn.take() {
                self.blocked.leave(turn);
            }
            function.turn = scarce.map(|scarce| self.blocked.enter(scarce, index));
        }
        self.settle(index, now, out);
    }

    fn go_on(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) -> Result<(), Held> {
        while !self.function(index).line.is_empty() {
            let Some(instance) = self.free_place(index) else { break };
            self.may_hold(index, self.function(index).places_after_assign())?;
            self.assign(index, instance, now, out);
        }
        while self.function(index).line.len() > self.function(index).covered() {
            self.may_start(index, now, out)?;
            if let Some(gaps) = &mut self.function_mut(index).gaps {
                gaps.missed(now);
            }
            self.start(index, false, out);
        }
        self.keep_warm(index, now, out)?;
        self.meet_expected(index, now, out);
        Ok(())
    }

    /// Nobody waits for these: they can wait for the zygote they are to be copies of.
    fn keep_warm(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) -> Result<(), Held> {
        let missing = |function: &Function| {
            function.live < function.keep_warm() && function.warm_retry_at <= now
        };
        if missing(self.function(index)) {
            self.want_zygote(index, now);
        }
        while missing(self.function(index)) && !self.zygote_comes(index) {
            self.may_start(index, now, out)?;
            self.start(index, false, out);
        }
        Ok(())
    }

    /// Busy instances with a free place first, then the one used last.
    fn free_place(&mut self, index: Index) -> Option<InstanceId> {
        let function = &mut self.functions[index.0 as usize];
        while let Some(id) = function.partial.first().copied() {
            match self.instances.get(&id).map(|instance| instance.state) {
                Some(State::Busy { calls }) if calls < function.per_instance() => return Some(id),
                // `per_instance` was lowered meanwhile.
                _ => function.partial.remove(&id),
            };
        }
        function.idle.last_key_value().map(|(_, id)| *id)
    }

    fn assign(&mut self, index: Index, id: InstanceId, now: Millis, out: &mut Vec<Action>) {
        let function = &mut self.functions[index.0 as usize];
        let Some(instance) = self.instances.get_mut(&id) else { return };
        let Some(call) = function.line.pop() else { return };
        let calls = match instance.state {
            State::Busy { calls } => calls + 1,
            State::Starting => 1,
            State::Idle { stamp, since, .. } => {
                function.idle.remove(&stamp);
                function.idle_copies -= u32::from(instance.copied);
                if self.keep_alive.learns() {
                    if instance.served {
                        function.gaps.get_or_insert_default().taken(since, now);
                    } else if instance.ahead {
                        // It stands in for the one that was let go to be back in time.
                        function.gaps.get_or_insert_default().missed(now);
                    }
                }
                1
            }
        };
        instance.state = State::Busy { calls };
        if calls < function.per_instance() {
            function.partial.insert(id);
        } else {
            function.partial.remove(&id);
        }
        instance.ahead = false;
        function.expected = None;
        function.pace.called(now);
        function.executing += 1;
        self.sums.executing += 1;
        self.calls.insert(call, Call::Executing { function: index, instance: id });
        out.push(Action::Assign { call, instance: id });
    }

    /// Whether the function may hold that many places under the concurrency limits.
    fn may_hold(&self, index: Index, places: u32) -> Result<(), Held> {
        let function = self.function(index);
        let counted = function.counted;
        let account = self.limits.account_concurrency;
        if let Some(limit) = function.reserved()
            && places.saturating_add(self.held_by_siblings(index)) > limit
        {
            let refusal = Some(Refusal::FunctionConcurrency { limit });
            return Err(Held { scarce: None, refusal });
        }
        let scarce = match function.reserved() {
            Some(_) => Scarce::Reserved,
            None => Scarce::Unreserved,
        };
        let held = |limit| Err(Held::by(scarce, Refusal::AccountConcurrency { limit }));
        if function.reserved().is_none() {
            let mine = if counted.reserved.is_none() { counted.places } else { 0 };
            let others = self.sums.unreserved_places.saturating_sub(mine);
            let limit = self.unreserved();
            let out_of_turn = places > counted.places && !self.has_turn(scarce, index);
            if out_of_turn || others.saturating_add(places) > limit {
                return held(limit);
            }
        }
        let others = self.sums.places.saturating_sub(counted.places);
        if others.saturating_add(places) > account { held(account) } else { Ok(()) }
    }

    /// Whether one more call could execute.
    pub(super) fn could_hold_one_more(&self, index: Index) -> bool {
        self.may_hold(index, self.function(index).places() + 1).is_ok()
    }

    /// Whether nobody waits for the scarce thing, or this function is the one to be served now.
    fn has_turn(&self, scarce: Scarce, index: Index) -> bool {
        self.serving == Some(index) || self.blocked.len(scarce) == 0
    }

    /// The concurrency that no function has set aside for itself.
    pub(super) fn unreserved(&self) -> u32 {
        let reserved = u32::try_from(self.sums.reserved).unwrap_or(u32::MAX);
        self.limits.account_concurrency.saturating_sub(reserved)
    }

    /// Whether the limits allow one more instance; makes room for it in the memory budget.
    fn may_start(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) -> Result<(), Held> {
        self.may_hold(index, self.function(index).places_after_start())?;
        let starts_left = self.sums.starting < self.limits.max_starting;
        if !starts_left || !self.has_turn(Scarce::Starts, index) {
            return Err(Held { scarce: Some(Scarce::Starts), refusal: None });
        }
        if !self.make_room(index, now, out) {
            let refusal = Refusal::Memory { budget_mb: self.limits.memory_mb };
            return Err(Held::by(Scarce::Memory, refusal));
        }
        Ok(())
    }

    /// Turns all waiting calls away if no amount of waiting would help them.
    pub(super) fn refuse_hopeless(&mut self, index: Index, out: &mut Vec<Action>) {
        let function = self.function(index);
        let budget_mb = self.limits.memory_mb;
        let concurrency = function.reserved().unwrap_or(self.limits.account_concurrency);
        let reason = if concurrency == 0 {
            Refusal::FunctionConcurrency { limit: 0 }
        } else if function.live == 0 && self.charge_mb(index) > budget_mb {
            Refusal::Memory { budget_mb }
        } else {
            return;
        };
        self.refuse_all(index, reason, out);
    }

    pub(super) fn refuse_all(&mut self, index: Index, reason: Refusal, out: &mut Vec<Action>) {
        while let Some(call) = self.function_mut(index).line.pop() {
            self.calls.remove(&call);
            out.push(Action::Refuse { call, reason });
        }
    }
}
