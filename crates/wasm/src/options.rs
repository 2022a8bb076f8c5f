use std::path::PathBuf;
use std::thread::available_parallelism;

use crate::Apart;

const MB: u64 = 1024 * 1024;

/// How an engine is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where compiled components are kept; made if it is not there, for this user alone.
    pub cache_dir: PathBuf,
    /// What the cache may take; the components used longest ago go first.
    pub cache_bytes_max: u64,
    /// The largest component that is accepted.
    pub component_bytes_max: usize,
    /// The largest memory any instance may have, whatever its own limit says.
    pub memory_bytes_max: usize,
    /// What the memories of all instances together may take: they are the platform's own.
    pub memory_bytes_total: usize,
    /// How many instances there may be at once. Each takes address space, not memory.
    pub instances_max: u32,
    /// How many connections all guests together may have to elsewhere.
    pub connections_max: usize,
    /// Threads to compile on, and as many for guests that compute for long; at low priority.
    pub threads: usize,
    /// Components are compiled in processes of their own, of this very program, which must call
    /// [`compile_if_asked`](crate::compile_if_asked) first of all; else in this process, unlimited.
    pub apart: Option<Apart>,
    /// Components compiled at once.
    pub compiles_max: usize,
}

impl Options {
    pub fn new(cache_dir: impl Into<PathBuf>) -> Self {
        Self {
            cache_dir: cache_dir.into(),
            cache_bytes_max: 4096 * MB,
            component_bytes_max: 250 * MB as usize,
            memory_bytes_max: 4096 * MB as usize,
            memory_bytes_total: half_of_the_machine(),
            instances_max: 1000,
            connections_max: 512,
            threads: available_parallelism().map_or(2, usize::from),
            apart: None,
            compiles_max: 1,
        }
    }
}

fn half_of_the_machine() -> usize {
    let machine = rustix::system::sysinfo();
    let bytes = machine.totalram.saturating_mul(machine.mem_unit.into());
    usize::try_from(bytes / 2).unwrap_or(usize::MAX)
}
