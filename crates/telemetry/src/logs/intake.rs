//! The bounded room between the pipes and the store. Without a clock, and without waiting: what is
//! accepted is noted in the journal's memory, and written when a call ends.
//!
//! Whoever logs is never made to wait: what does not fit is dropped and counted, per function, and
//! a notice takes its place in the log. A function that started to drop goes on dropping until
//! there is room worth mentioning again, so that a flood gives few notices and not one per line.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::key::Place;
use super::lane::{Lane, Limits, Notice, Why, Worth};
use crate::journal::{Hold, Journal, Left, Noted};
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
    /// Of its note, until it is written.
    hold: Option<Hold>,
}

#[derive(Debug)]
pub(super) struct Intake {
    limits: Limits,
    queue: VecDeque<Queued>,
    lanes: HashMap<Arc<str>, Lane>,
    /// Those of the lanes that dropped something and have not said so.
    owing: HashSet<Arc<str>>,
    journal: Option<Arc<Journal>>,
    /// The store takes nothing at the moment.
    pub(super) failing: bool,
    /// Bytes waiting or being written.
    held: usize,
    /// Bytes waiting.
    waiting: usize,
    last_seq: u64,
}

impl Intake {
    pub(super) fn new(options: &Options, journal: Option<Arc<Journal>>, now_us: u64) -> Self {
        let limits = Limits::new(options);
        Self {
            limits,
            queue: VecDeque::new(),
            lanes: HashMap::new(),
            owing: HashSet::new(),
            journal,
            failing: false,
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
            let why = if self.failing { Why::NotWritten } else { Why::TooFast };
            return self.drop(&event, why, now_us);
        }
        lane.bucket.take(cost as u64);
        if let Some(notice) = lane.notice(&event.function, now_us) {
            self.tell(notice);
        }
        let before = self.is_plenty();
        let worth = Worth::of(&event);
        match self.push(event, worth, None) {
            Ok(()) => self.queue.len() <= 2 || self.is_plenty() != before,
            Err(event) => self.drop(&event, Why::NotWritten, now_us),
        }
    }

    /// Counts an event that is not taken. True when that is news.
    fn drop(&mut self, event: &LogEvent, why: Why, now_us: u64) -> bool {
        let LogEvent { function, stream, request, .. } = event;
        let worth = Worth::of(event);
        let hold = self.journal.as_ref().map(|journal| journal.dropped(function, stream, worth));
        self.lane(function, now_us).count(worth, why, stream, request.as_ref(), hold);
        self.owing.insert(function.clone())
    }

    /// Puts a notice into the log, or its lane owes it on.
    fn tell(&mut self, notice: Notice) {
        let Notice { event, worth, hold } = notice;
        let function = event.function.clone();
        match self.push(event, worth, Some(hold.clone())) {
            Ok(()) => drop(self.owing.remove(&function)),
            Err(LogEvent { stream, request, at_us, .. }) => {
                let lane = self.lane(&function, at_us);
                lane.count(worth, Why::NotWritten, &stream, request.as_ref(), hold);
            }
        }
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
        for function in &self.owing {
            let Some(lane) = self.lanes.get_mut(function) else { continue };
            if lane.recovers(free, limits, now_us) || at_once {
                notices.extend(lane.notice(function, now_us));
            }
        }
        notices.into_iter().for_each(|notice| self.tell(notice));
    }

    /// Whether notices wait for room.
    pub(super) fn owes_notices(&self) -> bool {
        !self.owing.is_empty()
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
                let hold = written.hold.clone();
                lane.count(written.worth, Why::NotWritten, &written.stream, None, hold);
                self.owing.insert(written.function.clone());
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
        self.owing.remove(function);
        let up_to = Place { at_us: last_us, seq: self.last_seq };
        if let Some(journal) = &self.journal {
            // Without room it would be read again after a crash, and retention takes it in time.
            let _: Noted = journal.forgot(function, up_to);
        }
        up_to
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

    /// Takes an event in, unless it cannot be noted. A notice comes with what holds the notes of
    /// what it tells of.
    fn push(
        &mut self,
        event: LogEvent,
        worth: Worth,
        notice: Option<Option<Hold>>,
    ) -> Result<(), LogEvent> {
        let seq = self.last_seq + 1;
        let lane = self.lane(&event.function, event.at_us);
        let place = Place { at_us: lane.last_us.max(event.at_us), seq };
        let noted = match &self.journal {
            Some(journal) => journal.event(place, &event, notice.is_some().then_some(worth)),
            None => Ok(None),
        };
        let Ok(hold) = noted else { return Err(event) };
        self.last_seq = seq;
        // The older of two holds is as good as both.
        self.accept(place, event, worth, notice.flatten().or(hold));
        Ok(())
    }

    fn accept(&mut self, place: Place, event: LogEvent, worth: Worth, hold: Option<Hold>) {
        let cost = cost(&event);
        let lane = self.lane(&event.function, event.at_us);
        lane.last_us = lane.last_us.max(place.at_us);
        lane.held += cost;
        self.held += cost;
        self.waiting += cost;
        self.queue.push_back(Queued { place, event, cost, worth, hold });
    }

    /// Takes in what an earlier run noted and the store does not have.
    pub(super) fn restore(&mut self, left: Left) {
        match left {
            Left::Event { place, notice, event, hold } => {
                let worth = notice.unwrap_or_else(|| Worth::of(&event));
                self.last_seq = self.last_seq.max(place.seq);
                self.accept(place, event, worth, Some(hold));
            }
            Left::Dropped { function, stream, worth, hold } => {
                let lane = self.lane(&function, 0);
                lane.count(worth, Why::NotWritten, &stream, None, Some(hold));
                self.owing.insert(function);
            }
        }
    }

    /// Gives a number to nothing.
    pub(super) fn skip_one(&mut self) {
        self.last_seq += 1;
    }

    /// A notice that is in the log told of everything that was dropped before.
    pub(super) fn told(&mut self, function: &str) {
        if let Some(lane) = self.lanes.get_mut(function) {
            lane.forget_dropped();
        }
        self.owing.remove(function);
    }
}

/// What remains of a queued event while it is being written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) function: Arc<str>,
    pub(super) stream: Arc<str>,
    pub(super) cost: usize,
    pub(super) worth: Worth,
    hold: Option<Hold>,
}

impl Queued {
    pub(super) fn written(&self) -> Written {
        let Self { event: LogEvent { function, stream, .. }, cost, worth, hold, .. } = self;
        Written {
            function: function.clone(),
            stream: stream.clone(),
            cost: *cost,
            worth: *worth,
            hold: hold.clone(),
        }
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
