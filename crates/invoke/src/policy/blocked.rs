//! Functions that want to go on and cannot, in the order in which they get their turn.

use std::collections::BTreeMap;

use super::function::Index;

/// What a function waits for that other functions hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scarce {
    /// A place under the account's concurrency, for a function with a share of its own.
    Reserved,
    /// One of the places that no function has set aside for itself.
    Unreserved,
    Memory,
    /// One of the places for starting instances.
    Starts,
}

/// A function's place in one of the queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) scarce: Scarce,
    number: u64,
}

#[derive(Debug, Default)]
pub(super) struct Blocked {
    reserved: BTreeMap<u64, Index>,
    unreserved: BTreeMap<u64, Index>,
    memory: BTreeMap<u64, Index>,
    starts: BTreeMap<u64, Index>,
    next_number: u64,
}

impl Blocked {
    fn queue(&self, scarce: Scarce) -> &BTreeMap<u64, Index> {
        match scarce {
            Scarce::Reserved => &self.reserved,
            Scarce::Unreserved => &self.unreserved,
            Scarce::Memory => &self.memory,
            Scarce::Starts => &self.starts,
        }
    }

    fn queue_mut(&mut self, scarce: Scarce) -> &mut BTreeMap<u64, Index> {
        match scarce {
            Scarce::Reserved => &mut self.reserved,
            Scarce::Unreserved => &mut self.unreserved,
            Scarce::Memory => &mut self.memory,
            Scarce::Starts => &mut self.starts,
        }
    }

    pub(super) fn enter(&mut self, scarce: Scarce, index: Index) -> Turn {
        let number = self.next_number;
        self.next_number += 1;
        self.queue_mut(scarce).insert(number, index);
        Turn { scarce, number }
    }

    pub(super) fn leave(&mut self, turn: Turn) {
        self.queue_mut(turn.scarce).remove(&turn.number);
    }

    pub(super) fn first(&self, scarce: Scarce) -> Option<Index> {
        self.queue(scarce).first_key_value().map(|(_, index)| *index)
    }

    pub(super) fn len(&self, scarce: Scarce) -> usize {
        self.queue(scarce).len()
    }
}
