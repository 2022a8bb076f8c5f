//! Zygotes of functions that were deployed and nobody has called yet.
//!
//! That somebody will is a guess, so there are few of them: who deploys very many functions gets
//! zygotes for the last ones, and neither memory nor processors go to those nobody may ever call.
//! The first call makes it more than a guess.

use std::collections::VecDeque;

use super::function::Index;
use super::machine::Policy;
use super::zygote::Stage;
use super::{Action, Millis, StopReason};

/// Those wanted longest are in front.
#[derive(Debug, Default)]
pub(super) struct Guesses(VecDeque<Index>);

impl Guesses {
    pub(super) fn forget(&mut self, index: Index) {
        self.0.retain(|other| *other != index);
    }
}

impl Policy {
    /// Has a zygote grown for a function that was deployed just now.
    pub(super) fn guess(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        self.want_zygote(index, now);
        let function = self.function(index);
        if function.zygote.stage == Stage::Absent || !function.pace.is_unknown() {
            return;
        }
        self.guesses.forget(index);
        self.guesses.0.push_back(index);
        while self.guesses.0.len() > self.limits.max_guesses as usize
            && let Some(oldest) = self.guesses.0.pop_front()
        {
            // Instances that are always kept ready want theirs all the same.
            if !self.zygote_is_needed(oldest) {
                self.let_zygote_go(oldest, StopReason::MadeRoom, out);
                self.settle(oldest, now, out);
            }
        }
    }
}
