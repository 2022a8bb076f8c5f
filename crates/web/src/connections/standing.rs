//! How one connection stands: what it asked, what it was answered, and whether it takes that.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::answer::Progress;
use crate::pace::{Pace, Verdict};

/// How long a connection may have nothing to answer: before its first request, or between two.
const IDLE_MS: u64 = 30_000;
/// How long it may be unread until another may take its place.
const UNREAD_MS: u64 = 1_000;
/// What a connection may bring beside bodies, for each request and for nothing: heads, and the small
/// frames of HTTP/2 (settings, pings, resets, windows). More is noise.
const NOISE: u64 = 256 * 1024;
const NOISE_FOR_A_REQUEST: u64 = 64 * 1024;
/// A reader says now and then how much it has taken.
const WRITTEN_FOR_ONE_READ: u64 = 256;

#[derive(Debug)]
pub struct Standing {
    began: Instant,
    begun: AtomicU64,
    over: AtomicU64,
    /// When a request began or was over last.
    changed_ms: AtomicU64,
    read: AtomicU64,
    /// What of that was of bodies.
    bodies: AtomicU64,
    written: AtomicU64,
    /// Whether it takes no more at the moment, and since when; 0 when it does.
    unread_since_ms: AtomicU64,
    /// Answers that have not been taken whole.
    answers: Mutex<Vec<Arc<Progress>>>,
    reader: Mutex<(Pace, u64)>,
    cut: Notify,
    is_cut: AtomicBool,
    pub(super) requests: Arc<AtomicUsize>,
    requests_max: usize,
}

/// A request that is being answered.
#[derive(Debug)]
pub struct Serving {
    pub(super) standing: Arc<Standing>,
}

impl Standing {
    pub(super) fn new(began: Instant, requests_max: usize, requests: Arc<AtomicUsize>) -> Self {
        let standing = Self {
            began,
            begun: AtomicU64::new(0),
            over: AtomicU64::new(0),
            changed_ms: AtomicU64::new(0),
            read: AtomicU64::new(0),
            bodies: AtomicU64::new(0),
            written: AtomicU64::new(0),
            unread_since_ms: AtomicU64::new(0),
            answers: Mutex::default(),
            reader: Mutex::new((Pace::of_readers(), 0)),
            cut: Notify::new(),
            is_cut: AtomicBool::new(false),
            requests,
            requests_max,
        };
        standing.changed_ms.store(standing.now_ms(), Relaxed);
        standing
    }

    /// A request has come. None where its peer has too many unanswered ones.
    pub fn begin(self: &Arc<Self>) -> Option<Serving> {
        self.begun.fetch_add(1, Relaxed);
        self.changed_ms.store(self.now_ms(), Relaxed);
        let more = |now: usize| (now < self.requests_max).then_some(now + 1);
        if self.requests.fetch_update(Relaxed, Relaxed, more).is_err() {
            self.over.fetch_add(1, Relaxed);
            return None;
        }
        Some(Serving { standing: self.clone() })
    }

    /// So much came from the connection.
    pub fn has_read(&self, bytes: usize) {
        self.read.fetch_add(bytes as u64, Relaxed);
        if self.is_noisy() {
            self.cut_off();
        }
    }

    /// So much of that was of a body.
    pub fn has_read_of_a_body(&self, bytes: usize) {
        self.bodies.fetch_add(bytes as u64, Relaxed);
    }

    /// So much was taken from us; none where the connection takes no more.
    pub fn has_written(&self, bytes: Option<usize>) {
        match bytes {
            Some(bytes) => {
                self.written.fetch_add(bytes as u64, Relaxed);
                self.unread_since_ms.store(0, Relaxed);
            }
            None => {
                let now_ms = self.now_ms().max(1);
                let _ = self.unread_since_ms.compare_exchange(0, now_ms, Relaxed, Relaxed);
            }
        }
    }

    /// Waits until the connection is to end, whatever it does.
    pub async fn is_cut_off(&self) {
        self.cut.notified().await;
    }

    pub(super) fn cut_off(&self) {
        if !self.is_cut.swap(true, Relaxed) {
            self.cut.notify_one();
        }
    }

    pub(super) fn watch(&self, progress: Arc<Progress>) {
        let mut answers = self.answers();
        answers.retain(|answer| !answer.is_over());
        answers.push(progress);
    }

    /// For how long it has been of no use: silent, or unread. None while it is served.
    pub(super) fn useless_ms(&self, now_ms: u64) -> Option<u64> {
        let unread_ms = self.unread_ms(now_ms);
        if unread_ms >= UNREAD_MS {
            return Some(unread_ms);
        }
        self.idle_ms(now_ms)
    }

    /// Whether it is to end. Looked at each second.
    pub(super) fn is_hopeless(&self, now_ms: u64, pressed: bool) -> bool {
        const LOOK: Duration = Duration::from_secs(1);
        let unread_ms = self.unread_ms(now_ms);
        if pressed && unread_ms >= UNREAD_MS {
            return true;
        }
        let unread = unread_ms > 0;
        if !unread && self.idle_ms(now_ms).is_some_and(|idle_ms| idle_ms >= IDLE_MS) {
            return true;
        }
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let written = self.written.load(Relaxed);
        let moved = usize::try_from(written - reader.1).unwrap_or(usize::MAX);
        reader.1 = written;
        let connection = match unread {
            true => reader.0.waited(LOOK, moved),
            false => {
                reader.0.rests();
                Verdict::Fine
            }
        };
        let mut answers = self.answers();
        answers.retain(|answer| !answer.is_over());
        let slow = answers.iter().any(|answer| answer.look(LOOK, pressed) == Verdict::TooSlow);
        slow || connection == Verdict::TooSlow
    }

    fn unread_ms(&self, now_ms: u64) -> u64 {
        match self.unread_since_ms.load(Relaxed) {
            0 => 0,
            since_ms => now_ms.saturating_sub(since_ms).max(1),
        }
    }

    fn idle_ms(&self, now_ms: u64) -> Option<u64> {
        let idle = self.begun.load(Relaxed) == self.over.load(Relaxed);
        idle.then(|| now_ms.saturating_sub(self.changed_ms.load(Relaxed)))
    }

    fn is_noisy(&self) -> bool {
        let noise = self.read.load(Relaxed).saturating_sub(self.bodies.load(Relaxed));
        let requests = self.begun.load(Relaxed).saturating_mul(NOISE_FOR_A_REQUEST);
        noise > NOISE + requests + self.written.load(Relaxed) / WRITTEN_FOR_ONE_READ
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn answers(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Progress>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let standing = &self.standing;
        standing.requests.fetch_sub(1, Relaxed);
        standing.changed_ms.store(standing.now_ms(), Relaxed);
        standing.over.fetch_add(1, Relaxed);
    }
}
