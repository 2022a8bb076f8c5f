//! Slots whose program puts copies of itself into others: what such a slot, the nursery, has besides.

use crate::instance::Instance;
use crate::isolation::NestedFurnishing;
use crate::shared::Shared;
use crate::{Error, Slot, Spec, entry, nest};
use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Nested slots of one nursery that may be kept ready.
const READY_MAX: usize = 256;

#[derive(Debug)]
pub(crate) struct Nursery {
    /// Its pid namespace; those of nested slots are below it.
    pub(crate) pids: OwnedFd,
    pub(crate) users: Arc<OwnedFd>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    plan: Arc<Plan>,
    ready: VecDeque<Slot>,
    /// Being made.
    coming: usize,
    wanted: usize,
    /// The nursery's own; taken away when its program has ended or shall.
    keep: Option<Arc<Keep>>,
    /// Everybody's.
    kept: Weak<Keep>,
}

/// What nested slots are made like.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) spec: Spec,
    pub(crate) furnishing: NestedFurnishing,
}

/// Whoever holds this needs the nursery's namespaces: its program, and every nested slot, as these end
/// with the namespaces above them. When nobody does, the nursery ends.
#[derive(Debug)]
pub(crate) struct Keep(Arc<Instance>);

impl Keep {
    /// Ends the nursery and all in it, needed or not.
    pub(crate) fn end(&self) {
        self.0.end();
    }
}

impl Drop for Keep {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Plan {
    /// Its owner and its network are the nursery's, whatever the spec says.
    fn new(shared: &Shared, nursery: &Spec, spec: &Spec) -> Result<Plan, Error> {
        let (owner, egress) = (nursery.owner, nursery.egress);
        let spec = Spec { owner, egress, nursery: false, ..spec.clone() };
        let spec = spec.with_share(&shared.cgroups.numbers);
        let none = || Error::NoNursery { why: "slots are not isolated".to_owned() };
        let isolation = shared.probed.isolation.as_ref().ok_or_else(none)?;
        let network = shared.birth(egress).network;
        let furnishing = isolation.nested_furnishing(&spec, network)?;
        Ok(Plan { spec, furnishing })
    }
}

impl Nursery {
    pub(crate) fn new(
        instance: &Arc<Instance>,
        spec: &Spec,
        users: Arc<OwnedFd>,
    ) -> Result<Nursery, Error> {
        let failed = |source| Error::Machine { doing: "make a nursery", source };
        let pids = entry::open(instance.born.pid, "pid").map_err(failed)?;
        let plan = Arc::new(Plan::new(&instance.shared, spec, spec)?);
        let keep = Arc::new(Keep(Arc::clone(instance)));
        let kept = Arc::downgrade(&keep);
        let (ready, keep) = (VecDeque::new(), Some(keep));
        let state = State { plan, ready, coming: 0, wanted: 0, keep, kept };
        Ok(Nursery { pids, users, state: Mutex::new(state) })
    }

    /// From now on nested slots are like this, and so many are kept ready.
    pub(crate) fn prepare(
        &self,
        instance: &Arc<Instance>,
        spec: &Spec,
        ready: usize,
    ) -> Result<(), Error> {
        let shared = &instance.shared;
        let plan = Plan::new(shared, &self.lock().plan.spec, spec)?;
        let mut state = self.lock();
        state.plan = Arc::new(plan);
        state.wanted = ready.min(READY_MAX);
        let old = std::mem::take(&mut state.ready);
        drop(state);
        drop(old);
        self.refill(instance);
        Ok(())
    }

    /// A slot that is ready, if there is one.
    pub(crate) fn take(&self) -> Option<Slot> {
        let mut state = self.lock();
        loop {
            let slot = state.ready.pop_front()?;
            if !slot.has_ended() {
                return Some(slot);
            }
        }
    }

    pub(crate) fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.lock().plan)
    }

    /// None when no nested slots are to come any more.
    pub(crate) fn keep(&self) -> Option<Arc<Keep>> {
        self.lock().keep.clone()
    }

    /// Makes what is missing, one after the other, when nobody waits for another slot.
    pub(crate) fn refill(&self, instance: &Arc<Instance>) {
        let mut state = self.lock();
        if state.keep.is_none() || state.ready.len() + state.coming >= state.wanted {
            return;
        }
        state.coming += 1;
        drop(state);
        let instance = Arc::clone(instance);
        let shared = Arc::clone(&instance.shared);
        shared.spawner.run_when_quiet(move |bench| {
            let Some(nursery) = instance.nursery.get() else { return };
            let plan = nursery.plan();
            match nest::prepare(bench, &instance, nursery, &plan) {
                Ok(slot) => {
                    nursery.put(&plan, Some(slot));
                    nursery.refill(&instance);
                }
                Err(error) => {
                    // One that ends, or has ended, needs none.
                    if nursery.keep().is_some() && !instance.has_ended() {
                        instance.shared.note_failure(&error);
                        tracing::debug!("no nested slot can be kept ready: {error}");
                    }
                    nursery.put(&plan, None);
                }
            }
        });
    }

    fn put(&self, plan: &Arc<Plan>, made: Option<Slot>) {
        let mut state = self.lock();
        state.coming -= 1;
        let fits = state.keep.is_some() && Arc::ptr_eq(&state.plan, plan);
        // Dropped after the lock, as it ends when dropped.
        let unwanted = match fits {
            true => {
                state.ready.extend(made);
                None
            }
            false => made,
        };
        drop(state);
        drop(unwanted);
    }

    /// Ends what is ready, as what is made from now on is different.
    pub(crate) fn renew(&self, instance: &Arc<Instance>) {
        let ready = std::mem::take(&mut self.lock().ready);
        drop(ready);
        self.refill(instance);
    }

    /// Ends what is ready, and the nursery too unless somebody lives in a nested slot.
    pub(crate) fn retire(&self) {
        let mut state = self.lock();
        let (ready, keep) = (std::mem::take(&mut state.ready), state.keep.take());
        drop(state);
        drop((ready, keep));
    }

    /// Whether somebody keeps the nursery from ending.
    pub(crate) fn is_kept(&self) -> bool {
        self.lock().kept.strong_count() > 0
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
