//! The event loop: a virtual clock, and what happens by itself.

use std::cmp::Reverse;

use functions::{FunctionName, Variant};

use super::population::Profile;
use super::report::Report;
use super::world::{Call, Happening, World};
use crate::policy::{Action, CallId, Event, InstanceId, KeepAlive, Limits, Millis, VersionId};

const DAY_MS: f64 = 86_400_000.0;

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
    let mut world = World::new(profiles, setting);
    world.run((setting.days * DAY_MS) as Millis);
    world.tally.report(setting.days)
}

impl World<'_> {
    fn run(&mut self, end: Millis) {
        let mut out = Vec::new();
        self.deploy(&mut out);
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
            if let Some(event) = self.happen(happening, &mut out) {
                self.send(event, &mut out);
            }
        }
        self.now = end;
        let left: Vec<InstanceId> = self.instances.keys().copied().collect();
        left.into_iter().for_each(|instance| self.turn(instance, true));
        (0..self.profiles.len() as u32).for_each(|function| self.end_zygote(function));
    }

    fn deploy(&mut self, out: &mut Vec<Action>) {
        for function in 0..self.profiles.len() as u32 {
            let Ok(name) = FunctionName::parse(&format!("f{function}")) else { continue };
            let name = Variant::from(name);
            self.names.push(name.clone());
            let target = self.target(name, function);
            self.send(Event::Deployed { target, fresh: false }, out);
            self.next_call_of(function);
        }
    }

    fn next_call_of(&mut self, function: u32) {
        let next = self.arrivals[function as usize].next();
        self.queue.push(Reverse((next, Happening::Call { function })));
    }

    fn happen(&mut self, happening: Happening, out: &mut Vec<Action>) -> Option<Event> {
        Some(match happening {
            Happening::Call { function } => {
                self.next_call_of(function);
                let call = CallId(self.next_call);
                self.next_call += 1;
                self.calls.insert(call, Call { function, arrived: self.now, on: None });
                self.tally.arrived(function);
                let function = self.names[function as usize].clone();
                Event::Arrived { call, function, patient: false }
            }
            Happening::Started(instance) => {
                self.turn(instance, false);
                let (took_us, copied) = self.start_of(instance);
                Event::Started { instance, took_us, copied }
            }
            Happening::Grown { function, zygote } => {
                let mb = self.profiles[function as usize].zygote_mb;
                let grown = Event::Grown { version: VersionId(u64::from(function)), mb };
                return Some(grown).filter(|_| self.zygotes.grown(function, zygote));
            }
            Happening::Finished(call) => {
                if let Some(instance) = self.calls.remove(&call).and_then(|call| call.on) {
                    self.turn(instance, false);
                    self.measure(instance, out);
                }
                Event::Finished { call }
            }
        })
    }

    pub(super) fn send(&mut self, event: Event, out: &mut Vec<Action>) {
        self.policy.on_event(event, self.now, out);
        for action in out.drain(..) {
            self.perform(action);
        }
        self.tally.memory(self.policy.totals().memory_mb);
    }
}
