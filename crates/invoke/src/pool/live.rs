//! An instance that is up, and what the pool remembers of it.

use std::sync::Arc;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};
use std::time::Duration;

use functions::Function;
use runtime::Running;

use crate::policy::InstanceId;

#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) id: InstanceId,
    pub(crate) instance: Running,
    pub(crate) function: Arc<Function>,
    /// In µs, until the first call takes it; 0 is none.
    init_us: AtomicU64,
    cpu_us: AtomicU64,
    peak_mb: AtomicU32,
    calls: AtomicU32,
    retired: AtomicBool,
}

impl Live {
    /// `init` is given when the start was for a call, which then pays for it.
    pub(crate) fn new(
        id: InstanceId,
        instance: Running,
        function: Arc<Function>,
        init: Option<Duration>,
    ) -> Self {
        let init_us =
            init.map_or(0, |init| u64::try_from(init.as_micros()).unwrap_or(u64::MAX).max(1));
        Self {
            id,
            instance,
            function,
            init_us: AtomicU64::new(init_us),
            cpu_us: AtomicU64::new(0),
            peak_mb: AtomicU32::new(0),
            calls: AtomicU32::new(0),
            retired: AtomicBool::new(false),
        }
    }

    /// No more calls come: the instance ends now, or with its last call.
    pub(super) fn retire(&self) {
        self.retired.store(true, SeqCst);
        if self.calls.load(SeqCst) == 0 {
            self.instance.kill();
        }
    }

    /// How long the start took, for the first call that asks.
    pub(crate) fn take_init(&self) -> Option<Duration> {
        let us = self.init_us.swap(0, Relaxed);
        (us > 0).then(|| Duration::from_micros(us))
    }

    /// CPU time used since the last call of this, given what was used in all.
    pub(crate) fn cpu_since_last_call(&self, total_us: u64) -> u64 {
        total_us.saturating_sub(self.cpu_us.swap(total_us, Relaxed))
    }

    /// Whether this peak is a new one.
    pub(crate) fn is_new_peak(&self, peak_mb: u32) -> bool {
        self.peak_mb.fetch_max(peak_mb, Relaxed) < peak_mb
    }
}

/// A call's place in an instance, from the moment it is given: an instance that is retired is not
/// ended under a call that has not begun yet.
#[derive(Debug)]
pub(crate) struct Seat(Arc<Live>);

impl Seat {
    pub(super) fn new(live: Arc<Live>) -> Self {
        live.calls.fetch_add(1, SeqCst);
        Self(live)
    }
}

impl std::ops::Deref for Seat {
    type Target = Arc<Live>;

    fn deref(&self) -> &Arc<Live> {
        &self.0
    }
}

impl Drop for Seat {
    /// Ends an instance that was retired once its last call is over.
    fn drop(&mut self) {
        if self.0.calls.fetch_sub(1, SeqCst) == 1 && self.0.retired.load(SeqCst) {
            self.0.instance.kill();
        }
    }
}
