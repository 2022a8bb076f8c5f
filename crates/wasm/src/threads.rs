//! Threads for work that nobody waits for at once.

use std::io;

use rustix::process::setpriority_process;
use tokio::runtime::{Builder, Handle, Runtime};

/// For guests that compute for long: those who are soon done come first.
const HEAVY_NICE: i32 = 5;

/// For the compiler: calls come first.
pub(crate) const COMPILE_NICE: i32 = 10;

/// Names that are looked up at once.
const LOOKUPS_MAX: usize = 64;

/// Gives way to other threads. Without the right to, this one stays as it is.
pub(crate) fn give_way(nice: i32) {
    let _ = setpriority_process(None, nice);
}

/// The threads of guests that compute for long, and others for looking up names.
pub(crate) struct Heavy(Option<Runtime>, Handle);

impl Heavy {
    pub(crate) fn start(threads: usize) -> io::Result<Self> {
        let mut runtime = Builder::new_multi_thread();
        runtime.worker_threads(threads.max(1)).thread_name("wasm-heavy").enable_all();
        runtime.max_blocking_threads(LOOKUPS_MAX);
        let runtime = runtime.on_thread_start(|| give_way(HEAVY_NICE)).build()?;
        let handle = runtime.handle().clone();
        Ok(Self(Some(runtime), handle))
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.1
    }
}

impl Drop for Heavy {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Not waiting: this may be a thread that must not block.
            runtime.shutdown_background();
        }
    }
}
