//! How wasmtime is set up: what components may use, and how their instances are laid out.

use std::num::NonZeroUsize;

use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};
use wasmtime_wasi::p2::bindings::cli::environment;

use crate::Options;
use crate::state::State;
use crate::world::function::Function;

const KB: usize = 1024;
const MB: usize = 1024 * KB;

/// Parts of one instance. Python's interpreter and libraries take about 40 modules.
const MODULES_MAX: u32 = 100;
const MEMORIES_MAX: u32 = 2;
const TABLES_MAX: u32 = 20;
const TABLE_ENTRIES_MAX: usize = 50_000;

/// Frames of a backtrace that are told. That it is not zero is checked when this is compiled.
const FRAMES_MAX: NonZeroUsize = NonZeroUsize::new(20).unwrap();

/// What is wiped rather than given back to the system when an instance ends: page faults are what
/// starting one costs most.
const MEMORY_KEPT: usize = 2 * MB;
const TABLE_KEPT: usize = 64 * KB;
const STACK_KEPT: usize = 32 * KB;

/// Unused places that stay as their last component left them, ready for its next instance.
const WARM_PLACES: u32 = 32;

pub(crate) fn config(options: &Options) -> Config {
    let mut config = compiling();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(options)));
    config
}

/// What the compiler must know, and no places for instances.
pub(crate) fn compiling() -> Config {
    let mut config = Config::new();
    config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
    config.epoch_interruption(true);
    config.concurrency_support(false);
    config.wasm_backtrace_max_frames(Some(FRAMES_MAX));
    // Nothing we build for needs these, and each is more to get wrong.
    config.wasm_memory64(false);
    config.wasm_multi_memory(false);
    config.wasm_relaxed_simd(false);
    config
}

fn pool(options: &Options) -> PoolingAllocationConfig {
    let instances = options.instances_max;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(instances)
        .total_stacks(instances)
        .total_core_instances(instances.saturating_mul(MODULES_MAX))
        .total_memories(instances.saturating_mul(MEMORIES_MAX))
        .total_tables(instances.saturating_mul(TABLES_MAX))
        .max_core_instances_per_component(MODULES_MAX)
        .max_memories_per_component(MEMORIES_MAX)
        .max_tables_per_component(TABLES_MAX)
        .max_component_instance_size(MB)
        .max_core_instance_size(MB)
        .max_memory_size(options.memory_bytes_max)
        .table_elements(TABLE_ENTRIES_MAX)
        .linear_memory_keep_resident(MEMORY_KEPT)
        .table_keep_resident(TABLE_KEPT)
        .async_stack_keep_resident(STACK_KEPT)
        .max_unused_warm_slots(WARM_PLACES)
        .pagemap_scan(Enabled::Auto);
    pool
}

/// Everything a component may import. That it is there gives nothing away: files, sockets and other
/// hosts are for those who were granted them.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    // Ours, in the place of one that copies all variables for each instance.
    linker.allow_shadowing(true);
    environment::add_to_linker::<_, HasSelf<_>>(&mut linker, |state: &mut State| state)?;
    linker.allow_shadowing(false);
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
    Function::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    Ok(linker)
}
