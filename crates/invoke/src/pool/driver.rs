//! The pool: the policy behind one short lock, and the tasks that do what it says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use functions::{Function, FunctionName};
use runtime::StartError;
use tokio::sync::{Notify, oneshot};

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
    /// Rung when the policy's next tick may have become another.
    alarm: Notify,
    /// Rung when a call has ended or an instance is gone.
    quiet: Notify,
}

#[derive(Debug)]
struct State {
    policy: Policy,
    actions: Vec<Action>,
    next_call: u64,
    waiting: HashMap<CallId, oneshot::Sender<Placement>>,
    instances: HashMap<InstanceId, Arc<Live>>,
    /// Starts that failed, until the call they fail has been told.
    versions: HashMap<VersionId, Arc<Function>>,
    /// The error of the start whose failure is being told.
    failed: Option<StartError>,
}

/// Where a call goes.
#[derive(Debug)]
pub(crate) enum Placement {
    Run(Seat),
    Refused(Refusal),
    StartFailed(StartError),
}

/// A call's place in the policy's books. Dropping it gives the place back, whatever happened.
#[derive(Debug)]
pub(crate) struct Ticket {
    pool: Pool,
    call: CallId,
}

impl Pool {
    pub(crate) fn new(starter: Starter, limits: Limits, keep_alive: KeepAlive) -> Self {
        let state = State {
            policy: Policy::new(limits, keep_alive),
            actions: Vec::new(),
            next_call: 0,
            waiting: HashMap::new(),
            instances: HashMap::new(),
            versions: HashMap::new(),
            failed: None,
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
        let (sender, receiver) = oneshot::channel();
        let call = {
            let mut state = self.lock();
            state.next_call += 1;
            let call = CallId(state.next_call);
            state.waiting.insert(call, sender);
            let event = Event::Arrived { call, function: function.clone(), patient };
            self.tell(&mut state, event);
            call
        };
        let ticket = Ticket { pool: self.clone(), call };
        // The sender is kept until the policy answers, and it answers every call.
        let placement = receiver.await.unwrap_or(Placement::Refused(Refusal::Removed));
        (ticket, placement)
    }

    pub(crate) fn deploy(&self, function: &Arc<Function>) {
        self.set(&function.name, || Some(function.clone()));
    }

    /// How the function's instances start, for people.
    pub(crate) fn describe_starts(&self, function: &Function) -> Option<String> {
        self.0.starter.launcher.describe_starts(function)
    }

    /// Makes the function what `now` says it is, or forgets it. `now` is asked under the lock, so
    /// that of several changes told at once the last one stays.
    pub(crate) fn follow(&self, name: &FunctionName, now: impl FnOnce() -> Option<Arc<Function>>) {
        if let Some(function) = self.set(name, now) {
            self.grow(function);
        }
    }

    fn set(
        &self,
        name: &FunctionName,
        now: impl FnOnce() -> Option<Arc<Function>>,
    ) -> Option<Arc<Function>> {
        let mut state = self.lock();
        let function = now();
        state.versions.retain(|_, old| old.name != *name);
        let Some(function) = function else {
            self.tell(&mut state, Event::Removed(name.clone()));
            self.keep_zygotes(&state);
            return None;
        };
        let config = &function.config;
        let target = Target {
            version: VersionId(function.version.0),
            function: name.clone(),
            memory_mb: config.memory_mb,
            per_instance: config.instance_concurrency,
            reserved: config.concurrency,
            keep_warm: config.keep_warm,
            idle_ms: config.idle_ms,
        };
        state.versions.insert(target.version, function.clone());
        self.tell(&mut state, Event::Deployed(target));
        self.keep_zygotes(&state);
        Some(function)
    }

    /// Only current versions have zygotes.
    fn keep_zygotes(&self, state: &State) {
        let is_current =
            |version: functions::VersionId| state.versions.contains_key(&VersionId(version.0));
        self.0.starter.launcher.zygotes.keep(is_current);
    }

    fn grow(&self, function: Arc<Function>) {
        let pool = self.clone();
        tokio::spawn(async move { pool.0.starter.grow(function).await });
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
            self.tell(&mut self.lock(), Event::Measured { version, peak_mb });
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
        self.0.starter.launcher.zygotes.close();
        let all: Vec<_> = {
            let mut state = self.lock();
            let names: Vec<_> = state.versions.values().map(|f| f.name.clone()).collect();
            for name in names {
                self.tell(&mut state, Event::Removed(name));
            }
            state.versions.clear();
            state.instances.drain().map(|(_, live)| live).collect()
        };
        for live in &all {
            live.instance.kill();
        }
        for live in &all {
            live.instance.gone().await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // The policy's books are consistent between events even if a thread panicked elsewhere.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn tell(&self, state: &mut State, event: Event) {
        let tick = state.policy.next_tick();
        let mut actions = std::mem::take(&mut state.actions);
        state.policy.on_event(event, self.now(), &mut actions);
        for action in actions.drain(..) {
            self.perform(state, action);
        }
        state.actions = actions;
        if state.policy.next_tick() != tick {
            self.0.alarm.notify_one();
        }
    }

    fn perform(&self, state: &mut State, action: Action) {
        match action {
            Action::Start { instance, version } => self.start(state, instance, version),
            Action::Assign { call, instance } => {
                let Some(waiting) = state.waiting.remove(&call) else { return };
                if let Some(live) = state.instances.get(&instance) {
                    // A caller that went away gives the place back through its ticket.
                    let _ = waiting.send(Placement::Run(Seat::new(live.clone())));
                }
            }
            Action::Refuse { call, reason } => {
                if let Some(waiting) = state.waiting.remove(&call) {
                    let _ = waiting.send(Placement::Refused(reason));
                }
            }
            Action::FailStart { call, .. } => {
                if let (Some(waiting), Some(error)) =
                    (state.waiting.remove(&call), state.failed.clone())
                {
                    let _ = waiting.send(Placement::StartFailed(error));
                }
            }
            Action::Stop { instance, why } => {
                if let Some(live) = state.instances.remove(&instance) {
                    tracing::debug!(function = %live.function.name, ?why, "instance stops");
                    tokio::spawn(async move { live.instance.stop().await });
                }
            }
        }
    }

    fn start(&self, state: &State, id: InstanceId, version: VersionId) {
        let pool = self.clone();
        let Some(function) = state.versions.get(&version).cloned() else {
            // Only versions that were deployed are started; a removal cancels its starts.
            tokio::spawn(async move { pool.start_failed(id, None) });
            return;
        };
        let warm = state.policy.counts(&function.name);
        let provisioned = warm.idle + warm.busy + warm.starting <= function.config.keep_warm;
        tokio::spawn(async move {
            match pool.0.starter.start(function.clone(), provisioned).await {
                Ok((instance, init)) => {
                    let init = (!provisioned).then_some(init);
                    pool.grow(function.clone());
                    let live = Arc::new(Live::new(id, instance, function, init));
                    pool.started(live).await;
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
    async fn started(self, live: Arc<Live>) {
        {
            let mut state = self.lock();
            state.instances.insert(live.id, live.clone());
            self.tell(&mut state, Event::Started { instance: live.id });
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
            let (rung, next) = (self.0.alarm.notified(), self.lock().policy.next_tick());
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
                self.0.starter.launcher.zygotes.shed();
                self.tell(&mut self.lock(), Event::Pressure { need_mb });
            }
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.pool.lock();
        // Not placed yet, and nobody to place it for any more.
        let waited = state.waiting.remove(&self.call).is_some();
        let call = self.call;
        // A call that was refused is not in the policy's books any more: it takes no notice.
        let event = if waited { Event::Cancelled { call } } else { Event::Finished { call } };
        self.pool.tell(&mut state, event);
        drop(state);
        self.pool.0.quiet.notify_waiters();
    }
}
