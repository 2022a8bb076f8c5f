//! The event loop: a virtual clock, and a world that does what the policy wants.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use functions::FunctionName;

use super::arrivals::Arrivals;
use super::chance::Chance;
use super::population::Profile;
use super::report::{Report, Tally};
use crate::policy::{
    Action, CallId, Event, IdMap, InstanceId, KeepAlive, Limits, Millis, Policy, Target, VersionId,
};

const DAY_MS: f64 = 86_400_000.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Call { function: u32 },
    Started(InstanceId),
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
    busy: bool,
    since: Millis,
}

struct World<'a> {
    profiles: &'a [Profile],
    policy: Policy,
    now: Millis,
    queue: BinaryHeap<Reverse<(Millis, Happening)>>,
    calls: IdMap<CallId, Call>,
    instances: IdMap<InstanceId, Instance>,
    chance: Chance,
    tally: Tally,
    next_call: u64,
}

/// Runs the functions for that many days under the policy.
pub fn simulate(profiles: &[Profile], days: f64, limits: Limits, keep_alive: KeepAlive) -> Report {
    let mut world = World {
        profiles,
        policy: Policy::new(limits, keep_alive),
        now: 0,
        queue: BinaryHeap::new(),
        calls: IdMap::default(),
        instances: IdMap::default(),
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
        for (function, profile) in (0..).zip(self.profiles) {
            let Ok(name) = FunctionName::parse(&format!("f{function}")) else { continue };
            self.send(
                Event::Deployed { target: target(name.clone(), function, profile), fresh: false },
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
                    Event::Started { instance, took_us: 80_000, copied: false }
                }
                Happening::Finished(call) => {
                    if let Some(instance) = self.calls.remove(&call).and_then(|call| call.on) {
                        self.turn(instance, false);
                    }
                    Event::Finished { call }
                }
            };
            self.send(event, &mut out);
        }
        self.now = end;
        let left: Vec<InstanceId> = self.instances.keys().copied().collect();
        left.into_iter().for_each(|instance| self.turn(instance, true));
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
            Action::Grow { .. } | Action::LetGo { .. } => {}
            Action::Start { instance, version, .. } => {
                let function = version.0 as u32;
                self.instances.insert(instance, Instance { function, busy: true, since: self.now });
                let ready = self.now + self.profiles[function as usize].start_ms;
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
        self.tally.held(instance.function, instance.busy, self.now - instance.since);
        (instance.busy, instance.since) = (busy, self.now);
    }
}

fn target(function: FunctionName, number: u32, profile: &Profile) -> Target {
    Target {
        version: VersionId(u64::from(number)),
        function,
        memory_mb: profile.memory_mb,
        per_instance: 1,
        reserved: None,
        keep_warm: 0,
        idle_ms: None,
        copies: false,
    }
}
