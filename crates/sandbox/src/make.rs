//! How slots come to be: first what all of a kind have in common, which can be done ahead of need, and
//! then what one program needs.

use crate::cgroup::{Group, Limits};
use crate::control::Control;
use crate::instance::{Given, Hold, Instance};
use crate::sandbox::{Entered, Shared};
use crate::spawner::{self, Workbench};
use crate::{Egress, Error, Slot, Spec};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::watch;

fn failed(source: std::io::Error) -> Error {
    Error::Machine { doing: "make a slot's first process", source }
}

/// A slot for one program, from one that is ready or from nothing.
pub(crate) fn make(
    shared: &Arc<Shared>,
    bench: &mut Workbench,
    ready: Option<Hold>,
    entered: Entered,
    spec: Spec,
) -> Result<Slot, Error> {
    if shared.closed.load(Ordering::Acquire) {
        return Err(Error::Closed);
    }
    let hold = match ready {
        Some(hold) => hold,
        None => prepare(shared, bench, spec.egress)?,
    };
    let users = match &shared.probed.isolation {
        Some(isolation) => isolation.users(spec.owner, bench)?,
        None => None,
    };
    give(hold, entered, spec, users)
}

/// A slot that is anybody's.
pub(crate) fn prepare(
    shared: &Arc<Shared>,
    bench: &mut Workbench,
    egress: Egress,
) -> Result<Hold, Error> {
    let number = shared.next.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{number}", std::process::id());
    let isolation = shared.probed.isolation.as_ref();
    let mut leavings = Leavings { shared, name: &name, group: None, tmp: false };
    let group = leavings.group.insert(Group::create(&shared.cgroups, &name)?);
    let tmp = match isolation {
        None => Some(shared.tmp.create(&name)?),
        Some(_) => None,
    };
    leavings.tmp = tmp.is_some();
    let birth = shared.birth(egress);
    let mut visit = group.enter(&shared.cgroups);
    let born = bench.bear(birth);
    visit.end();
    let (born, control) = born.map_err(failed)?;
    // Before it prepares itself, as it then hides the groups it is not in.
    let attached = group.attach(born.pid, &visit);
    spawner::prepare(&control, birth, shared.options.door.is_some());
    let control = Control::new(control);
    if let Some(isolation) = isolation {
        isolation.begin(&control);
    }
    let connected = match (&shared.probed.router, egress) {
        (Ok(router), Egress::Internet) if birth.network => {
            router.connect(born.pid.as_raw_nonzero().get())
        }
        _ => Ok(()),
    };
    let Some(group) = leavings.keep() else { return Err(Error::Gone) };
    let instance = Arc::new(Instance {
        born,
        own_pids: birth.pids,
        network: birth.network,
        control,
        group,
        tmp,
        given: OnceLock::new(),
        entered: Mutex::default(),
        number: AtomicU64::new(0),
        door: Mutex::default(),
        seats: Arc::default(),
        ports: Mutex::default(),
        sampled: Mutex::default(),
        exit: watch::Sender::new(None),
        shared: Arc::clone(shared),
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
    Ok(hold)
}

/// Makes a slot that is ready one program's.
pub(crate) fn give(
    hold: Hold,
    entered: Entered,
    spec: Spec,
    users: Option<Arc<OwnedFd>>,
) -> Result<Slot, Error> {
    let shared = &hold.shared;
    hold.group.limit(Limits {
        memory_bytes: spec.memory_bytes(),
        // Init is a process too.
        pids: u64::from(spec.pids_max) + 1,
        cpu_shares: spec.cpu_shares(shared.options.mb_per_cpu),
    })?;
    let isolation = shared.probed.isolation.as_ref();
    let furnishing = isolation.map(|isolation| isolation.furnishing(Some(&spec), users.clone()));
    let scripts = furnishing.transpose()?.map(|furnishing| {
        furnishing.finish(&hold.control);
        furnishing.scripts
    });
    let stdin = shared.null.try_clone().map_err(failed)?;
    let given = Given { memory_bytes: spec.memory_bytes(), owner: spec.owner, _users: users };
    // Nobody else has it, so it has not been given before.
    let _ = hold.given.set(given);
    *hold.entered.lock().unwrap_or_else(PoisonError::into_inner) = Some(entered);
    Ok(Slot::new(hold, spec, scripts, stdin))
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
        self.group.take()
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
    }
}
