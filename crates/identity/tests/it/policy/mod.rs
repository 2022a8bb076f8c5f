//! Policies: what is malformed, what matches, and what follows. Inputs and outcomes side by side.

mod combined;
mod conditions;
mod malformed;
mod matching;
mod numbers;
mod principals;
mod properties;
mod quantifiers;
mod support;
mod trust;
mod variables;
