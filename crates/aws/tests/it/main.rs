//! The front door of AWS's clients: who is let in, and how clients are told that they are not.

mod detours;
mod door;
mod logs;
mod packages;
mod permissions;
mod queries;
mod refusals;
mod sample;
mod support;
mod unserved;
