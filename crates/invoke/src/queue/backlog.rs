//! Which kept call runs next: pure, in memory, bounded by the queue that fills it.
//!
//! A call waits for its time, then for a place in its function's window, so that one function's
//! backlog takes neither all the instances nor all the memory.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use functions::FunctionName;

#[derive(Debug)]
pub(super) struct Backlog {
    window: usize,
    timers: BTreeSet<(u64, Arc<str>)>,
    functions: HashMap<FunctionName, Lane>,
    /// Functions with a ready call and a free place.
    open: VecDeque<FunctionName>,
    /// The function of every call in here, running ones too.
    calls: HashMap<Arc<str>, FunctionName>,
    /// Calls that are on their way in.
    reserved: usize,
}

#[derive(Debug, Default)]
struct Lane {
    ready: VecDeque<Arc<str>>,
    running: usize,
    total: usize,
    open: bool,
}

impl Backlog {
    pub(super) fn new(window: usize) -> Self {
        let (timers, functions, open, calls, reserved) = Default::default();
        Self { window, timers, functions, open, calls, reserved }
    }

    /// Room for one more call, if there is any within `most`.
    pub(super) fn reserve(&mut self, most: usize) -> bool {
        let free = self.calls.len() + self.reserved < most;
        self.reserved += usize::from(free);
        free
    }

    pub(super) fn unreserve(&mut self) {
        self.reserved = self.reserved.saturating_sub(1);
    }

    /// Adds a call that is due at `due_ms`. A call that is in here already stays as it is.
    pub(super) fn add(&mut self, id: Arc<str>, function: FunctionName, due_ms: u64) {
        if self.calls.insert(id.clone(), function.clone()).is_none() {
            self.functions.entry(function).or_default().total += 1;
            self.timers.insert((due_ms, id));
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
            let Some(function) = self.calls.get(&id).cloned() else { continue };
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
        if let Some(function) = self.calls.get(id).cloned() {
            self.timers.insert((due_ms, id.clone()));
            self.leave(function);
        }
    }

    /// A running call is over.
    pub(super) fn done(&mut self, id: &Arc<str>) {
        if let Some(function) = self.calls.remove(id) {
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

    fn leave(&mut self, function: FunctionName) {
        if let Some(lane) = self.functions.get_mut(&function) {
            lane.running = lane.running.saturating_sub(1);
            if lane.total == 0 {
                self.functions.remove(&function);
                return;
            }
        }
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

    fn name(text: &str) -> FunctionName {
        FunctionName::parse(text).unwrap()
    }

    fn taken(backlog: &mut Backlog, now_ms: u64) -> Vec<String> {
        std::iter::from_fn(|| backlog.take(now_ms)).map(|id| id.to_string()).collect()
    }

    #[test]
    fn calls_run_when_due_and_functions_take_turns() {
        let mut backlog = Backlog::new(2);
        for id in ["a1", "a2", "a3"] {
            backlog.add(id.into(), name("a"), 0);
        }
        backlog.add("b1".into(), name("b"), 0);
        backlog.add("b2".into(), name("b"), 10);
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
        let mut backlog = Backlog::new(1);
        backlog.add("x".into(), name("f"), 0);
        backlog.add("x".into(), name("f"), 0);
        assert_eq!(taken(&mut backlog, 5), ["x"]);
        backlog.again(&"x".into(), 60);
        assert!(taken(&mut backlog, 59).is_empty());
        assert_eq!(taken(&mut backlog, 60), ["x"]);
        backlog.done(&"x".into());
        backlog.done(&"x".into());
        assert_eq!((backlog.calls.len(), backlog.of(&name("f"))), (0, 0));
        assert!(taken(&mut backlog, 1_000).is_empty());
    }
}
