//! Hostile programs, each trying one thing. A slot must contain them all.
//!
//! The programs are attempts of one C program, `hostile.c`, which is compiled here.

mod attempts;
mod grounds;
mod neighbour;
mod nested;
mod programs;
mod runtimes;
mod shared;
#[path = "../it/support.rs"]
#[allow(dead_code)]
mod support;

/// Held by many, or by the one test that measures and wants the machine for itself.
static MACHINE: tokio::sync::RwLock<()> = tokio::sync::RwLock::const_new(());
