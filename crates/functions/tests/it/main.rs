//! Names, runtimes and settings as they are parsed; deploys, removals and restarts of the registry.

mod config;
mod deploy;
mod destination;
mod faults;
mod layers;
mod names;
mod restart;
mod runtimes;
mod support;
mod urls;
mod versions;
