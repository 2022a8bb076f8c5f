//! A model of the world around the policy: it performs the actions, and knows by simple counting
//! what must hold.

use std::collections::BTreeMap;

use super::charges::Charges;
use super::script::name;
use crate::policy::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Waiting,
    On(InstanceId),
    Over,
}

#[derive(Debug)]
pub(super) struct ModelCall {
    pub(super) function: usize,
    pub(super) fate: Fate,
}

#[derive(Debug)]
pub(super) struct ModelInstance {
    pub(super) version: VersionId,
    pub(super) ready: bool,
    copied: bool,
}

/// As the policy must see it.
#[derive(Debug)]
struct ModelZygote {
    ready: bool,
    mb: u64,
}

pub(super) struct Model {
    pub(super) policy: Policy,
    limits: Limits,
    pub(super) now: Millis,
    pub(super) calls: BTreeMap<CallId, ModelCall>,
    pub(super) instances: BTreeMap<InstanceId, ModelInstance>,
    /// What is deployed, by the function's number.
    pub(super) current: BTreeMap<usize, Target>,
    versions: BTreeMap<VersionId, (usize, Charges)>,
    zygotes: BTreeMap<VersionId, ModelZygote>,
    unfit: Vec<VersionId>,
    /// Orders to grow that were not answered yet.
    pub(super) growing: Vec<VersionId>,
    failing: Option<InstanceId>,
    /// Stopped while starting; the news may come too late to keep it from becoming ready.
    pub(super) too_late: Vec<InstanceId>,
    next: u64,
}

impl Model {
    pub(super) fn new(limits: Limits, keep_alive: KeepAlive) -> Self {
        Self {
            policy: Policy::new(limits.clone(), keep_alive),
            limits,
            now: 0,
            calls: BTreeMap::new(),
            instances: BTreeMap::new(),
            current: BTreeMap::new(),
            versions: BTreeMap::new(),
            zygotes: BTreeMap::new(),
            unfit: Vec::new(),
            growing: Vec::new(),
            failing: None,
            too_late: Vec::new(),
            next: 0,
        }
    }

    pub(super) fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(super) fn deploy(&mut self, function: usize, target: Target, fresh: bool) {
        let mb = u64::from(target.memory_mb);
        if self.current.get(&function).is_none_or(|old| old.version != target.version) {
            self.retire(function);
        }
        let entry = self.versions.entry(target.version);
        let (_, charges) = entry.or_insert((function, Charges::new(mb)));
        if !target.copies {
            charges.zygote_mb = None;
            self.unfit.retain(|version| *version != target.version);
        }
        charges.deployed(mb);
        self.current.insert(function, target.clone());
        self.send(Event::Deployed { target, fresh });
    }

    pub(super) fn remove(&mut self, function: usize) {
        self.retire(function);
        self.send(Event::Removed(function_name(function)));
    }

    fn retire(&mut self, function: usize) {
        let Some(old) = self.current.remove(&function) else { return };
        self.unfit.retain(|version| *version != old.version);
        if let Some((_, charges)) = self.versions.get_mut(&old.version) {
            charges.zygote_mb = None;
        }
    }

    pub(super) fn call(&mut self, function: usize, patient: bool) {
        let call = CallId(self.fresh());
        self.calls.insert(call, ModelCall { function, fate: Fate::Waiting });
        self.send(Event::Arrived { call, function: function_name(function), patient });
    }

    pub(super) fn cancel(&mut self, call: CallId) {
        if self.calls[&call].fate == Fate::Waiting {
            self.calls.get_mut(&call).unwrap().fate = Fate::Over;
        }
        self.send(Event::Cancelled { call });
    }

    pub(super) fn finish(&mut self, call: CallId) {
        self.calls.get_mut(&call).unwrap().fate = Fate::Over;
        self.send(Event::Finished { call });
    }

    pub(super) fn started(&mut self, instance: InstanceId, copied: bool) {
        let started = self.instances.get_mut(&instance).unwrap();
        (started.ready, started.copied) = (true, copied);
        self.send(Event::Started { instance, took_us: 1_000, copied });
    }

