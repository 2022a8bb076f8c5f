//! The pool: the policy behind one short lock, and the tasks that do what it says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use functions::{Function, FunctionName};
use runtime::StartError;
use tokio::sync::Notify;

use super::seekers::{Placement, Seekers};
use super::zygotes::Zygotes;
use super::{Live, Seat, Starter};
use crate::memory::Memory;
use crate::policy::{
    Action, CallId, Counts, Event, InstanceId, KeepAlive, Limits, Policy, Refusal, Target, Totals,
    VersionId,
};

/// How often the machine's memory is looked at.
const MEMORY_WATCH: Duration = Duration::from_secs(1);

#[derive(Debug, Clone)]
pub(crate) struct Pool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    starter: Starter,
    began: Instant,
    state: Mutex<State>,
    /// Rung when the policy's next tick comes before the timekeeper wakes.
    alarm: Notify,
    /// Rung when a call has ended or an instance is gone.
    quiet: Notify,
}

#[derive(Debug)]
pub(super) struct State {
    policy: Policy,
    actions: Vec<Action>,
    seekers: Seekers,
    instances: HashMap<InstanceId, Arc<Live>>,
    pub(super) versions: HashMap<VersionId, Arc<Function>>,
    pub(super) zygotes: Zygotes,
    /// The error of the start whose failure is being told.
    failed: Option<StartError>,
    /// When the timekeeper wakes by itself.
    wakes_at: u64,
}

/// A call's place in the policy's books. Dropping it gives the place back, whatever happened.
#[derive(Debug)]
pub(crate) struct Ticket {
    pool: Pool,
    call: CallId,
    given_back: bool,
}

