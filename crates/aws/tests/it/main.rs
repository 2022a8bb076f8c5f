//! Lambda's API at its door: who is let in, and how clients are told that they are not.

mod door;
mod support;
