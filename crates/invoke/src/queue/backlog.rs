//! Which kept call runs next: pure, in memory, bounded in number and bytes.
//!
//! A call waits for its time, then for a place in its function's window, so that one function's
//! backlog takes neither all the instances nor all the memory.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use functions::FunctionName;

#[derive(Debug)]
pub(super) struct Backlog {
    room: Room,
    window: usize,
    timers: BTreeSet<(u64, Arc<str>)>,
    functions: HashMap<FunctionName, Lane>,
    /// Functions with a ready call and a free place.
    open: VecDeque<FunctionName>,
    /// The function of every call in here, running ones too.
    calls: HashMap<Arc<str>, Waiting>,
    /// Calls that are on their way in.
    reserved: usize,
    /// Of all events, on their way in too.
    bytes: u64,
}

/// How much may wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) calls: usize,
    /// Of the events of all functions, and of one.
    pub(super) bytes: u64,
    pub(super) bytes_of_one: u64,
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMuch {
    Calls,
    Bytes,
    BytesOfOne,
}

#[derive(Debug)]
struct Waiting {
    function: FunctionName,
    bytes: u64,
}

#[derive(Debug, Default)]
struct Lane {
    ready: VecDeque<Arc<str>>,
    running: usize,
    total: usize,
    /// Of its events, on their way in too.
    bytes: u64,
    open: bool,
}

impl Backlog {
    pub(super) fn new(window: usize, room: Room) -> Self {
        let (timers, functions, open, calls, reserved, bytes) = Default::default();
        Self { room, window, timers, functions, open, calls, reserved, bytes }
    }

    /// Takes room for one more call, if there is any.
    pub(super) fn reserve(&mut self, function: &FunctionName, bytes: u64) -> Result<(), TooMuch> {
        if self.calls.len() + self.reserved >= self.room.calls {
            return Err(TooMuch::Calls);
        }
        self.has_room(function, bytes)?;
        self.reserved += 1;
        self.grow(function, bytes);
        Ok(())
    }

    /// Whether an event of that length may wait as well.
    pub(super) fn has_room(&self, function: &FunctionName, bytes: u64) -> Result<(), TooMuch> {
        if self.bytes_of(function).saturating_add(bytes) > self.room.bytes_of_one {
            return Err(TooMuch::BytesOfOne);
        }
        let fits = self.bytes.saturating_add(bytes) <= self.room.bytes;
        if fits { Ok(()) } else { Err(TooMuch::Bytes) }
    }

    pub(super) fn unreserve(&mut self, function: &FunctionName, bytes: u64) {
        self.reserved = self.reserved.saturating_sub(1);
        self.shrink(function, bytes);
        self.forget_empty(function);
    }

    /// Adds a call that is due at `due_ms`. A call that is in here already stays as it is.
    pub(super) fn add(&mut self, id: Arc<str>, function: FunctionName, due_ms: u64, bytes: u64) {
        if self.calls.contains_key(&id) {
            return;
        }
        self.grow(&function, bytes);
        self.functions.entry(function.clone()).or_default().total += 1;
        self.calls.insert(id.clone(), Waiting { function, bytes });
        self.timers.insert((due_ms, id));
    }

    fn grow(&mut self, function: &FunctionName, bytes: u64) {
        self.bytes += bytes;
        self.functions.entry(function.clone()).or_default().bytes += bytes;
    }

    fn shrink(&mut self, function: &FunctionName, bytes: u64) {
        self.bytes = self.bytes.saturating_sub(bytes);
        if let Some(lane) = self.functions.get_mut(function) {
            lane.bytes = lane.bytes.saturating_sub(bytes);
        }
    }

    fn forget_empty(&mut self, function: &FunctionName) {
        if self.functions.get(function).is_some_and(|lane| lane.total == 0 && lane.bytes == 0) {
            self.functions.remove(function);
        }
    }

    /// The next call to run at `now_ms`, if any. It counts as running from here on.
    pub(super) fn take(&mut self, now_ms: u64) -> Option<Arc<str>> {
        while let Some((due_ms, _)) = self.timers.first() {
            if *due_ms > now_ms {
                break;
            }
            // The set is not empty: its first was just looked at.
            let Some((_, id)) = self.timers.pop_first() else { break };
            let Some(function) = self.function_of(&id) else { continue };
            self.functions.entry(function.clone()).or_default().ready.push_back(id);
            self.refresh(function);
        }
        let function = self.open.pop_front()?;
        let lane = self.functions.get_mut(&function)?;
        lane.open = false;
        let id = lane.ready.pop_front()?;
        lane.running += 1;
        self.refresh(function);
        Some(id)
    }

    /// A running call is to be tried again.
    pub(super) fn again(&mut self, id: &Arc<str>, due_ms: u64) {
        if let Some(function) = self.function_of(id) {
            self.timers.insert((due_ms, id.clone()));
            self.leave(function);
        }
    }