    /// An order to grow is answered: what came of it weighs this much, or nothing did.
    pub(super) fn grown(&mut self, nth: usize, mb: u32) {
        let version = self.growing.swap_remove(nth);
        if let Some(zygote) = self.zygotes.get_mut(&version) {
            (zygote.ready, zygote.mb) = (true, u64::from(mb));
            if let Some((_, charges)) = self.versions.get_mut(&version) {
                charges.grown(u64::from(mb));
            }
        } else {
            self.zygotes.insert(version, ModelZygote { ready: true, mb: 0 });
        }
        self.send(Event::Grown { version, mb });
    }

    pub(super) fn unfit(&mut self, nth: usize) {
        let version = self.growing.swap_remove(nth);
        if self.is_current(version) {
            self.zygotes.remove(&version);
            self.unfit.push(version);
        }
        self.send(Event::Unfit { version });
    }

    pub(super) fn not_grown(&mut self, nth: usize) {
        let version = self.growing.swap_remove(nth);
        self.zygotes.remove(&version);
        self.send(Event::ZygoteGone { version });
    }

    pub(super) fn zygote_dies(&mut self, nth: usize) {
        let ready = self.zygotes.iter().filter(|(_, zygote)| zygote.ready);
        let Some(version) = ready.map(|(version, _)| *version).nth(nth) else { return };
        self.zygotes.remove(&version);
        self.send(Event::ZygoteGone { version });
    }

    pub(super) fn started_too_late(&mut self) {
        for instance in std::mem::take(&mut self.too_late) {
            let mut out = Vec::new();
            let event = Event::Started { instance, took_us: 1_000, copied: false };
            self.policy.on_event(event, self.now, &mut out);
            assert_eq!(out, [Action::Stop { instance, why: StopReason::TooLate }]);
        }
    }

    pub(super) fn end(&mut self, instance: InstanceId) {
        let was = self.instances.remove(&instance).unwrap();
        self.failing = Some(instance).filter(|_| !was.ready);
        self.send(if was.ready || instance.0.is_multiple_of(2) {
            Event::Gone { instance }
        } else {
            Event::StartFailed { instance }
        });
        self.failing = None;
    }

    pub(super) fn measured(&mut self, version: VersionId, peak_mb: u32, copied: bool) {
        // The policy forgets a version with its last instance, unless it is the current one.
        let known = self.instances.values().any(|instance| instance.version == version)
            || self.current.values().any(|target| target.version == version);
        if known && let Some((_, charges)) = self.versions.get_mut(&version) {
            charges.measured(copied, u64::from(peak_mb));
        }
        self.send(Event::Measured { version, peak_mb, copied });
    }

    pub(super) fn wait(&mut self, ms: Millis) {
        let end = self.now + ms;
        while let Some(at) = self.policy.next_tick().filter(|at| *at <= end) {
            self.now = at.max(self.now);
            self.send(Event::Tick);
            assert!(self.policy.next_tick().is_none_or(|next| next > self.now), "ticks for ever");
        }
        self.now = end;
    }

