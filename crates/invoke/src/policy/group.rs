//! Versions of one function share the concurrency that is set aside for it.

use std::collections::BTreeSet;

use super::function::Index;
use super::machine::Policy;
use super::{Action, Millis};

/// The versions of a function that has concurrency of its own.
#[derive(Debug, Default)]
pub(super) struct Group {
    limit: u32,
    /// What all of them hold together.
    places: u32,
    members: BTreeSet<Index>,
}

impl Policy {
    /// Brings the group's books, and what is set aside in all, up to date with one member's.
    pub(super) fn recount_group(&mut self, index: Index, places: u32, reserved: Option<u32>) {
        let function = &self.functions[index.0 as usize];
        let before = function.counted;
        if before.reserved.is_none() && reserved.is_none() {
            return;
        }
        let group = self.groups.entry(function.name.name.clone()).or_default();
        if before.reserved.is_some() {
            group.places -= before.places;
        }
        let limit = match reserved {
            Some(limit) => {
                group.places += places;
                group.members.insert(index);
                limit
            }
            None => {
                group.members.remove(&index);
                if group.members.is_empty() { 0 } else { group.limit }
            }
        };
        self.sums.reserved = self.sums.reserved - u64::from(group.limit) + u64::from(limit);
        group.limit = limit;
        if group.members.is_empty() {
            self.groups.remove(&self.functions[index.0 as usize].name.name);
        }
    }

    /// Places that the function's other versions hold of those set aside for it.
    pub(super) fn held_by_siblings(&self, index: Index) -> u32 {
        let function = self.function(index);
        let Some(group) = self.groups.get(&function.name.name) else { return 0 };
        let own = if group.members.contains(&index) { function.counted.places } else { 0 };
        group.places - own
    }

    /// What one version gave back may be what another waits for: each in turn, those after it first.
    pub(super) fn advance_siblings(&mut self, index: Index, now: Millis, out: &mut Vec<Action>) {
        let Some(group) = self.groups.get(&self.function(index).name.name) else { return };
        if group.members.len() < 2 {
            return;
        }
        let after = group.members.range(index..).skip(1);
        let others: Vec<Index> = after.chain(group.members.range(..index)).copied().collect();
        for other in others {
            if !self.function(other).line.is_empty() {
                self.advance(other, now, out);
                self.settle(other, now, out);
            }
        }
    }
}
