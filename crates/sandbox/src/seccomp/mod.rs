//! Which system calls programs may make: what language runtimes need, by name. Whatever is not named
//! is refused, and what the kernel learns after this was written does not exist.

mod calls;
mod program;

use std::collections::BTreeMap;

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allow,
    /// Not carried out; the program sees this error (or success, when it is 0).
    Refuse(u16),
    /// Depends on the low word of an argument.
    If {
        argument: u8,
        test: Test,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// Allowed without any of these bits.
    Without(u32),
    /// Allowed if it is one of these.
    OneOf(Vec<u32>),
    /// Allowed unless it is one of these.
    NoneOf(Vec<u32>),
}

pub(crate) type Rules = BTreeMap<u32, Verdict>;

/// The filter as the kernel takes it.
pub(crate) fn filter() -> Vec<u8> {
    program::bytes(&program::assemble(&calls::rules()))
}

/// The filter of a nursery.
pub(crate) fn nursery_filter() -> Vec<u8> {
    program::bytes(&program::assemble(&calls::nursery_rules()))
}