    pub(super) fn send(&mut self, event: Event) {
        let mut out = Vec::new();
        self.policy.on_event(event, self.now, &mut out);
        for action in out {
            self.perform(action);
        }
        self.forget_versions();
        self.compare();
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Start { instance, version, .. } => {
                let copied = self.zygotes.get(&version).is_some_and(|zygote| zygote.ready);
                let fresh = ModelInstance { version, ready: false, copied };
                assert!(self.instances.insert(instance, fresh).is_none(), "an id used twice");
                assert!(self.is_current(version), "a start of an old version");
                let starting = self.instances.values().filter(|instance| !instance.ready).count();
                assert!(starting <= self.limits.max_starting as usize, "too many start");
                assert!(self.charged_mb() <= self.limits.memory_mb, "over the memory budget");
            }
            Action::Assign { call, instance } => self.assign(call, instance),
            Action::Refuse { call, .. } => self.answer(call),
            Action::FailStart { call, instance } => {
                assert_eq!(self.failing, Some(instance), "a start that did not fail");
                self.answer(call);
            }
            Action::Stop { instance, why } => {
                assert_eq!(self.calls_on(instance), 0, "stopped with calls on it");
                let stopped = self.instances.remove(&instance).expect("stopped twice");
                if !stopped.ready {
                    self.too_late.push(instance);
                }
                if !matches!(why, StopReason::Replaced | StopReason::Removed) {
                    let target = self.target_of(stopped.version).expect("an old one let go");
                    let kept = target.keep_warm.min(target.reserved.unwrap_or(u32::MAX));
                    let left = self.instances_of(stopped.version);
                    assert!(left >= kept as usize, "one kept warm was let go");
                }
            }
            Action::Grow { version } => self.grow(version),
            Action::LetGo { version, why } => self.let_go(version, why),
        }
    }

    fn grow(&mut self, version: VersionId) {
        let target = self.target_of(version).expect("a zygote of an old version");
        assert!(target.copies, "a zygote for what cannot be copied");
        assert!(!self.unfit.contains(&version), "asked again for what cannot be");
        let mb = self.versions[&version].1.of_zygote();
        let fresh = ModelZygote { ready: false, mb };
        assert!(self.zygotes.insert(version, fresh).is_none(), "two zygotes of one version");
        self.growing.push(version);
        let growing = self.zygotes.values().filter(|zygote| !zygote.ready).count();
        assert!(growing <= self.limits.max_growing as usize, "too many grow");
        assert!(self.charged_mb() <= self.limits.memory_mb, "over the memory budget");
    }

    fn let_go(&mut self, version: VersionId, why: StopReason) {
        self.zygotes.remove(&version).expect("a zygote that is not there");
        if !matches!(why, StopReason::Replaced | StopReason::Removed | StopReason::TooLate) {
            let target = self.target_of(version).expect("an old one kept until now");
            let needed = |instance: &ModelInstance| {
                instance.version == version && (!instance.ready || instance.copied)
            };
            assert!(!self.instances.values().any(needed), "its memory would not come free");
            let kept = target.keep_warm.min(target.reserved.unwrap_or(u32::MAX)) > 0;
            assert!(!kept || why == StopReason::MadeRoom, "that of instances kept warm");
        }
    }

    fn assign(&mut self, call: CallId, instance: InstanceId) {
        let function = self.calls[&call].function;
        assert_eq!(self.calls[&call].fate, Fate::Waiting, "{call:?} answered twice");
        let target = self.current.get(&function).expect("assigned for a removed function").clone();
        let on = self.instances.get(&instance).expect("assigned to an instance that is no more");
        assert!(on.ready, "assigned before the instance was ready");
        assert_eq!(on.version, target.version, "assigned to another version");
        self.calls.get_mut(&call).unwrap().fate = Fate::On(instance);
        assert!(self.calls_on(instance) <= target.per_instance as usize, "too many on one");
        let limit = target.reserved.unwrap_or(self.unreserved());
        let executing = match target.reserved {
            Some(_) => self.executing(|f| f == function),
            None => self.executing(|f| self.reserved(f).is_none()),
        };
        assert!(executing <= limit as usize, "{executing} of {function} execute, not {limit}");
        let all = self.executing(|_| true);
        assert!(all <= self.limits.account_concurrency as usize, "{all} execute");
    }

    fn answer(&mut self, call: CallId) {
        let call = self.calls.get_mut(&call).expect("a call that never arrived");
        assert_eq!(call.fate, Fate::Waiting, "answered twice");
        call.fate = Fate::Over;
    }

    /// The policy's own numbers are those of the model, and nobody waits in vain.
    fn compare(&self) {
        for function in 0..FUNCTIONS {
            let version = self.current.get(&function).map(|target| target.version);
            let of = |instance: &&ModelInstance| self.versions[&instance.version].0 == function;
            let (mut expected, mut all) = (Counts::default(), 0);
            for (id, instance) in self.instances.iter().filter(|(_, instance)| of(instance)) {
                all += 1;
                if Some(instance.version) != version {
                    expected.draining += 1;
                } else if !instance.ready {
                    expected.starting += 1;
                } else if self.calls_on(*id) == 0 {
                    expected.idle += 1;
                } else {
                    expected.busy += 1;
                }
            }
            let waits = |call: &&ModelCall| call.function == function && call.fate == Fate::Waiting;
            expected.in_line = self.calls.values().filter(waits).count() as u32;
            expected.executing = self.executing(|f| f == function) as u32;
            expected.zygote = version.is_some_and(|version| self.zygotes.contains_key(&version));
            let counts = self.policy.counts(&function_name(function));
            assert_eq!(counts, expected, "of function {function} with {all} instances");
            self.assert_nobody_waits_in_vain(function, counts);
        }
        assert_eq!(self.policy.totals().memory_mb, self.charged_mb());
        assert_eq!(self.policy.totals().zygotes, self.zygotes.len() as u32);
        assert!(self.zygotes.keys().all(|version| self.is_current(*version)), "an old zygote");
    }

    /// If calls wait although an instance is idle, or though one could start for them, then a
    /// concurrency limit must be reached, counting every instance and every call as a place.
    fn assert_nobody_waits_in_vain(&self, function: usize, counts: Counts) {
        let Some(target) = self.current.get(&function) else { return };
        let copied = self.zygotes.get(&target.version).is_some_and(|zygote| zygote.ready);
        let charge_mb = self.versions[&target.version].1.of(copied);
        let starting = self.instances.values().filter(|instance| !instance.ready).count();
        let uncovered = counts.in_line > counts.starting * target.per_instance;
        let may_start = starting < self.limits.max_starting as usize
            && self.charged_mb() + charge_mb <= self.limits.memory_mb;
        let helped = counts.idle > 0 || uncovered && may_start;
        if counts.in_line == 0 || !helped {
            return;
        }
        let places = |count: &dyn Fn(usize) -> bool| {
            let spare = self.instances.values().filter(|i| count(self.versions[&i.version].0));
            self.executing(count) + spare.count()
        };
        let limit = target.reserved.unwrap_or(self.unreserved()) as usize;
        let group: &dyn Fn(usize) -> bool = match target.reserved {
            Some(_) => &|f| f == function,
            None => &|f| self.reserved(f).is_none(),
        };
        let full = places(group) >= limit;
        let account = places(&|_| true) >= self.limits.account_concurrency as usize;
        assert!(full || account, "calls of {function} wait in vain: {counts:?}");
    }

    fn is_current(&self, version: VersionId) -> bool {
        self.target_of(version).is_some()
    }

    fn target_of(&self, version: VersionId) -> Option<&Target> {
        self.current.values().find(|target| target.version == version)
    }

    fn reserved(&self, function: usize) -> Option<u32> {
        self.current.get(&function).and_then(|target| target.reserved)
    }

    fn unreserved(&self) -> u32 {
        let reserved: u32 = self.current.values().filter_map(|target| target.reserved).sum();
        self.limits.account_concurrency.saturating_sub(reserved)
    }

    fn executing(&self, of: impl Fn(usize) -> bool) -> usize {
        let executes = |call: &&ModelCall| matches!(call.fate, Fate::On(_)) && of(call.function);
        self.calls.values().filter(executes).count()
    }

    fn calls_on(&self, instance: InstanceId) -> usize {
        self.calls.values().filter(|call| call.fate == Fate::On(instance)).count()
    }

    fn instances_of(&self, version: VersionId) -> usize {
        self.instances.values().filter(|instance| instance.version == version).count()
    }

    fn charged_mb(&self) -> u64 {
        let of = |one: &ModelInstance| self.versions[&one.version].1.of(one.copied);
        let instances: u64 = self.instances.values().map(of).sum();
        instances + self.zygotes.values().map(|zygote| zygote.mb).sum::<u64>()
    }

    /// As the policy does: an old version is measured anew when it is deployed again.
    fn forget_versions(&mut self) {
        let alive: Vec<VersionId> = self.instances.values().map(|i| i.version).collect();
        let current: Vec<VersionId> = self.current.values().map(|t| t.version).collect();
        self.versions.retain(|id, _| alive.contains(id) || current.contains(id));
    }
}

pub(super) const FUNCTIONS: usize = 3;

pub(super) fn function_name(function: usize) -> functions::Variant {
    name(&format!("f{function}"))
}
