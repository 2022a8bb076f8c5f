//! A world that does what the policy wants.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use functions::Variant;

use super::arrivals::Arrivals;
use super::chance::Chance;
use super::population::{COPY_MB, COPY_MS, Profile};
use super::run::Setting;
use super::tally::Tally;
use super::zygotes::Zygotes;
use crate::policy::{Action, CallId, Event, IdMap, InstanceId, Millis, Policy, Target, VersionId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Happening {
    Call { function: u32 },
    Started(InstanceId),
    Grown { function: u32, zygote: u32 },
    Finished(CallId),
}

pub(super) struct Call {
    pub(super) function: u32,
    pub(super) arrived: Millis,
    /// The instance it runs on, once it does.
    pub(super) on: Option<InstanceId>,
}

pub(super) struct Instance {
    function: u32,
    copied: bool,
    busy: bool,
    since: Millis,
}

/// Functions are numbered, and so are their versions.
pub(super) struct World<'a> {
    pub(super) profiles: &'a [Profile],
    pub(super) names: Vec<Variant>,
    pub(super) arrivals: Vec<Arrivals>,
    pub(super) policy: Policy,
    pub(super) now: Millis,
    pub(super) queue: BinaryHeap<Reverse<(Millis, Happening)>>,
    pub(super) calls: IdMap<CallId, Call>,
    pub(super) instances: IdMap<InstanceId, Instance>,
    pub(super) zygotes: Zygotes,
    pub(super) tally: Tally,
    pub(super) next_call: u64,
    copies: bool,
    chance: Chance,
}

impl<'a> World<'a> {
    pub(super) fn new(profiles: &'a [Profile], setting: &Setting) -> Self {
        let mut policy = Policy::new(setting.limits.clone(), setting.keep_alive.clone());
        if setting.oldest_first {
            policy.evict_oldest_first();
        }
        Self {
            profiles,
            names: Vec::with_capacity(profiles.len()),
            arrivals: profiles.iter().map(Arrivals::new).collect(),
            policy,
            now: 0,
            queue: BinaryHeap::new(),
            calls: IdMap::default(),
            instances: IdMap::default(),
            zygotes: Zygotes::new(profiles.len()),
            tally: Tally::new(profiles),
            next_call: 0,
            copies: setting.copies,
            chance: Chance::new(profiles.len() as u64),
        }
    }

    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Start { instance, version, .. } => {
                let function = version.0 as u32;
                let copied = self.zygotes.is_ready(function);
                let fresh = Instance { function, copied, busy: true, since: self.now };
                self.instances.insert(instance, fresh);
                let ready = self.now + self.start_of(instance).0 / 1_000;
                self.queue.push(Reverse((ready, Happening::Started(instance))));
                self.tally.started(function);
            }
            Action::Assign { call, instance } => {
                self.turn(instance, true);
                let Some(record) = self.calls.get_mut(&call) else { return };
                record.on = Some(instance);
                let function = record.function;
                self.tally.assigned(function, self.now - record.arrived);
                let mean = self.profiles[function as usize].execution_ms;
                let ms = self.chance.log_normal(mean, 0.5).max(1.0) as Millis;
                self.queue.push(Reverse((self.now + ms, Happening::Finished(call))));
            }
            Action::Refuse { call, .. } | Action::FailStart { call, .. } => {
                if let Some(call) = self.calls.remove(&call) {
                    self.tally.refused(call.function);
                }
            }
            Action::Stop { instance, .. } => {
                self.turn(instance, false);
                self.instances.remove(&instance);
            }
            Action::Grow { version } => {
                let function = version.0 as u32;
                let zygote = self.zygotes.grow(function, self.now);
                let ready = self.now + self.profiles[function as usize].start_ms;
                self.queue.push(Reverse((ready, Happening::Grown { function, zygote })));
            }
            Action::LetGo { version, .. } => self.end_zygote(version.0 as u32),
        }
    }

    /// The instance becomes busy or idle: what it was until now is added up.
    pub(super) fn turn(&mut self, instance: InstanceId, busy: bool) {
        let Some(instance) = self.instances.get_mut(&instance) else { return };
        let Instance { function, copied, busy: was_busy, since } = *instance;
        self.tally.held(function, copied, was_busy, self.now - since);
        (instance.busy, instance.since) = (busy, self.now);
    }

    /// How long its start takes, and whether it is a copy.
    pub(super) fn start_of(&self, instance: InstanceId) -> (u64, bool) {
        match self.instances.get(&instance) {
            Some(Instance { copied: true, .. }) => (1_000 * COPY_MS, true),
            Some(one) => (1_000 * self.profiles[one.function as usize].start_ms, false),
            // Stopped while it started.
            None => (0, false),
        }
    }

    /// Tells once what copies of a function weigh.
    pub(super) fn measure(&mut self, instance: InstanceId, out: &mut Vec<Action>) {
        let Some(Instance { function, copied: true, .. }) = self.instances.get(&instance) else {
            return;
        };
        let version = VersionId(u64::from(*function));
        if self.zygotes.measure(*function) {
            let peak_mb = COPY_MB as u32;
            self.send(Event::Measured { version, peak_mb, copied: true }, out);
        }
    }

    pub(super) fn end_zygote(&mut self, function: u32) {
        if let Some(ms) = self.zygotes.end(function, self.now) {
            self.tally.held_zygote(function, ms);
        }
    }

    pub(super) fn target(&self, function: Variant, number: u32) -> Target {
        Target {
            version: VersionId(u64::from(number)),
            function,
            memory_mb: self.profiles[number as usize].memory_mb,
            per_instance: 1,
            reserved: None,
            keep_warm: 0,
            idle_ms: None,
            copies: self.copies,
        }
    }
}
