//! How much a message may unfold to. A few bytes can ask for a structure of many members; a million
//! of them must not become a gigabyte.

use std::cell::Cell;

/// More slots than any input of any service needs, and little enough memory.
const SLOTS_MAX: usize = 1_000_000;

pub(crate) const SPENT: &str = "the request has too many parts";

/// What is left to unfold.
#[derive(Debug)]
pub(crate) struct Budget(Cell<usize>);

impl Budget {
    pub(crate) fn new() -> Self {
        Self(Cell::new(SLOTS_MAX))
    }

    /// Whether so many slots may still be made.
    pub(crate) fn allows(&self, slots: usize) -> bool {
        let left = self.0.get().checked_sub(slots);
        self.0.set(left.unwrap_or_default());
        left.is_some()
    }
}
