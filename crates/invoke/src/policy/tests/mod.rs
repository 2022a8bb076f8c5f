//! Transcripts of every rule, and random sequences of events against a model of the world.

mod ahead;
mod charges;
mod concurrency;
mod idle;
mod memory;
mod model;
mod purity;
mod random;
mod script;
mod starts;
mod versions;
mod warm;
mod worth;
mod zygotes;
