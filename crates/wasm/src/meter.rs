//! What a call takes: processor time and memory.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::Usage;

#[derive(Debug, Default)]
pub(crate) struct Meter {
    cpu_ns: AtomicU64,
    memory_peak: AtomicU64,
}

impl Meter {
    /// Runs `work` and tells how much of this thread's time it took.
    pub(crate) fn measure<T>(&self, work: impl FnOnce() -> T) -> (T, Duration) {
        let before = thread_ns();
        let done = work();
        let took = thread_ns().saturating_sub(before);
        self.cpu_ns.fetch_add(took, Ordering::Relaxed);
        (done, Duration::from_nanos(took))
    }

    pub(crate) fn memory(&self, bytes: usize) {
        self.memory_peak.fetch_max(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn usage(&self) -> Usage {
        Usage {
            cpu_us: self.cpu_ns.load(Ordering::Relaxed).div_ceil(1_000),
            memory_peak_bytes: self.memory_peak.load(Ordering::Relaxed),
        }
    }
}

fn thread_ns() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    seconds * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or_default()
}
