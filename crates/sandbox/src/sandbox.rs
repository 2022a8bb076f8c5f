use crate::cgroup::{Cgroups, Group, Limits};
use crate::control::Control;
use crate::instance::{Hold, Instance};
use crate::ports::Ports;
use crate::probe::{self, Probed};
use crate::reaper::Reaper;
use crate::spawn::Birth;
use crate::spawner::{self, Spawner, Workbench};
use crate::tmp::Tmp;
use crate::{Egress, Error, Mode, Options, Report, Slot, Spec};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use tokio::sync::{oneshot, watch};

/// Where slots come from. Clones are handles to the same one.
#[derive(Clone, Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

/// What all slots of a sandbox have in common; lives as long as the last of them.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    probed: Probed,
    cgroups: Cgroups,
    spawner: Spawner,
    pub(crate) reaper: Reaper,
    pub(crate) tmp: Tmp,
    pub(crate) ports: Ports,
    live: AtomicUsize,
    next: AtomicU64,
    closed: AtomicBool,
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
        let spawner = Spawner::new()?;
        let probed = probe::probe(&spawner, &options)?;
        let reaper = Reaper::new(options.door.clone())?;
        let shared = Shared {
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
        };
        let sandbox = Sandbox { shared: Arc::new(shared) };
        if sandbox.shared.options.mode == Mode::Require {
            sandbox.report().check_complete()?;
        }
        Ok(sandbox)
    }

    /// A place for one program, empty and ready.
    pub async fn slot(&self, spec: Spec) -> Result<Slot, Error> {
        self.shared.enter()?;
        let (done, slot) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        self.shared.spawner.run(move |bench| {
            // Nobody may wait for it any more; then the slot ends as it is dropped.
            let _ = done.send(make(shared, bench, spec));
        });
        slot.await.unwrap_or(Err(Error::Gone))
    }

    /// What this machine allows and what is used of it.
    pub fn report(&self) -> Report {
        let Shared { options, probed, cgroups, .. } = &*self.shared;
        Report::new(options.mode, probed, cgroups)
    }

    /// Kills every slot, waits until all are gone, and takes away what held them. There are no
    /// more slots after this.
    pub async fn close(&self) {
        let shared = &self.shared;
        shared.closed.store(true, Ordering::Release);
        // Slots are made one after another: when this has had its turn, no more will be.
        let (done, turn) = oneshot::channel::<()>();
        shared.spawner.run(|_| drop(done));
        let _ = turn.await;
        let all = shared.reaper.all();
        all.iter().for_each(|instance| instance.kill());
        for instance in all {
            let mut exit = instance.exit.subscribe();
            let _ = exit.wait_for(|exit| exit.is_some()).await;
        }
        shared.cgroups.remove_parents();
        shared.tmp.remove_base();
    }
}

fn make(shared: Arc<Shared>, bench: &mut Workbench, spec: Spec) -> Result<Slot, Error> {
    let number = shared.next.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{number}", std::process::id());
    if shared.closed.load(Ordering::Acquire) {
        shared.leave();
        return Err(Error::Closed);
    }
    let isolation = shared.probed.isolation.as_ref();
    let furnishing = isolation.map(|isolation| isolation.furnishing(Some(&spec), bench));
    let furnishing = furnishing.transpose().inspect_err(|_| shared.leave())?;
    let mut leavings = Leavings { shared: &shared, name: &name, group: None, tmp: false };
    // Init is a process too.
    let limits = Limits {
        memory_bytes: spec.memory_bytes(),
        pids: u64::from(spec.pids_max) + 1,
        cpu_shares: spec.cpu_shares(),
    };
    let group = leavings.group.insert(Group::create(&shared.cgroups, &name, limits)?);
    let tmp = match &furnishing {
        None => Some(shared.tmp.create(&name)?),
        Some(_) => None,
    };
    leavings.tmp = tmp.is_some();
    let birth = shared.birth(spec.egress);
    let failed = |source| Error::Machine { doing: "make a slot's first process", source };
    let (born, control) = bench.bear(birth).map_err(failed)?;
    // Before it prepares itself, as it then hides the groups it is not in.
    let attached = group.attach(born.pid);
    spawner::prepare(&control, birth, shared.options.door.is_some());
    let connected = match (&shared.probed.router, spec.egress) {
        (Ok(router), Egress::Internet) if birth.network => {
            router.connect(born.pid.as_raw_nonzero().get())
        }
        _ => Ok(()),
    };
    let control = Control::new(control);
    let (mut script, mut users) = (None, None);
    if let Some(furnishing) = furnishing {
        control.furnish(furnishing.length, &furnishing.fds());
        (script, users) = (Some(furnishing.script), furnishing.users);
    }
    let stdin = bench.null();
    let Some(group) = leavings.keep() else { return Err(Error::Gone) };
    let instance = Arc::new(Instance {
        born,
        own_pids: birth.pids,
        network: birth.network,
        memory_bytes: spec.memory_bytes(),
        control,
        group,
        tmp,
        _users: users,
        owner: spec.owner,
        number: AtomicU64::new(0),
        door: Mutex::default(),
        seats: Arc::default(),
        ports: Mutex::default(),
        sampled: Mutex::default(),
        exit: watch::Sender::new(None),
        shared: Arc::clone(&shared),
        name,
    });
    let hold = Hold(Arc::clone(&instance));
    if let Err(source) = shared.reaper.watch(&instance) {
        instance.kill();
        instance.bury();
        return Err(failed(source));
    }
    attached?;
    connected
        .map_err(|source| Error::Machine { doing: "connect a slot to the internet", source })?;
    Ok(Slot::new(hold, spec, script, stdin.map_err(failed)?))
}

/// What is on the machine before there is an instance to clear it away.
struct Leavings<'a> {
    shared: &'a Shared,
    name: &'a str,
    group: Option<Group>,
    tmp: bool,
}

impl Leavings<'_> {
    fn keep(mut self) -> Option<Group> {
        self.tmp = false;
        let group = self.group.take();
        std::mem::forget(self);
        group
    }
}

impl Drop for Leavings<'_> {
    fn drop(&mut self) {
        if let Some(group) = &self.group {
            group.remove();
        }
        if self.tmp {
            self.shared.tmp.discard(self.name);
        }
        self.shared.leave();
    }
}

impl Shared {
    fn enter(&self) -> Result<(), Error> {
        let max = self.options.slots_max;
        let enter = |live| (live < max).then_some(live + 1);
        let entered = self.live.fetch_update(Ordering::Relaxed, Ordering::Relaxed, enter);
        entered.map(|_| ()).map_err(|_| Error::Full { max })
    }

    /// How a slot is born whose program may reach this.
    fn birth(&self, egress: Egress) -> Birth {
        let birth = self.probed.birth;
        let own = match egress {
            Egress::None => true,
            Egress::Internet => self.probed.router.is_ok(),
            Egress::Host => false,
        };
        Birth { network: birth.network && own, ..birth }
    }

    pub(crate) fn leave(&self) {
        self.live.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.cgroups.remove_parents();
    }
}
