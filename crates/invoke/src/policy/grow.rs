//! Zygotes come and go.
//!
//! A function gets one when somebody has just deployed it (see [`guesses`](super::guesses)), when a first instance had to be started
//! without one, and before a call that is expected. It is loaded in the background, when no call of
//! another function waits for a start, and pushes aside only what is cheaper to lose. It stays as
//! long as its function is called or it pays to wait for a call (see [`rest`](super::rest)), and as
//! long as copies of it live, for its memory would not come free before.

use super::blocked::Scarce;
use super::function::Index;
use super::instances::backoff;
use super::machine::Policy;
use super::zygote::{Stage, Zygote};
use super::{Action, Millis, StopReason, VersionId};

/// How long a function for whose zygote there is no room does without.
const NOT_NOW_MS: Millis = 1_000;

impl Policy {
    /// Has a zygote grown when its turn comes, if that is of any use.
    pub(super) fn want_zygote(&mut self, index: Index, now: Millis) {
        let function = self.function(index);
        let useful = function.target.as_ref().is_some_and(|target| target.copies)
            && function.zygote.stage == Stage::Absent
            && function.zygote.retry_at <= now
            && self.rest(index, true, now).zygote > now
            && self.zygote_mb(index) < self.limits.memory_mb;
        if useful {
            let turn = self.next_turn;
            self.next_turn += 1;
            self.growth.insert(turn, index);
            self.function_mut(index).zygote.stage = Stage::Queued(turn);
        }
    }

    /// Whether there will be one soon, or news that there is none.
    pub(super) fn zygote_comes(&self, index: Index) -> bool {
        match self.function(index).zygote.stage {
            Stage::Growing { .. } => true,
            Stage::Queued(_) => self.blocked.len(Scarce::Memory) == 0,
            Stage::Absent | Stage::Ready | Stage::Unfit => false,
        }
    }

    /// Lets those grow whose turn it is.
    pub(super) fn grow_next(&mut self, now: Millis, out: &mut Vec<Action>) {
        while self.sums.growing < self.limits.max_growing
            && self.blocked.len(Scarce::Memory) == 0
            && let Some((turn, index)) = self.growth.first_key_value().map(|(t, i)| (*t, *i))
        {
            // Calls that wait for starts go first, but those of its own function gain by it.
            if self.blocked.len(Scarce::Starts) > 0 && self.function(index).line.is_empty() {
                return;
            }
            self.growth.remove(&turn);
            self.function_mut(index).zygote.stage = Stage::Absent;
            if !self.grow(index, now, out) {
                // Who still needs it asks again with a start after that.
                self.function_mut(index).zygote.retry_at = now.saturating_add(NOT_NOW_MS);
            }
            self.advance(index, now, out);
        }
    }

    fn grow(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) -> bool {
        let Some(version) = self.function(index).version() else { return false };
        if now < self.no_growth_until {
            return false;
        }
        let charge_mb = self.zygote_mb(index);
        let (worth, until) = (self.zygote_worth(index, now), self.rest(index, true, now).zygote);
        let early = self.function(index).expected.is_some_and(|expected| expected.from <= now);
        if !self.has_room(charge_mb)
            && (early || !self.make_room_cheaply(charge_mb, worth, now, out))
        {
            self.function_mut(index).expected = None;
            return false;
        }
        let stamp = self.stamp();
        let zygote = &mut self.function_mut(index).zygote;
        zygote.stage = Stage::Growing { since: now };
        (zygote.until, zygote.stamp, zygote.worth) = (until, stamp, worth);
        self.sums.growing += 1;
        self.sums.zygotes += 1;
        self.charge_zygote(index, charge_mb);
        out.push(Action::Grow { version });
        true
    }

