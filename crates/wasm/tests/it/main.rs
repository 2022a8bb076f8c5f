//! What the engine promises, tried with guests of all kinds.

mod answers;
mod bodies;
mod components;
mod crowds;
mod kept;
mod limits;
mod reach;
mod support;