    /// A running call is over.
    pub(super) fn done(&mut self, id: &Arc<str>) {
        if let Some(Waiting { function, bytes }) = self.calls.remove(id) {
            self.shrink(&function, bytes);
            if let Some(lane) = self.functions.get_mut(&function) {
                lane.total -= 1;
            }
            self.leave(function);
        }
    }

    /// When the next call becomes due; none when no call waits for its time.
    pub(super) fn next_due_ms(&self) -> Option<u64> {
        self.timers.first().map(|(due_ms, _)| *due_ms)
    }

    pub(super) fn of(&self, function: &FunctionName) -> usize {
        self.functions.get(function).map_or(0, |lane| lane.total)
    }

    /// Bytes of its events that wait or run.
    pub(super) fn bytes_of(&self, function: &FunctionName) -> u64 {
        self.functions.get(function).map_or(0, |lane| lane.bytes)
    }

    /// Calls of all functions, and the bytes of their events.
    pub(super) fn all(&self) -> (usize, u64) {
        (self.calls.len(), self.bytes)
    }

    fn function_of(&self, id: &str) -> Option<FunctionName> {
        self.calls.get(id).map(|waiting| waiting.function.clone())
    }

    fn leave(&mut self, function: FunctionName) {
        if let Some(lane) = self.functions.get_mut(&function) {
            lane.running = lane.running.saturating_sub(1);
        }
        self.forget_empty(&function);
        self.refresh(function);
    }

    fn refresh(&mut self, function: FunctionName) {
        let Some(lane) = self.functions.get_mut(&function) else { return };
        if !lane.open && lane.running < self.window && !lane.ready.is_empty() {
            lane.open = true;
            self.open.push_back(function);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backlog(window: usize) -> Backlog {
        Backlog::new(window, Room { calls: 10, bytes: 100, bytes_of_one: 60 })
    }

    fn name(text: &str) -> FunctionName {
        FunctionName::parse(text).unwrap()
    }

    fn taken(backlog: &mut Backlog, now_ms: u64) -> Vec<String> {
        std::iter::from_fn(|| backlog.take(now_ms)).map(|id| id.to_string()).collect()
    }

    #[test]
    fn calls_run_when_due_and_functions_take_turns() {
        let mut backlog = backlog(2);
        for id in ["a1", "a2", "a3"] {
            backlog.add(id.into(), name("a"), 0, 5);
        }
        backlog.add("b1".into(), name("b"), 0, 5);
        backlog.add("b2".into(), name("b"), 10, 5);
        assert_eq!(taken(&mut backlog, 0), ["a1", "b1", "a2"]);
        assert_eq!(backlog.next_due_ms(), Some(10));
        assert_eq!(taken(&mut backlog, 10), ["b2"]);
        backlog.done(&"a1".into());
        assert_eq!(taken(&mut backlog, 10), ["a3"]);
        assert_eq!(
            (backlog.of(&name("a")), backlog.of(&name("b")), backlog.calls.len()),
            (2, 2, 4)
        );
    }

    #[test]
    fn a_failed_call_comes_again_and_a_done_one_never() {
        let mut backlog = backlog(1);
        backlog.add("x".into(), name("f"), 0, 5);
        backlog.add("x".into(), name("f"), 0, 5);
        assert_eq!(taken(&mut backlog, 5), ["x"]);
        backlog.again(&"x".into(), 60);
        assert!(taken(&mut backlog, 59).is_empty());
        assert_eq!(taken(&mut backlog, 60), ["x"]);
        backlog.done(&"x".into());
        backlog.done(&"x".into());
        assert_eq!((backlog.calls.len(), backlog.of(&name("f"))), (0, 0));
        assert!(taken(&mut backlog, 1_000).is_empty());
    }

    #[test]
    fn events_are_counted_in_bytes_until_they_are_done() {
        let (mut backlog, a, b) = (backlog(1), name("a"), name("b"));
        assert_eq!(backlog.reserve(&a, 61), Err(TooMuch::BytesOfOne));
        assert_eq!(backlog.reserve(&a, 60), Ok(()));
        assert_eq!(backlog.reserve(&a, 1), Err(TooMuch::BytesOfOne), "also what is on its way in");
        assert_eq!(backlog.reserve(&b, 41), Err(TooMuch::Bytes));
        assert_eq!(backlog.reserve(&b, 40), Ok(()));
        backlog.add("b".into(), b.clone(), 0, 40);
        backlog.unreserve(&b, 40);
        backlog.unreserve(&a, 60);
        assert_eq!((backlog.all(), backlog.bytes_of(&a)), ((1, 40), 0));
        assert_eq!(taken(&mut backlog, 0), ["b"]);
        assert_eq!(backlog.all(), (1, 40), "while it runs too");
        backlog.done(&"b".into());
        assert_eq!((backlog.all(), backlog.functions.len()), ((0, 0), 0));
        for number in 0..10 {
            assert_eq!(backlog.reserve(&a, number % 2), Ok(()));
        }
        assert_eq!(backlog.reserve(&a, 0), Err(TooMuch::Calls));
    }
}
