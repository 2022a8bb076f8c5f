//! Zygotes of functions that were deployed and nobody has called yet.
//!
//! That somebody will is a guess, so there are few of them, and a new one replaces the oldest only
//! after a while: who deploys very many functions gets zygotes for some, and neither memory nor
//! processors go to those nobody may ever call. The first call makes it more than a guess.

use std::collections::VecDeque;

use super::function::Index;
use super::machine::Policy;
use super::zygote::Stage;
use super::{Action, Millis, StopReason};

const REPLACED_AFTER_MS: Millis = 10_000;

/// With the time of the deploy, the oldest in front.
#[derive(Debug, Default)]
pub(super) struct Guesses(VecDeque<(Index, Millis)>);

impl Guesses {
    pub(super) fn forget(&mut self, index: Index) {
        self.0.retain(|(other, _)| *other != index);
    }
}

impl Policy {
    /// Has a zygote grown for a function that was deployed just now.
    pub(super) fn guess(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        if !self.function(index).pace.is_unknown() {
            return self.want_zygote(index, now);
        }
        self.guesses.forget(index);
        if self.guesses.0.len() >= self.limits.max_guesses as usize {
            let Some((oldest, since)) = self.guesses.0.front().copied() else { return };
            if since.saturating_add(REPLACED_AFTER_MS) > now {
                return;
            }
            self.guesses.forget(oldest);
            // Instances that are always kept ready want theirs all the same.
            if !self.zygote_is_needed(oldest) {
                self.let_zygote_go(oldest, StopReason::MadeRoom, out);
                self.settle(oldest, now, out);
            }
        }
        self.want_zygote(index, now);
        if self.function(index).zygote.stage != Stage::Absent {
            self.guesses.0.push_back((index, now));
        }
    }
}
