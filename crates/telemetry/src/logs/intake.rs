//! The bounded room between the pipes and the store. Pure: no clock, no waiting.
//!
//! Whoever logs is never made to wait: what does not fit is dropped and counted, per function, and
//! a notice takes its place in the log. A function that started to drop goes on dropping until
//! there is room worth mentioning again, so that a flood gives few notices and not one per line.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::key::Place;
use super::lane::{Lane, Limits, Why, Worth};
use crate::lines::LONGEST_EVENT;
use crate::{LogEvent, Options};

/// What is committed at once.
const BATCH_EVENTS: usize = 1_000;
const BATCH_BYTES: usize = 512 * 1024;
/// Functions whose state is remembered although nothing of them waits.
const QUIET_LANES: usize = 10_000;

#[derive(Debug)]
pub(super) struct Queued {
    pub(super) place: Place,
    pub(super) event: LogEvent,
    pub(super) cost: usize,
    /// What is lost when it cannot be written.
    pub(super) worth: Worth,
}

#[derive(Debug)]
pub(super) struct Intake {
    limits: Limits,
    queue: VecDeque<Queued>,
    lanes: HashMap<Arc<str>, Lane>,
    /// Bytes waiting or being written.
    held: usize,
    /// Bytes waiting.
    waiting: usize,
    last_seq: u64,
}

impl Intake {
    pub(super) fn new(options: &Options, now_us: u64) -> Self {
        let limits = Limits::new(options);
        Self {
            limits,
            queue: VecDeque::new(),
            lanes: HashMap::new(),
            held: 0,
            waiting: 0,
            // Higher than any number given before a restart: no one logs 4096 events per µs.
            last_seq: now_us << 12,
        }
    }

    /// Takes the event or drops and counts it. True when the writer has something new to do.
    pub(super) fn offer(&mut self, mut event: LogEvent, now_us: u64) -> bool {
        shorten(&mut event.text);
        event.at_us = event.at_us.min(now_us);
        let cost = cost(&event);
        let limits = self.limits;
        let free = limits.free(self.held);
        let lane = self.lane(&event.function, now_us);
        if !lane.takes(&event, cost, free, limits, now_us) {
            let owes_already = lane.owes_notice();
            let request = event.request.as_ref();
            lane.count(Worth::of(&event), Why::TooFast, &event.stream, request);
            return !owes_already;
        }
        lane.bucket.take(cost as u64);
        if let Some((notice, worth)) = lane.notice(&event.function, now_us) {
            self.push(notice, worth);
        }
        let before = self.is_plenty();
        let worth = Worth::of(&event);
        self.push(event, worth);
        self.queue.len() <= 2 || self.is_plenty() != before
    }

    /// Whether a batch would be full.
    pub(super) fn is_plenty(&self) -> bool {
        self.queue.len() >= BATCH_EVENTS || self.waiting >= BATCH_BYTES
    }

    /// Puts notices of what was dropped into the log: where there is room again, or, when somebody
    /// waits for the log to be complete, at once.
    pub(super) fn write_notices(&mut self, now_us: u64, at_once: bool) {
        let limits = self.limits;
        let free = limits.free(self.held);
        let mut notices = Vec::new();
        for (function, lane) in &mut self.lanes {
            if lane.owes_notice() && (lane.recovers(free, limits, now_us) || at_once) {
                notices.extend(lane.notice(function, now_us));
            }
        }
        for (notice, worth) in notices {
            self.push(notice, worth);
        }
    }

    /// Whether notices wait for room.
    pub(super) fn owes_notices(&self) -> bool {
        self.lanes.values().any(Lane::owes_notice)
    }

