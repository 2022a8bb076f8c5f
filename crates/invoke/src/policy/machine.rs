//! The state of the whole policy and its three entrances.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use functions::{FunctionName, Variant};

use super::blocked::Blocked;
use super::function::{Function, Index, Instance, Stamp};
use super::group::Group;
use super::guesses::Guesses;
use super::ids::IdMap;
use super::line::Ticket;
use super::version::Version;
use super::worth::Candidate;
use super::{
    Action, CallId, Counts, Event, InstanceId, KeepAlive, Limits, Millis, Totals, VersionId,
};

/// Decides; see the module's documentation. Every event costs O(log n), whatever n counts.
#[derive(Debug)]
pub struct Policy {
    pub(super) limits: Limits,
    pub(super) keep_alive: KeepAlive,
    /// Never iterated, so that its order cannot leak into a decision.
    pub(super) names: HashMap<Variant, Index>,
    /// Functions with concurrency of their own.
    pub(super) groups: HashMap<FunctionName, Group>,
    pub(super) functions: Vec<Function>,
    /// Places in `functions` to use again.
    pub(super) vacant: Vec<Index>,
    pub(super) versions: IdMap<VersionId, Version>,
    pub(super) instances: IdMap<InstanceId, Instance>,
    pub(super) calls: IdMap<CallId, Call>,
    pub(super) next_instance: u64,
    pub(super) next_stamp: Stamp,
    pub(super) sums: Sums,
    /// Of each function the instance idle longest, and the zygote, if they could be let go.
    pub(super) evictable: BTreeSet<Candidate>,
    /// What was let go last to make room was worth this much.
    pub(super) floor: u64,
    pub(super) oldest_first: bool,
    /// Functions that want a zygote, in turn.
    pub(super) growth: BTreeMap<u64, Index>,
    pub(super) next_turn: u64,
    /// None grows before: the machine was short of memory just now.
    pub(super) no_growth_until: Millis,
    pub(super) guesses: Guesses,
    pub(super) blocked: Blocked,
    /// The function that takes its turn right now, while others still wait for theirs.
    pub(super) serving: Option<Index>,
    /// Memory came free since functions waiting for it were last tried.
    pub(super) memory_freed: bool,
    /// At most one entry per function. It may be early, never late.
    pub(super) timers: BTreeSet<(Millis, Index)>,
    pub(super) memory_retry_at: Option<Millis>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Call {
    Waiting { function: Index, ticket: Ticket },
    Executing { function: Index, instance: InstanceId },
}

/// Sums over all functions, kept up to date by differences.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) places: u32,
    pub(super) unreserved_places: u32,
    pub(super) reserved: u64,
    pub(super) starting: u32,
    pub(super) growing: u32,
    pub(super) zygotes: u32,
    pub(super) memory_mb: u64,
    pub(super) evictable_mb: u64,
    pub(super) executing: u32,
}

impl Policy {
    pub fn new(limits: Limits, keep_alive: KeepAlive) -> Self {
        Self {
            limits,
            keep_alive,
            names: HashMap::new(),
            groups: HashMap::new(),
            functions: Vec::new(),
            vacant: Vec::new(),
            versions: IdMap::default(),
            instances: IdMap::default(),
            calls: IdMap::default(),
            next_instance: 1,
            next_stamp: 0,
            sums: Sums::default(),
            evictable: BTreeSet::new(),
            floor: 0,
            oldest_first: false,
            growth: BTreeMap::new(),
            next_turn: 0,
            no_growth_until: 0,
            guesses: Guesses::default(),
            blocked: Blocked::default(),
            serving: None,
            memory_freed: false,
            timers: BTreeSet::new(),
            memory_retry_at: None,
        }
    }

    /// For comparison: what has been idle longest goes first when memory is needed, whatever it is
    /// worth.
    pub fn evict_oldest_first(&mut self) {
        self.oldest_first = true;
    }

    /// Takes in what happened and appends what is to be done to `out`, in that order. An event
    /// about something the policy does not know, or no longer knows, changes nothing.
    pub fn on_event(&mut self, event: Event, now: Millis, out: &mut Vec<Action>) {
        match event {
            Event::Deployed { target, fresh } => self.deployed(target, fresh, now, out),
            Event::Removed(function) => self.removed(&function, now, out),
            Event::Arrived { call, function, patient } => {
                self.arrived(call, &function, patient, now, out);
            }
            Event::Cancelled { call } => self.cancelled(call, now, out),
            Event::Started { instance, took_us, copied } => {
                self.started(instance, took_us, copied, now, out);
            }
            Event::StartFailed { instance } => self.start_failed(instance, now, out),
            Event::Finished { call } => self.finished(call, now, out),
            Event::Gone { instance } => self.gone(instance, now, out),
            Event::Measured { version, peak_mb, copied } => {
                self.measured(version, peak_mb, copied, now, out);
            }
            Event::Grown { version, mb } => self.grown(version, mb, now, out),
            Event::Unfit { version } => self.unfit(version, now, out),
            Event::ZygoteGone { version } => self.zygote_gone(version, now, out),
            Event::Pressure { need_mb } => self.pressure(need_mb, now, out),
            Event::Tick => self.tick(now, out),
        }
        self.wake(now, out);
        self.grow_next(now, out);
    }

    /// When the next `Tick` is due. Being late delays what is due and breaks nothing.
    pub fn next_tick(&self) -> Option<Millis> {
        let timer = self.timers.first().map(|(at, _)| *at);
        [timer, self.memory_retry_at].into_iter().flatten().min()
    }

    /// What there is of one function; all zero when it is not known.
    pub fn counts(&self, function: &Variant) -> Counts {
        match self.names.get(function) {
            Some(index) => self.function(*index).counts(),
            None => Counts::default(),
        }
    }

    pub fn totals(&self) -> Totals {
        Totals {
            functions: self.names.len() as u32,
            starting: self.sums.starting,
            instances: self.instances.len() as u32,
            executing: self.sums.executing,
            in_line: (self.calls.len() as u32).saturating_sub(self.sums.executing),
            zygotes: self.sums.zygotes,
            memory_mb: self.sums.memory_mb,
        }
    }

    /// The next stamp.
    pub(super) fn stamp(&mut self) -> Stamp {
        self.next_stamp += 1;
        self.next_stamp
    }

    /// An `Index` comes from `names` and stays valid: places are emptied, not removed.
    pub(super) fn function(&self, index: Index) -> &Function {
        &self.functions[index.0 as usize]
    }

    pub(super) fn function_mut(&mut self, index: Index) -> &mut Function {
        &mut self.functions[index.0 as usize]
    }
}
