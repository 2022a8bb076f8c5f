use crate::cgroup::Cgroups;
use crate::life::Life;
use crate::make;
use crate::network::Way;
use crate::pool::Pool;
use crate::ports::Ports;
use crate::probe;
use crate::reaper::Reaper;
use crate::shared::Shared;
use crate::spawner::{self, Spawner};
use crate::starts::Starts;
use crate::tmp::Tmp;
use crate::watch::Watch;
use crate::{Egress, Error, Failing, Mode, Options, Report, Slot, Spec, nest};
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
        let spawner = Spawner::new(cgroups.numbers.total())?;
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
        sandbox.tell_what_never_comes();
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
            let was_well = self.failing().is_none();
            self.handle.shared.note_failure(error);
            // Whether others cannot either is tried at once.
            if was_well && self.failing().is_some() {
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
            let reached = "whatever this machine does, whatever its egress says";
            return Some(format!("the sandbox is off: every function reaches {reached}"));
        }
        let why = shared.way.is_open().err().filter(|_| egress == Egress::Internet)?;
        Some(format!(
            "egress \"internet\" is \"none\" now, as there is no way to the internet: {why}"
        ))
    }

    /// What is missing for now is told as it comes and goes. Without isolation nobody expects it.
    fn tell_what_never_comes(&self) {
        let Shared { options, way, .. } = &*self.handle.shared;
        if options.mode != Mode::Off
            && way.is_hopeless()
            && let Some(missing) = self.shortfall(Egress::Internet)
        {
            tracing::warn!("{missing}");
        }
    }

    async fn make(&self, spec: Spec) -> Result<Slot, Error> {
        let shared = &self.handle.shared;
        let spec = spec.with_share(&shared.cgroups.numbers);
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
