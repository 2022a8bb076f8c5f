//! What the engine promises, tried with guests of all kinds.

mod answers;
mod support;
