use crate::cgroup::Cgroups;
use crate::instance::Instance;
use crate::isolation::Isolation;
use crate::life::Life;
use crate::make;
use crate::network::Way;
use crate::pool::Pool;
use crate::ports::Ports;
use crate::probe::{self, Probed};
use crate::reaper::Reaper;
use crate::spawn::Birth;
use crate::spawner::{self, Spawner, Workbench};
use crate::starts::Starts;
use crate::tmp::Tmp;
use crate::watch::Watch;
use crate::{Egress, Error, Failing, Mode, Options, Report, Slot, Spec, entry, nest};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
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
    watch: Watch,
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
    life: Life,
    pub(crate) probed: Probed,
    pub(crate) way: Way,
    pub(crate) starts: Starts,
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
    /// Finds out what this machine can do, and sweeps what dead sandboxes of the same directory left.
    pub fn new(options: Options) -> Result<Sandbox, Error> {
        let tmp = Tmp::new(&options.dir)?;
        let (life, mut earlier) = Life::begin(&options.dir)?;
        let cgroups = match options.avoid.cgroups {
            true => Cgroups::none("they are not to be used"),
            false => Cgroups::find(&life.name),
        };
        earlier.retain(|name| cgroups.sweep(name));
        if let Err(error) = life.remember(&earlier) {
            tracing::warn!("what was swept will be looked for again: {error}");
        }
        let spawner = Spawner::new()?;
        let probed = probe::probe(&spawner, &options, &life.name)?;
        let way = Way::new(probed.could_route(options.avoid).map(|()| life.name.clone()));
        let reaper = Reaper::new(options.door.clone())?;
        let null = spawner::null()?;
        let shared = Shared {
            null,
            pool: Pool::new(options.pool_max),
            options,
            life,
            probed,
            way,
            starts: Starts::default(),
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
        let shared = Arc::new(shared);
        let _ = shared.on_bench(|shared, bench| shared.follow_network(bench));
        let watch = Watch::start(&shared)?;
        let sandbox = Sandbox { handle: Arc::new(Handle { shared, watch }) };
        if sandbox.handle.shared.options.mode == Mode::Require {
            sandbox.report().check_complete()?;
        }
        Ok(sandbox)
    }

    /// The name of its life, which is in the names of all it makes outside of its directory.
    pub fn name(&self) -> &str {
        &self.handle.shared.life.name
    }

    /// A place for one program, empty and ready.
    pub async fn slot(&self, spec: Spec) -> Result<Slot, Error> {
        let made = self.make(spec).await;
        if let Err(error) = &made {
            self.handle.shared.note_failure(error);
            if self.failing().is_some() {
                self.handle.watch.look();
            }
        }
        made
    }

    /// Set while slots cannot be made. It is tried again and again until one can.
    pub fn failing(&self) -> Option<Failing> {
        self.handle.shared.starts.failing()
    }

    /// What programs with this egress do not get of it now, in a line; nothing if they get it all.
    pub fn shortfall(&self, egress: Egress) -> Option<String> {
        let shared = &self.handle.shared;
        if egress == Egress::Host {
            return None;
        }
        if let Err(error) = shared.permits(egress) {
            return Some(error.to_string());
        }
        if !shared.probed.birth.network {
            let text = "the sandbox is off: it reaches whatever this machine does, whatever its egress says";
            return Some(text.to_owned());
        }
        let why = shared.way.is_open().err().filter(|_| egress == Egress::Internet)?;
        Some(format!(
            "egress \"internet\" is \"none\" now, as there is no way to the internet: {why}"
        ))
    }

    async fn make(&self, spec: Spec) -> Result<Slot, Error> {
        let shared = &self.handle.shared;
        let entered = shared.enter()?;
        shared.permits(spec.egress)?;
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
        let Shared { options, probed, way, cgroups, .. } = &*self.handle.shared;
        Report::new(options.mode, probed, way, cgroups)
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
        shared.leave();
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
                .inspect_err(|error| kept.note_failure(error))
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
        Birth { network: birth.network && egress != Egress::Host, ..birth }
    }

    /// Nobody gets the host's network who did not ask for it, but where all isolation is off.
    pub(crate) fn permits(&self, egress: Egress) -> Result<(), Error> {
        let is_off = self.options.mode == Mode::Off;
        match egress == Egress::Host || self.probed.birth.network || is_off {
            true => Ok(()),
            false => Err(Error::NoNetwork { why: self.probed.why_no_network() }),
        }
    }

    /// Notes that a slot could not be made, unless that is because all is over.
    pub(crate) fn note_failure(&self, error: &Error) {
        if !self.is_closed() {
            self.starts.failed(error);
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Does something on the thread slots are born on, and waits for it; none if that is gone. Not
    /// to be called on that thread.
    pub(crate) fn on_bench<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&Arc<Shared>, &mut Workbench) -> T + Send + 'static,
    ) -> Option<T> {
        let (done, result) = mpsc::channel();
        let shared = Arc::clone(self);
        self.spawner.run(move |bench| {
            let _ = done.send(act(&shared, bench));
        });
        result.recv().ok()
    }

    /// Makes the way to the internet such as it can be now. Who was born before there was one is
    /// connected too.
    pub(crate) fn follow_network(&self, bench: &mut Workbench) {
        let was_made = self.way.is_made();
        if self.way.follow(bench) {
            self.renew();
        }
        if !was_made && self.way.is_made() {
            for instance in self.reaper.all() {
                if let Err(error) = self.connect(&instance) {
                    tracing::debug!("{} is not connected: {error}", instance.name);
                }
            }
        }
    }

    /// Has slots that nobody has yet made anew, with what the system is like now.
    fn renew(&self) {
        let renewed = self.probed.isolation.as_ref().map(Isolation::renew);
        if let Some(Err(error)) = renewed {
            tracing::warn!("new slots ask for names where that was done before: {error}");
        }
        self.pool.renew();
        for instance in self.reaper.all() {
            if let Some(nursery) = instance.nursery.get() {
                nursery.renew(&instance);
            }
        }
    }

    /// Connects an instance to the internet that is to reach it and does not yet.
    pub(crate) fn connect(&self, instance: &Instance) -> io::Result<()> {
        let wanted = instance.egress == Egress::Internet && instance.network;
        if !wanted || instance.connected.load(Ordering::Relaxed) {
            return Ok(());
        }
        let network = entry::network(instance.born.pid, instance.pidfd())?;
        let connected = self.way.connect(network.as_fd())?;
        instance.connected.store(connected, Ordering::Relaxed);
        Ok(())
    }

    /// Takes away what holds slots. If it is gone, nobody needs to look for it.
    fn leave(&self) {
        self.cgroups.remove_parents();
        if self.cgroups.are_gone() {
            self.life.end();
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.leave();
    }
}
