//! The pool: the policy behind one short lock, and the tasks that do what it says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use functions::{Entry, Function, FunctionName, Variant};
use runtime::{Launcher, StartError};
use tokio::sync::Notify;

use super::berths::Berths;
use super::offers::Offers;
use super::seekers::{Placement, Seekers};
use super::zygotes::Zygotes;
use super::{Live, Seat, Starter, Ticket};
use crate::policy::{
    Action, Counts, Event, InstanceId, KeepAlive, Limits, Policy, Refusal, Target, Totals,
    VersionId,
};

#[derive(Debug, Clone)]
pub(crate) struct Pool(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) starter: Starter,
    began: Instant,
    state: Mutex<State>,
    /// Rung when the policy's next tick comes before the timekeeper wakes.
    pub(super) alarm: Notify,
    /// Rung when a call has ended or an instance is gone.
    pub(super) quiet: Notify,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) policy: Policy,
    actions: Vec<Action>,
    pub(super) seekers: Seekers,
    pub(super) instances: HashMap<InstanceId, Arc<Live>>,
    /// What is deployed, as it was last told.
    entries: HashMap<FunctionName, Arc<Entry>>,
    pub(super) versions: HashMap<VersionId, Arc<Function>>,
    pub(super) zygotes: Zygotes,
    pub(super) berths: Berths,
    pub(super) offers: Offers,
    /// The error of the start whose failure is being told.
    pub(super) failed: Option<StartError>,
    /// When the timekeeper wakes by itself.
    pub(super) wakes_at: u64,
}

impl Pool {
    pub(crate) fn new(starter: Starter, limits: Limits, keep_alive: KeepAlive) -> Self {
        let state = State {
            policy: Policy::new(limits, keep_alive),
            actions: Vec::new(),
            seekers: Seekers::default(),
            instances: HashMap::new(),
            entries: HashMap::new(),
            versions: HashMap::new(),
            zygotes: Zygotes::default(),
            berths: Berths::default(),
            offers: Offers::default(),
            failed: None,
            wakes_at: u64::MAX,
        };
        let inner = Inner {
            starter,
            began: Instant::now(),
            state: Mutex::new(state),
            alarm: Notify::new(),
            quiet: Notify::new(),
        };
        let pool = Self(Arc::new(inner));
        tokio::spawn(pool.clone().keep_time());
        tokio::spawn(pool.clone().watch_memory());
        tokio::spawn(pool.clone().watch_shelf());
        pool
    }

    /// Finds a place for a call. A patient call waits as long as it takes.
    pub(crate) async fn place(&self, function: &Variant, patient: bool) -> (Ticket, Placement) {
        let (ticket, answer) = {
            let mut state = self.lock();
            let call = state.seekers.ask();
            let event = Event::Arrived { call, function: function.clone(), patient };
            self.tell(&mut state, event);
            (Ticket::new(self.clone(), call), state.seekers.answer())
        };
        let placement = match answer {
            Ok(placement) => placement,
            // The sender is kept until the policy answers, and it answers every call.
            Err(later) => later.await.unwrap_or(Placement::Refused(Refusal::Removed)),
        };
        (ticket, placement)
    }

    /// Takes in what the platform finds deployed when it starts.
    pub(crate) fn deploy(&self, entry: &Arc<Entry>) {
        self.set(&entry.latest.name, || Some(entry.clone()), false);
    }

    /// How the function's instances start, for people.
    pub(crate) fn describe_starts(&self, function: &Function) -> Option<String> {
        let ahead = self.0.starter.launcher.describe_starts(function);
        ahead.or_else(|| self.lock().zygotes.describe(VersionId(function.version.0)))
    }

    /// What starts instances.
    pub(crate) fn launcher(&self) -> &Launcher {
        &self.0.starter.launcher
    }

    /// Makes the function what `now` says it is, or forgets it. `now` is asked under the lock, so
    /// that of several changes told at once the last one stays.
    pub(crate) fn follow(&self, name: &FunctionName, now: impl FnOnce() -> Option<Arc<Entry>>) {
        self.set(name, now, true);
    }

    fn set(&self, name: &FunctionName, now: impl FnOnce() -> Option<Arc<Entry>>, fresh: bool) {
        let mut state = self.lock();
        let state = &mut *state;
        let new = now();
        let old = state.entries.remove(name);
        for gone in old.iter().flat_map(|entry| entry.all()) {
            let now = new.as_ref().and_then(|entry| entry.version(gone.label));
            if now.is_some_and(|now| now.version == gone.version) {
                continue;
            }
            let version = VersionId(gone.version.0);
            state.versions.remove(&version);
            state.zygotes.forget(version);
            state.berths.forget(version);
            state.offers.forget(version);
            if now.is_none() {
                self.tell(state, Event::Removed(gone.variant()));
            }
        }
        let Some(new) = new else { return };
        state.entries.insert(name.clone(), new.clone());
        for function in new.all() {
            let target = self.target(&new, function);
            let known = state.versions.insert(target.version, function.clone()).is_some();
            let fresh = fresh && !known;
            if fresh && !state.berths.is_full() {
                self.park(&mut state.berths, target.version, function);
            }
            self.tell(state, Event::Deployed { target, fresh });
        }
    }