impl Pool {
    pub(crate) fn new(starter: Starter, limits: Limits, keep_alive: KeepAlive) -> Self {
        let state = State {
            policy: Policy::new(limits, keep_alive),
            actions: Vec::new(),
            seekers: Seekers::default(),
            instances: HashMap::new(),
            versions: HashMap::new(),
            zygotes: Zygotes::default(),
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
        pool
    }

    /// Finds a place for a call. A patient call waits as long as it takes.
    pub(crate) async fn place(
        &self,
        function: &FunctionName,
        patient: bool,
    ) -> (Ticket, Placement) {
        let (ticket, answer) = {
            let mut state = self.lock();
            let call = state.seekers.ask();
            let event = Event::Arrived { call, function: function.clone(), patient };
            self.tell(&mut state, event);
            (Ticket { pool: self.clone(), call, given_back: false }, state.seekers.answer())
        };
        let placement = match answer {
            Ok(placement) => placement,
            // The sender is kept until the policy answers, and it answers every call.
            Err(later) => later.await.unwrap_or(Placement::Refused(Refusal::Removed)),
        };
        (ticket, placement)
    }

    /// Takes in what the platform finds deployed when it starts.
    pub(crate) fn deploy(&self, function: &Arc<Function>) {
        self.set(&function.name, || Some(function.clone()), false);
    }

    /// How the function's instances start, for people.
    pub(crate) fn describe_starts(&self, function: &Function) -> Option<String> {
        let ahead = self.0.starter.launcher.describe_starts(function);
        ahead.or_else(|| self.lock().zygotes.describe(VersionId(function.version.0)))
    }

    /// Makes the function what `now` says it is, or forgets it. `now` is asked under the lock, so
    /// that of several changes told at once the last one stays.
    pub(crate) fn follow(&self, name: &FunctionName, now: impl FnOnce() -> Option<Arc<Function>>) {
        self.set(name, now, true);
    }

    fn set(&self, name: &FunctionName, now: impl FnOnce() -> Option<Arc<Function>>, fresh: bool) {
        let mut state = self.lock();
        let function = now();
        state.versions.retain(|_, old| old.name != *name);
        let event = match function {
            Some(function) => {
                let target = self.target(&function);
                state.versions.insert(target.version, function);
                Event::Deployed { target, fresh }
            }
            None => Event::Removed(name.clone()),
        };
        let State { zygotes, versions, .. } = &mut *state;
        zygotes.forget(|version| !versions.contains_key(&version));
        self.tell(&mut state, event);
    }

    fn target(&self, function: &Function) -> Target {
        let config = &function.config;
        Target {
            version: VersionId(function.version.0),
            function: function.name.clone(),
            memory_mb: config.memory_mb,
            per_instance: config.instance_concurrency,
            reserved: config.concurrency,
            keep_warm: config.keep_warm,
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

    pub(crate) fn counts(&self, function: &FunctionName) -> Counts {
        self.lock().policy.counts(function)
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
            let names: Vec<_> = state.versions.values().map(|f| f.name.clone()).collect();
            for name in names {
                self.tell(&mut state, Event::Removed(name));
            }
            state.versions.clear();
            state.zygotes = Zygotes::default();
            state.instances.drain().map(|(_, live)| live).collect()
        };
        for live in &all {
            live.instance.kill();
        }
        for live in &all {
            live.instance.gone().await;
        }
    }

    pub(super) fn starter(&self) -> &Starter {
        &self.0.starter
    }

    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // The policy's books are consistent between events even if a thread panicked elsewhere.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
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
                Some(function) => self.grow(version, function.clone()),
                // Only versions that were deployed are grown; a removal cancels that.
                None => debug_assert!(false, "version {version:?} is not deployed"),
            },
            Action::LetGo { version, why } => {
                tracing::debug!(?version, ?why, "zygote goes");
                state.zygotes.let_go(version);
            }
        }
    }

    fn start(&self, state: &State, id: InstanceId, version: VersionId, provisioned: bool) {
        let pool = self.clone();
        let Some(function) = state.versions.get(&version).cloned() else {
            // Only versions that were deployed are started; a removal cancels its starts.
            tokio::spawn(async move { pool.start_failed(id, None) });
            return;
        };
        let zygote = state.zygotes.get(version);
        tokio::spawn(async move {
            let started = pool.0.starter.start(function.clone(), provisioned, zygote).await;
            match started {
                Ok(started) => {
                    let took = started.took;
                    let live = Arc::new(Live::new(id, started, function, !provisioned));
                    pool.started(live, took).await;
                }
                Err(error) => {
                    let failure = error.failure.message("none");
                    tracing::debug!(function = %function.name, failure, "start failed");
                    pool.start_failed(id, Some(error));
                }
            }
        });
    }

    /// Takes the instance in and watches over it until it is gone.
    async fn started(self, live: Arc<Live>, took: Duration) {
        {
            let mut state = self.lock();
            state.instances.insert(live.id, live.clone());
            let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            let event = Event::Started { instance: live.id, took_us, copied: live.copied };
            self.tell(&mut state, event);
        }
        live.instance.gone().await;
        self.retire(&live);
        self.0.quiet.notify_waiters();
    }

    fn start_failed(&self, id: InstanceId, error: Option<StartError>) {
        let mut state = self.lock();
        state.failed = error;
        self.tell(&mut state, Event::StartFailed { instance: id });
        state.failed = None;
        self.0.quiet.notify_waiters();
    }

    async fn keep_time(self) {
        loop {
            let rung = self.0.alarm.notified();
            let next = {
                let mut state = self.lock();
                let next = state.policy.next_tick();
                state.wakes_at = next.unwrap_or(u64::MAX);
                next
            };
            match next {
                Some(at) => {
                    let wait = Duration::from_millis(at.saturating_sub(self.now()));
                    tokio::select! {
                        () = tokio::time::sleep(wait) => self.tell(&mut self.lock(), Event::Tick),
                        () = rung => {}
                    }
                }
                None => rung.await,
            }
        }
    }

    async fn watch_memory(self) {
        loop {
            tokio::time::sleep(MEMORY_WATCH).await;
            let need_mb = Memory::read().shortage_mb();
            if need_mb > 0 {
                self.tell(&mut self.lock(), Event::Pressure { need_mb });
            }
        }
    }
}

impl Ticket {
    /// Gives the place back. True when a call that waited got it.
    pub(crate) fn give_back(mut self) -> bool {
        self.end()
    }

    fn end(&mut self) -> bool {
        if std::mem::replace(&mut self.given_back, true) {
            return false;
        }
        let mut state = self.pool.lock();
        let call = self.call;
        // A call that was refused is not in the policy's books any more: it takes no notice.
        let event = match state.seekers.leave(call) {
            true => Event::Cancelled { call },
            false => Event::Finished { call },
        };
        let waiting = state.seekers.waiting();
        self.pool.tell(&mut state, event);
        let got_it = state.seekers.waiting() < waiting;
        drop(state);
        self.pool.0.quiet.notify_waiters();
        got_it
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.end();
    }
}
