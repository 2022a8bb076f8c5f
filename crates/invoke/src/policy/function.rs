//! What the policy remembers of one function and of one instance.

use std::collections::{BTreeMap, BTreeSet};

use functions::Variant;

use super::blocked::Turn;
use super::gaps::Gaps;
use super::line::Line;
use super::rest::Expected;
use super::worth::{Candidate, Pace};
use super::zygote::Zygote;
use super::{Counts, InstanceId, Millis, Refusal, Target, VersionId};

/// A function's place in the policy's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Index(pub(super) u32);

/// Grows with every instance that becomes idle: a smaller stamp has been idle for longer.
pub(super) type Stamp = u64;

#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: Variant,
    /// The current version; none when removed while calls still run.
    pub(super) target: Option<Target>,
    pub(super) line: Line,
    pub(super) starting: Vec<InstanceId>,
    pub(super) idle: BTreeMap<Stamp, InstanceId>,
    /// How many of those are copies.
    pub(super) idle_copies: u32,
    /// Busy instances of the current version with free places; the oldest are filled first, so
    /// that the youngest become idle and may go.
    pub(super) partial: BTreeSet<InstanceId>,
    /// Instances of the current version, starting ones included.
    pub(super) live: u32,
    /// Instances of all versions.
    pub(super) instances: u32,
    pub(super) executing: u32,
    /// Failed starts in a row; each doubles the wait before `keep_warm` tries again.
    pub(super) failures: u32,
    pub(super) warm_retry_at: Millis,
    pub(super) gaps: Option<Box<Gaps>>,
    pub(super) pace: Pace,
    /// When the next call is to be expected.
    pub(super) expected: Option<Expected>,
    pub(super) zygote: Zygote,
    pub(super) turn: Option<Turn>,
    /// What kept the first uncovered call from an instance, last time it was tried.
    pub(super) held_by: Option<Refusal>,
    pub(super) counted: Counted,
}

/// A function's part in the sums over all functions, as it was last added.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Places under the account's concurrency: executing, promised and kept warm.
    pub(super) places: u32,
    /// Concurrency set aside for this function alone.
    pub(super) reserved: Option<u32>,
    pub(super) evictable_mb: u64,
    /// Its instance that has been idle longest, and its zygote, if they may go.
    pub(super) instance: Option<Candidate>,
    pub(super) zygote: Option<Candidate>,
    pub(super) timer: Option<Millis>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Instance {
    pub(super) function: Index,
    pub(super) version: VersionId,
    pub(super) state: State,
    /// Whether it is charged as a copy: until it has started, whether it is expected to be one.
    pub(super) copied: bool,
    /// Whether it was started for a call that is expected, and has had none yet.
    pub(super) ahead: bool,
    /// Whether it has finished a call.
    pub(super) served: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Starting,
    Busy { calls: u32 },
    Idle { stamp: Stamp, since: Millis, until: Millis, worth: u64 },
}

impl Function {
    pub(super) fn new(name: Variant) -> Self {
        Self {
            name,
            target: None,
            line: Line::default(),
            starting: Vec::new(),
            idle: BTreeMap::new(),
            idle_copies: 0,
            partial: BTreeSet::new(),
            live: 0,
            instances: 0,
            executing: 0,
            failures: 0,
            warm_retry_at: 0,
            gaps: None,
            pace: Pace::default(),
            expected: None,
            zygote: Zygote::default(),
            turn: None,
            held_by: None,
            counted: Counted::default(),
        }
    }

    /// The current version.
    pub(super) fn version(&self) -> Option<VersionId> {
        self.target.as_ref().map(|target| target.version)
    }

    pub(super) fn reserved(&self) -> Option<u32> {
        self.target.as_ref().and_then(|target| target.reserved)
    }

    pub(super) fn per_instance(&self) -> u32 {
        self.target.as_ref().map_or(1, |target| target.per_instance.max(1))
    }

    pub(super) fn keep_warm(&self) -> u32 {
        let wanted = self.target.as_ref().map_or(0, |target| target.keep_warm);
        wanted.min(self.reserved().unwrap_or(wanted))
    }

    pub(super) fn is_current(&self, version: VersionId) -> bool {
        self.target.as_ref().is_some_and(|target| target.version == version)
    }

    /// How many calls at the front of the line have a start on its way for them.
    pub(super) fn covered(&self) -> usize {
        self.starting.len().saturating_mul(self.per_instance() as usize)
    }

    /// Places this function holds: one for each call that executes, one for each start on its way
    /// to a waiting call, and never fewer than the instances it keeps warm.
    pub(super) fn places(&self) -> u32 {
        self.places_if(self.executing, self.line.len(), self.starting.len(), self.live)
    }

    pub(super) fn places_after_assign(&self) -> u32 {
        let line = self.line.len().saturating_sub(1);
        self.places_if(self.executing + 1, line, self.starting.len(), self.live)
    }

    pub(super) fn places_after_start(&self) -> u32 {
        self.places_if(self.executing, self.line.len(), self.starting.len() + 1, self.live + 1)
    }

    fn places_if(&self, executing: u32, line: usize, starting: usize, live: u32) -> u32 {
        let promised = u32::try_from(line.min(starting)).unwrap_or(u32::MAX);
        executing.saturating_add(promised).max(self.keep_warm().min(live))
    }

    /// How many idle instances may go without breaking `keep_warm`.
    pub(super) fn evictable(&self) -> u32 {
        (self.idle.len() as u32).min(self.live.saturating_sub(self.keep_warm()))
    }

    pub(super) fn is_over(&self) -> bool {
        self.target.is_none() && self.instances == 0 && self.executing == 0
    }

    pub(super) fn counts(&self) -> Counts {
        let (starting, idle) = (self.starting.len() as u32, self.idle.len() as u32);
        Counts {
            starting,
            idle,
            busy: self.live - starting - idle,
            draining: self.instances - self.live,
            in_line: self.line.len() as u32,
            executing: self.executing,
            zygote: self.zygote.is_held(),
        }
    }
}