    /// The oldest events, to be written. They count as held until [`settle`](Self::settle).
    pub(super) fn batch(&mut self) -> Vec<Queued> {
        let mut batch = Vec::new();
        let mut size = 0;
        while batch.len() < BATCH_EVENTS && size < BATCH_BYTES {
            let Some(queued) = self.queue.pop_front() else { break };
            size += queued.cost;
            batch.push(queued);
        }
        self.waiting -= size;
        if self.queue.is_empty() {
            self.queue.shrink_to(1024);
        }
        batch
    }

    /// What became of a batch: written, or lost if the store failed.
    pub(super) fn settle(&mut self, batch: &[Written], lost: bool, now_us: u64) {
        for written in batch {
            self.held -= written.cost;
            let lane = self.lane(&written.function, now_us);
            lane.held = lane.held.saturating_sub(written.cost);
            if lost {
                lane.count(written.worth, Why::NotWritten, &written.stream, None);
            }
        }
        if self.lanes.len() > QUIET_LANES {
            self.lanes.retain(|_, lane| lane.held > 0 || lane.owes_notice());
        }
    }

    /// Drops what waits of a function whose log is to be deleted; returns its last place.
    pub(super) fn forget(&mut self, function: &str, now_us: u64) -> Place {
        let (mut freed, mut last_us) = (0, now_us);
        self.queue.retain(|queued| {
            let goes = &*queued.event.function == function;
            freed += if goes { queued.cost } else { 0 };
            !goes
        });
        self.waiting -= freed;
        self.held -= freed;
        if let Some(lane) = self.lanes.get_mut(function) {
            lane.held -= freed;
            lane.forget_dropped();
            last_us = last_us.max(lane.last_us);
        }
        Place { at_us: last_us, seq: self.last_seq }
    }

    /// Notes what retention removed.
    pub(super) fn pruned(&mut self, function: &Arc<str>, up_to: Place, now_us: u64) {
        let lane = self.lane(function, now_us);
        lane.pruned = lane.pruned.max(up_to);
    }

    /// The place of the last event removed by retention, if it was while we run.
    pub(super) fn pruned_up_to(&self, function: &str) -> Option<Place> {
        self.lanes.get(function).map(|lane| lane.pruned)
    }

    pub(super) fn held_bytes(&self) -> usize {
        self.held
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(super) fn last_seq(&self) -> u64 {
        self.last_seq
    }

    fn lane(&mut self, function: &Arc<str>, now_us: u64) -> &mut Lane {
        let rate = self.limits.rate;
        self.lanes.entry(function.clone()).or_insert_with(|| Lane::new(rate, now_us))
    }

    fn push(&mut self, event: LogEvent, worth: Worth) {
        let cost = cost(&event);
        self.last_seq += 1;
        let seq = self.last_seq;
        let lane = self.lane(&event.function, event.at_us);
        lane.last_us = lane.last_us.max(event.at_us);
        lane.held += cost;
        let place = Place { at_us: lane.last_us, seq };
        self.held += cost;
        self.waiting += cost;
        self.queue.push_back(Queued { place, event, cost, worth });
    }
}

/// What remains of a queued event while it is being written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) function: Arc<str>,
    pub(super) stream: Arc<str>,
    pub(super) cost: usize,
    pub(super) worth: Worth,
}

impl Queued {
    pub(super) fn written(&self) -> Written {
        let Self { event: LogEvent { function, stream, .. }, cost, worth, .. } = self;
        Written { function: function.clone(), stream: stream.clone(), cost: *cost, worth: *worth }
    }
}

fn cost(event: &LogEvent) -> usize {
    event.text.capacity() + std::mem::size_of::<Queued>()
}

/// Assembled events are never longer than that; others are cut.
fn shorten(text: &mut String) {
    const INVALID_UTF8_GROWS_BY: usize = 3;
    if text.len() > INVALID_UTF8_GROWS_BY * LONGEST_EVENT {
        text.truncate(text.floor_char_boundary(LONGEST_EVENT));
        text.push_str("… (the rest was cut off)");
    }
    if text.capacity() > 2 * text.len() {
        text.shrink_to_fit();
    }
}
