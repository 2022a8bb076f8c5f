//! Calls and kept calls, on real instances and a store that fails when told to.

mod accounts;
mod crowd;
mod deploys;
mod kept;
mod letters;
mod restart;
mod stopping;
mod support;
