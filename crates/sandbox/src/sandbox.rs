use crate::cgroup::Cgroups;
use crate::make;
use crate::pool::Pool;
use crate::ports::Ports;
use crate::probe::{self, Probed};
use crate::reaper::Reaper;
use crate::spawn::Birth;
use crate::spawner::{self, Spawner};
use crate::tmp::Tmp;
use crate::{Egress, Error, Mode, Options, Report, Slot, Spec, nest};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use tokio::sync::oneshot;

/// Where slots come from. Clones are handles to the same one.
#[derive(Clone, Debug)]
pub struct Sandbox {
    handle: Arc<Handle>,
}

/// Slots kept ready are for who may ask for them; when the last handle goes, so do they.
#[derive(Debug)]
struct Handle {
    shared: Arc<Shared>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.pool.close();
    }
}

/// What all slots of a sandbox have in common; lives as long as the last of them.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) probed: Probed,
    pub(crate) cgroups: Cgroups,
    pub(crate) spawner: Spawner,
    pub(crate) null: OwnedFd,
    pub(crate) pool: Pool,
    pub(crate) reaper: Reaper,
    pub(crate) tmp: Tmp,
    pub(crate) ports: Ports,
    live: AtomicUsize,
    pub(crate) next: AtomicU64,
    pub(crate) closed: AtomicBool,
    /// Whether slots can be nurseries, when it has been tried.
    nests: OnceLock<Result<(), String>>,
}

impl Sandbox {
    /// Finds out what this machine can do, and sweeps what a dead platform with the same tag left.
    pub fn new(options: Options) -> Result<Sandbox, Error> {
        options.check()?;
        let cgroups = match options.avoid.cgroups {
            true => Cgroups::none("they are not to be used"),
            false => Cgroups::find(&options.tag),
        };
        cgroups.sweep();
        let tmp = Tmp::new(&options.dir)?;
        let spawner = Spawner::new(cgroups.numbers.total())?;
        let probed = probe::probe(&spawner, &options)?;
        let reaper = Reaper::new(options.door.clone())?;
        let null = spawner::null()?;
        let shared = Shared {
            null,
            pool: Pool::new(options.pool_max),
            options,
            probed,
            cgroups,
            spawner,
            reaper,
            tmp,
            ports: Ports::default(),
            live: AtomicUsize::new(0),
            next: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            nests: OnceLock::new(),
        };
        let sandbox = Sandbox { handle: Arc::new(Handle { shared: Arc::new(shared) }) };
        if sandbox.handle.shared.options.mode == Mode::Require {
            sandbox.report().check_complete()?;
        }
        Ok(sandbox)
    }

    /// A place for one program, empty and ready.
    pub async fn slot(&self, spec: Spec) -> Result<Slot, Error> {
        let shared = &self.handle.shared;
        let spec = spec.with_share(&shared.cgroups.numbers);
        let entered = shared.enter()?;
        if spec.nursery {
            shared.probed.could_nest().map_err(|why| Error::NoNursery { why })?;
        }
        let ready = shared.pool.take(spec.egress);
        refill(shared, spec.egress);
        let users = match &shared.probed.isolation {
            Some(isolation) => isolation.known_users(spec.owner),
            None => Some(None),
        };
        let ready = match (ready, users) {
            (Some(hold), Some(users)) => return make::give(hold, entered, spec, users),
            (ready, _) => ready,
        };
        let (done, slot) = oneshot::channel();
        let shared = Arc::clone(shared);
        shared.clone().spawner.run(move |bench| {
            // Nobody may wait for it any more; then the slot ends as it is dropped.
            let _ = done.send(make::make(&shared, bench, ready, entered, spec));
        });
        slot.await.unwrap_or(Err(Error::Gone))
    }

    /// Whether slots can be nurseries, or why not, in a line. The first time this tries it, which takes
    /// some milliseconds.
    pub fn can_nest(&self) -> Result<(), String> {
        let shared = &self.handle.shared;
        shared.probed.could_nest()?;
        let tried = shared.nests.get_or_init(|| {
            let (done, result) = mpsc::channel();
            let kept = Arc::clone(shared);
            shared.spawner.run(move |bench| {
                let _ = done.send(nest::try_out(&kept, bench));
            });
            let tried = result.recv().unwrap_or(Err(Error::Gone));
            tried.map_err(|error| error.to_string())
        });
        tried.clone()
    }

    /// What this machine allows and what is used of it.
    pub fn report(&self) -> Report {
        let Shared { options, probed, cgroups, .. } = &*self.handle.shared;
        Report::new(options.mode, probed, cgroups)
    }

    /// Kills every slot, waits until all are gone, and takes away what held them. There are no
    /// more slots after this.
    pub async fn close(&self) {
        let shared = &self.handle.shared;
        shared.closed.store(true, Ordering::Release);
        shared.pool.close();
        // Slots are made one after another: when this has had its turn, no more will be.
        let (done, turn) = oneshot::channel::<()>();
        shared.spawner.run(|_| drop(done));
        let _ = turn.await;
        let all = shared.reaper.all();
        all.iter().for_each(|instance| instance.end());
        for instance in all {
            let mut buried = instance.buried.subscribe();
            let _ = buried.wait_for(|buried| *buried).await;
        }
        shared.cgroups.remove_parents();
        shared.tmp.remove_base();
    }
}

/// One more slot like those that are asked for, if there are too few, when nobody waits for another.
fn refill(shared: &Arc<Shared>, egress: Egress) {
    if !shared.pool.claim(egress) {
        return;
    }
    let kept = Arc::clone(shared);
    shared.spawner.run_when_quiet(move |bench| {
        let prepared = match kept.closed.load(Ordering::Acquire) {
            true => None,
            false => make::prepare(&kept, bench, egress)
                .inspect_err(|error| tracing::warn!("no slot can be kept ready: {error}"))
                .ok(),
        };
        let more = prepared.is_some();
        kept.pool.put(egress, prepared);
        if more {
            refill(&kept, egress);
        }
    });
}

/// A place among the slots that may exist.
#[derive(Debug)]
pub(crate) struct Entered {
    shared: Arc<Shared>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.shared.live.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shared {
    /// A place for one more slot, unless all is over.
    pub(crate) fn enter(self: &Arc<Self>) -> Result<Entered, Error> {
        let max = self.options.slots_max;
        let enter = |live| (live < max).then_some(live + 1);
        let entered = self.live.fetch_update(Ordering::Relaxed, Ordering::Relaxed, enter);
        entered.map_err(|_| Error::Full { max })?;
        let entered = Entered { shared: Arc::clone(self) };
        match self.closed.load(Ordering::Acquire) {
            true => Err(Error::Closed),
            false => Ok(entered),
        }
    }

    /// A name for the next slot.
    pub(crate) fn name_slot(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number}", std::process::id())
    }

    /// How a slot is born whose program may reach this.
    pub(crate) fn birth(&self, egress: Egress) -> Birth {
        let birth = self.probed.birth;
        let own = match egress {
            Egress::None => true,
            Egress::Internet => self.probed.router.is_ok(),
            Egress::Host => false,
        };
        Birth { network: birth.network && own, ..birth }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.cgroups.remove_parents();
    }
}