    pub(super) fn grown(
        &mut self,
        version: VersionId,
        mb: u32,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        let waited = self.current(version).filter(|index| {
            matches!(self.function(*index).zygote.stage, Stage::Growing { .. } | Stage::Ready)
        });
        let Some(index) = waited else {
            out.push(Action::LetGo { version, why: StopReason::TooLate });
            return;
        };
        if let Stage::Growing { since } = self.function(index).zygote.stage {
            self.sums.growing -= 1;
            let plain = self.versions.get_mut(&version).map(|record| record.kind_mut(false));
            if let Some(plain) = plain.filter(|plain| !plain.has_started()) {
                plain.learn_start(now.saturating_sub(since).saturating_mul(1_000));
            }
        }
        let mb = u64::from(mb).max(1);
        let zygote = &mut self.function_mut(index).zygote;
        (zygote.stage, zygote.weighed_mb) = (Stage::Ready, Some(mb));
        self.charge_zygote(index, mb);
        self.recharge_unmeasured(index);
        let until = self.rest(index, true, now).zygote;
        self.function_mut(index).zygote.until = until;
        self.settle(index, now, out);
        self.evict_down_to(self.limits.memory_mb, StopReason::MadeRoom, now, out);
        self.advance(index, now, out);
    }

    pub(super) fn unfit(&mut self, version: VersionId, now: Millis, out: &mut Vec<Action>) {
        let Some(index) = self.current(version) else { return };
        self.forget_zygote(index);
        self.function_mut(index).zygote.stage = Stage::Unfit;
        self.advance(index, now, out);
    }

    pub(super) fn zygote_gone(&mut self, version: VersionId, now: Millis, out: &mut Vec<Action>) {
        let Some(index) = self.current(version) else { return };
        if !self.function(index).zygote.is_held() {
            return;
        }
        self.forget_zygote(index);
        let zygote = &mut self.function_mut(index).zygote;
        zygote.retry_at = now.saturating_add(backoff(zygote.failures));
        zygote.failures += 1;
        self.advance(index, now, out);
    }

    /// Gives up the zygote, and the wish for one.
    pub(super) fn let_zygote_go(&mut self, index: Index, why: StopReason, out: &mut Vec<Action>) {
        let function = self.function(index);
        let (held, version) = (function.zygote.is_held(), function.version());
        self.forget_zygote(index);
        if held && let Some(version) = version {
            out.push(Action::LetGo { version, why });
        }
    }

    /// A new version, or none: nothing that is known of the zygote holds any more.
    pub(super) fn retire_zygote(&mut self, index: Index, why: StopReason, out: &mut Vec<Action>) {
        self.let_zygote_go(index, why, out);
        self.guesses.forget(index);
        self.function_mut(index).zygote = Zygote::default();
    }

    pub(super) fn let_resting_zygote_go(
        &mut self,
        index: Index,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        if self.zygote_rests_until(index).is_some_and(|until| until <= now) {
            self.let_zygote_go(index, StopReason::Idle, out);
        }
    }

    /// When a zygote goes that nothing is made of.
    pub(super) fn zygote_rests_until(&self, index: Index) -> Option<Millis> {
        let zygote = &self.function(index).zygote;
        Some(zygote.until).filter(|_| zygote.is_held() && !self.zygote_is_needed(index))
    }

    /// Whether something is made of it, or is about to be.
    pub(super) fn zygote_is_needed(&self, index: Index) -> bool {
        let function = self.function(index);
        function.keep_warm() > 0
            || function.executing > 0
            || !function.starting.is_empty()
            || !function.line.is_empty()
            || self.copies(index) > 0
    }

    fn forget_zygote(&mut self, index: Index) {
        match self.function(index).zygote.stage {
            Stage::Queued(turn) => {
                self.growth.remove(&turn);
            }
            Stage::Growing { .. } => {
                self.sums.growing -= 1;
                self.sums.zygotes -= 1;
            }
            Stage::Ready => self.sums.zygotes -= 1,
            Stage::Unfit => return,
            Stage::Absent => {}
        }
        self.charge_zygote(index, 0);
        self.function_mut(index).zygote.stage = Stage::Absent;
    }

    fn charge_zygote(&mut self, index: Index, charge_mb: u64) {
        let zygote = &mut self.functions[index.0 as usize].zygote;
        self.sums.memory_mb = self.sums.memory_mb - zygote.charge_mb + charge_mb;
        self.memory_freed |= charge_mb < zygote.charge_mb;
        zygote.charge_mb = charge_mb;
    }

    /// The function whose current version this is.
    fn current(&self, version: VersionId) -> Option<Index> {
        let index = self.versions.get(&version)?.function;
        Some(index).filter(|index| self.function(*index).is_current(version))
    }
}
