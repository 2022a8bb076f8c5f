//! The event loop: a virtual clock, and a world that does what the policy wants.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use functions::FunctionName;

use super::arrivals::Arrivals;
use super::chance::Chance;
use super::population::{COPY_MB, COPY_MS, Profile};
use super::report::{Report, Tally};
use crate::policy::{
    Action, CallId, Event, IdMap, InstanceId, KeepAlive, Limits, Millis, Policy, Target, VersionId,
};

const DAY_MS: f64 = 86_400_000.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Call { function: u32 },
    Started(InstanceId),
    Grown { function: u32, zygote: u32 },
    Finished(CallId),
}

struct Call {
    function: u32,
    arrived: Millis,
    /// The instance it runs on, once it does.
    on: Option<InstanceId>,
}

struct Instance {
    function: u32,
    copied: bool,
    busy: bool,
    since: Millis,
}

#[derive(Default)]
struct Zygote {
    /// How many the function has had.
    number: u32,
    since: Option<Millis>,
    ready: bool,
    /// Whether its copies have been measured.
    measured: bool,
}

struct World<'a> {
    profiles: &'a [Profile],
    policy: Policy,
    now: Millis,
    queue: BinaryHeap<Reverse<(Millis, Happening)>>,
    calls: IdMap<CallId, Call>,
    instances: IdMap<InstanceId, Instance>,
    zygotes: Vec<Zygote>,
    copies: bool,
    chance: Chance,
    tally: Tally,
    next_call: u64,
}

/// What the functions run under.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub days: f64,
    pub limits: Limits,
    pub keep_alive: KeepAlive,
    /// Whether instances may be copies of zygotes.
    pub copies: bool,
    /// For comparison: what has been idle longest goes first when memory is short.
    pub oldest_first: bool,
}

/// Runs the functions.
pub fn simulate(profiles: &[Profile], setting: &Setting) -> Report {
    let Setting { days, limits, keep_alive, copies, oldest_first } = setting.clone();
    let mut policy = Policy::new(limits, keep_alive);
    if oldest_first {
        policy.evict_oldest_first();
    }
    let mut world = World {
        profiles,
        policy,
        now: 0,
        queue: BinaryHeap::new(),
        calls: IdMap::default(),
        instances: IdMap::default(),
        zygotes: profiles.iter().map(|_| Zygote::default()).collect(),
        copies,
        chance: Chance::new(profiles.len() as u64),
        tally: Tally::new(profiles),
        next_call: 0,
    };
    world.run((days * DAY_MS) as Millis);
    world.tally.report(days)
}

impl World<'_> {
    fn run(&mut self, end: Millis) {
        let mut out = Vec::new();
        let mut names = Vec::with_capacity(self.profiles.len());
        let mut arrivals: Vec<Arrivals> = self.profiles.iter().map(Arrivals::new).collect();
        for function in 0..self.profiles.len() as u32 {
            let Ok(name) = FunctionName::parse(&format!("f{function}")) else { continue };
            self.send(
                Event::Deployed { target: self.target(name.clone(), function), fresh: false },
                &mut out,
            );
            names.push(name);
            let first = arrivals[function as usize].next();
            self.queue.push(Reverse((first, Happening::Call { function })));
        }
        loop {
            let happens = self.queue.peek().map_or(Millis::MAX, |Reverse((at, _))| *at);
            let tick = self.policy.next_tick().unwrap_or(Millis::MAX);
            self.now = happens.min(tick).max(self.now);
            if self.now >= end {
                break;
            }
            if tick < happens {
                self.send(Event::Tick, &mut out);
                continue;
            }
            let Some(Reverse((_, happening))) = self.queue.pop() else { break };
            let event = match happening {
                Happening::Call { function } => {
                    let next = arrivals[function as usize].next();
                    self.queue.push(Reverse((next, happening)));
                    let call = CallId(self.next_call);
                    self.next_call += 1;
                    self.calls.insert(call, Call { function, arrived: self.now, on: None });
                    self.tally.arrived(function);
                    Event::Arrived {
                        call,
                        function: names[function as usize].clone(),
                        patient: false,
                    }
                }
                Happening::Started(instance) => {
                    self.turn(instance, false);
                    let (took_us, copied) = self.start_of(instance);
                    Event::Started { instance, took_us, copied }
                }
                Happening::Grown { function, zygote } => {
                    let of = &mut self.zygotes[function as usize];
                    if of.number != zygote || of.since.is_none() {
                        continue;
                    }
                    of.ready = true;
                    let mb = self.profiles[function as usize].zygote_mb;
                    Event::Grown { version: VersionId(u64::from(function)), mb }
                }
                Happening::Finished(call) => {
                    if let Some(instance) = self.calls.remove(&call).and_then(|call| call.on) {
                        self.turn(instance, false);
                        self.measure(instance, &mut out);
                    }
                    Event::Finished { call }
                }
            };
            self.send(event, &mut out);
        }
        self.now = end;
        let left: Vec<InstanceId> = self.instances.keys().copied().collect();
        left.into_iter().for_each(|instance| self.turn(instance, true));
        (0..self.zygotes.len()).for_each(|function| self.end_zygote(function));
    }

    fn send(&mut self, event: Event, out: &mut Vec<Action>) {
        self.policy.on_event(event, self.now, out);
        for action in out.drain(..) {
            self.perform(action);
        }
        self.tally.memory(self.policy.totals().memory_mb);
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Grow { version } => {
                let function = version.0 as u32;
                let of = &mut self.zygotes[function as usize];
                (of.number, of.since, of.ready) = (of.number + 1, Some(self.now), false);
                let grown = Happening::Grown { function, zygote: of.number };
                let ready = self.now + self.profiles[function as usize].start_ms;
                self.queue.push(Reverse((ready, grown)));
            }
            Action::LetGo { version, .. } => self.end_zygote(version.0 as usize),
            Action::Start { instance, version, .. } => {
                let function = version.0 as u32;
                let copied = self.zygotes[function as usize].ready;
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
        }
    }

    /// The instance becomes busy or idle: what it was until now is added up.
    fn turn(&mut self, instance: InstanceId, busy: bool) {
        let Some(instance) = self.instances.get_mut(&instance) else { return };
        let Instance { function, copied, busy: was_busy, since } = *instance;
        self.tally.held(function, copied, was_busy, self.now - since);
        (instance.busy, instance.since) = (busy, self.now);
    }

    /// How long its start takes, and whether it is a copy.
    fn start_of(&self, instance: InstanceId) -> (u64, bool) {
        match self.instances.get(&instance) {
            Some(Instance { copied: true, .. }) => (1_000 * COPY_MS, true),
            Some(one) => (1_000 * self.profiles[one.function as usize].start_ms, false),
            // Stopped while it started.
            None => (0, false),
        }
    }

    /// Tells once what copies of a function weigh.
    fn measure(&mut self, instance: InstanceId, out: &mut Vec<Action>) {
        let Some(Instance { function, copied: true, .. }) = self.instances.get(&instance) else {
            return;
        };
        let version = VersionId(u64::from(*function));
        if !std::mem::replace(&mut self.zygotes[*function as usize].measured, true) {
            let peak_mb = COPY_MB as u32;
            self.send(Event::Measured { version, peak_mb, copied: true }, out);
        }
    }

    fn end_zygote(&mut self, function: usize) {
        let of = &mut self.zygotes[function];
        of.ready = false;
        if let Some(since) = of.since.take() {
            self.tally.held_zygote(function as u32, self.now - since);
        }
    }

    fn target(&self, function: FunctionName, number: u32) -> Target {
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