    fn target(&self, entry: &Entry, function: &Function) -> Target {
        let config = &function.config;
        Target {
            version: VersionId(function.version.0),
            function: function.variant(),
            memory_mb: config.memory_mb,
            per_instance: config.instance_concurrency,
            reserved: entry.reserved(),
            keep_warm: entry.keep_warm(function.label),
            idle_ms: config.idle_ms,
            copies: self.0.starter.launcher.may_copy(function),
        }
    }

    /// An instance that can take no more calls. It ends when its last call has ended.
    pub(crate) fn retire(&self, live: &Arc<Live>) {
        {
            let mut state = self.lock();
            if state.instances.remove(&live.id).is_some() {
                self.tell(&mut state, Event::Gone { instance: live.id });
            }
        }
        live.retire();
    }

    pub(crate) fn measured(&self, live: &Live, peak_mb: u32) {
        if live.is_new_peak(peak_mb) {
            let version = VersionId(live.function.version.0);
            let copied = live.copied;
            self.tell(&mut self.lock(), Event::Measured { version, peak_mb, copied });
        }
    }

    /// What there is of all versions of a function.
    pub(crate) fn counts(&self, function: &FunctionName) -> Counts {
        let state = self.lock();
        let published = state.entries.get(function).into_iter();
        let published = published.flat_map(|entry| entry.published.values().map(|v| v.variant()));
        let all = published.chain([Variant::from(function.clone())]);
        all.map(|variant| state.policy.counts(&variant)).sum()
    }

    pub(crate) fn counts_of(&self, variant: &Variant) -> Counts {
        self.lock().policy.counts(variant)
    }

    pub(crate) fn totals(&self) -> Totals {
        self.lock().policy.totals()
    }

    /// Waits until no call is running or waiting.
    pub(crate) async fn quiet(&self) {
        loop {
            let rung = self.0.quiet.notified();
            let totals = self.totals();
            if totals.executing == 0 && totals.in_line == 0 {
                return;
            }
            rung.await;
        }
    }

    /// Ends every instance and waits until they are gone.
    pub(crate) async fn stop_all(&self) {
        let all: Vec<_> = {
            let mut state = self.lock();
            let all: Vec<_> = state.versions.drain().map(|(_, one)| one.variant()).collect();
            for variant in all {
                self.tell(&mut state, Event::Removed(variant));
            }
            state.entries.clear();
            state.zygotes = Zygotes::default();
            state.berths = Berths::default();
            state.offers = Offers::default();
            state.instances.drain().map(|(_, live)| live).collect()
        };
        for live in &all {
            live.instance.kill();
        }
        for live in &all {
            live.instance.gone().await;
        }
    }

    pub(crate) fn starter(&self) -> &Starter {
        &self.0.starter
    }

    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // The policy's books are consistent between events even if a thread panicked elsewhere.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> u64 {
        u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn tell(&self, state: &mut State, event: Event) {
        let mut actions = std::mem::take(&mut state.actions);
        state.policy.on_event(event, self.now(), &mut actions);
        for action in actions.drain(..) {
            self.perform(state, action);
        }
        state.actions = actions;
        // Waking early does no harm, and the timers of idle instances change with every call.
        if state.policy.next_tick().is_some_and(|at| at < state.wakes_at) {
            self.0.alarm.notify_one();
        }
    }

    fn perform(&self, state: &mut State, action: Action) {
        match action {
            Action::Start { instance, version, provisioned } => {
                self.start(state, instance, version, provisioned);
            }
            Action::Assign { call, instance } => {
                let live = state.instances.get(&instance).cloned();
                let place = live.map(|live| Placement::Run(Seat::new(live)));
                state.seekers.tell(call, place.unwrap_or(Placement::Refused(Refusal::Removed)));
            }
            Action::Refuse { call, reason } => state.seekers.tell(call, Placement::Refused(reason)),
            Action::FailStart { call, .. } => {
                let place = state.failed.clone().map(Placement::StartFailed);
                state.seekers.tell(call, place.unwrap_or(Placement::Refused(Refusal::Removed)));
            }
            Action::Stop { instance, why } => {
                if let Some(live) = state.instances.remove(&instance) {
                    tracing::debug!(function = %live.function.name, ?why, "instance stops");
                    tokio::spawn(async move { live.instance.stop().await });
                }
            }
            Action::Grow { version } => match state.versions.get(&version) {
                Some(function) => {
                    let offered = state.offers.seed(version);
                    self.grow(version, function.clone(), offered);
                }
                // Only versions that were deployed are grown; a removal cancels that.
                None => debug_assert!(false, "version {version:?} is not deployed"),
            },
            Action::LetGo { version, why } => {
                tracing::debug!(?version, ?why, "zygote goes");
                state.zygotes.let_go(version);
            }
        }
    }
}
