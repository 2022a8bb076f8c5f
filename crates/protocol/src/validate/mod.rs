//! The constraints that models declare, with the words AWS has for those that are violated.

mod single;
mod spell;
mod walk;

use crate::schema::{Service, Structure};
use crate::{Fault, Slots, Value};

/// Refuses an input that violates a constraint, naming all that it violates.
pub(crate) fn check(
    service: &Service,
    structure: &'static Structure,
    slots: &Slots,
) -> Result<(), Fault> {
    let found = violations(structure, slots);
    if found.is_empty() {
        return Ok(());
    }
    let errors = if found.len() == 1 { "error" } else { "errors" };
    let message = format!("{} validation {errors} detected: {}", found.len(), found.join("; "));
    Err(Fault::new(400, service.validation, message))
}

/// What an input violates, each in a sentence.
pub fn violations(structure: &'static Structure, slots: &[Option<Value>]) -> Vec<String> {
    let mut walk = walk::Walk::default();
    walk.structure(structure, slots);
    walk.found
}
