//! An instance that is up, and what the pool remembers of it.

use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use functions::Function;
use runtime::{Running, Started, Usage};

use super::starter::Code;
use crate::policy::InstanceId;

/// Reading what an instance has used takes longer than a short call: calls that follow each other
/// closely share a reading.
const USAGE_AGE: Duration = Duration::from_millis(10);

#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) id: InstanceId,
    pub(crate) instance: Running,
    pub(crate) function: Arc<Function>,
    _code: Code,
    /// Whether it is a copy of a loaded program, or came of whatever else was kept ready.
    pub(crate) copied: bool,
    /// In µs, until the first call takes it; 0 is none.
    init_us: AtomicU64,
    usage: Mutex<Option<(Instant, Usage)>>,
    cpu_us: AtomicU64,
    peak_mb: AtomicU32,
    calls: AtomicU32,
    retired: AtomicBool,
}

impl Live {
    /// When the start was for a call, its first call pays for it.
    pub(crate) fn new(
        id: InstanceId,
        started: Started,
        function: Arc<Function>,
        code: Code,
        copied: bool,
        for_a_call: bool,
    ) -> Self {
        let Started { instance, took, .. } = started;
        let init_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
        Self {
            id,
            instance,
            function,
            _code: code,
            copied,
            init_us: AtomicU64::new(if for_a_call { init_us } else { 0 }),
            usage: Mutex::default(),
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

    /// What the instance has used by now, or was seen to have used a moment ago.
    pub(crate) fn usage(&self) -> Usage {
        let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        match *usage {
            Some((at, read)) if at.elapsed() < USAGE_AGE => read,
            _ => {
                let read = self.instance.usage();
                *usage = Some((Instant::now(), read));
                read
            }
        }
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
