//! One function's share of the room: what is taken, what is dropped, and what is said about it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::bucket::{Bucket, Rate};
use super::key::Place;
use crate::journal::Hold;
use crate::{Level, LogEvent, Options, Source};

#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    all: usize,
    /// Beyond `all`, for what the platform itself says.
    reserve: usize,
    one: usize,
    pub(super) rate: Rate,
}

/// What is known of one function's log at this moment.
#[derive(Debug)]
pub(super) struct Lane {
    /// The latest place given to an event.
    pub(super) last_us: u64,
    /// Bytes waiting or being written.
    pub(super) held: usize,
    pub(super) bucket: Bucket,
    dropping: bool,
    dropped: Option<Dropped>,
    /// Up to where retention removed events while we run.
    pub(super) pruned: Place,
}

#[derive(Debug)]
struct Dropped {
    worth: Worth,
    why: Why,
    stream: Arc<str>,
    request: Option<Arc<str>>,
    /// Of the oldest note of it.
    hold: Option<Hold>,
}

/// What a lane says of what was dropped.
#[derive(Debug)]
pub(super) struct Notice {
    pub(super) event: LogEvent,
    pub(super) worth: Worth,
    pub(super) hold: Option<Hold>,
}

/// Why events were dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    TooFast,
    NotWritten,
}

/// What is lost when an event cannot be kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Worth {
    lines: u64,
    bytes: u64,
}

impl Limits {
    pub(super) fn new(options: &Options) -> Self {
        let rate = Rate { per_s: options.rate_bytes_per_s, burst: options.burst_bytes };
        let all = options.buffer_bytes;
        let one = options.buffer_bytes_per_function.min(all);
        Self { all, reserve: all / 8, one, rate }
    }

    /// The room that is left, with the reserve.
    pub(super) fn free(&self, held: usize) -> usize {
        (self.all + self.reserve).saturating_sub(held)
    }
}

impl Worth {
    pub(crate) fn of(event: &LogEvent) -> Self {
        let newlines = memchr::memchr_iter(b'\n', event.text.as_bytes()).count();
        Self { lines: newlines as u64 + 1, bytes: event.text.len() as u64 }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.lines = self.lines.saturating_add(other.lines);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

impl Lane {
    pub(super) fn new(rate: Rate, now_us: u64) -> Self {
        Self {
            last_us: 0,
            held: 0,
            bucket: Bucket::full(rate, now_us),
            dropping: false,
            dropped: None,
            pruned: Place::default(),
        }
    }

    pub(super) fn takes(
        &mut self,
        event: &LogEvent,
        cost: usize,
        free: usize,
        limits: Limits,
        now_us: u64,
    ) -> bool {
        // The platform's own lines are few, and the one that tells the price must not be missing.
        if event.source == Source::Platform {
            return cost <= free && self.held + cost <= 2 * limits.one;
        }
        if self.dropping && !self.has_recovered(free, limits, now_us) {
            return false;
        }
        let fits =
            cost + limits.reserve <= free && (self.held + cost <= limits.one || self.held == 0);
        self.dropping = !(fits && self.bucket.has(cost as u64, limits.rate, now_us));
        !self.dropping
    }

    fn has_recovered(&mut self, free: usize, limits: Limits, now_us: u64) -> bool {
        self.held <= limits.one / 2
            && free >= limits.reserve + limits.one.min(limits.all / 2)
            && self.bucket.has(limits.rate.burst / 4, limits.rate, now_us)
    }

    /// Like `has_recovered`, and ends the dropping if so.
    pub(super) fn recovers(&mut self, free: usize, limits: Limits, now_us: u64) -> bool {
        let recovered = self.has_recovered(free, limits, now_us);
        self.dropping &= !recovered;
        recovered
    }

    pub(super) fn owes_notice(&self) -> bool {
        self.dropped.is_some()
    }

    pub(super) fn forget_dropped(&mut self) {
        self.dropped = None;
    }

    /// Counts what was dropped.
    pub(super) fn count(
        &mut self,
        worth: Worth,
        why: Why,
        stream: &Arc<str>,
        request: Option<&Arc<str>>,
        hold: Option<Hold>,
    ) {
        let dropped = self.dropped.get_or_insert_with(|| Dropped {
            worth: Worth::default(),
            why,
            stream: stream.clone(),
            request: request.cloned(),
            hold,
        });
        dropped.worth.add(worth);
        dropped.why = why;
        if dropped.request.as_ref() != request {
            dropped.request = None;
        }
    }

    /// Tells what was dropped, once.
    pub(super) fn notice(&mut self, function: &Arc<str>, now_us: u64) -> Option<Notice> {
        let Dropped { worth, why, stream, request, hold } = self.dropped.take()?;
        let Worth { lines, bytes } = worth;
        let why = match why {
            Why::TooFast => "the function writes faster than logs are kept",
            Why::NotWritten => "the store could not take them; see the platform's own log",
        };
        let text = format!("{lines} log lines ({bytes} bytes) were dropped: {why}");
        let event = LogEvent::platform(function.clone(), stream, now_us, text);
        Some(Notice { event: LogEvent { request, level: Level::Warn, ..event }, worth, hold })
    }
}
