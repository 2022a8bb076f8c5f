//! How slots come to be: first what all of a kind have in common, which can be done ahead of need, and
//! then what one program needs.

use crate::cgroup::{Group, Limits};
use crate::control::Control;
use crate::instance::{Beginnings, Given, Hold, Instance};
use crate::nursery::Nursery;
use crate::shared::{Entered, Shared};
use crate::spawner::{self, Workbench};
use crate::{Egress, Error, Slot, Spec};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::Ordering;

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
    let name = shared.name_slot();
    let isolation = shared.probed.isolation.as_ref();
    let mut leavings = Leavings::new(shared, &name);
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
    let (born, control) = born.map_err(|source| match source.kind() {
        std::io::ErrorKind::WouldBlock => Error::Processes { max: shared.cgroups.numbers.total() },
        _ => failed(source),
    })?;
    // Before it prepares itself, as it then hides the groups it is not in.
    let attached = group.attach(born.pid, &visit);
    spawner::prepare(&control, birth, birth.network && shared.options.door.is_some());
    let control = Control::new(control);
    if let Some(isolation) = isolation {
        isolation.begin(&control);
    }
    let Some(group) = leavings.keep() else { return Err(Error::Gone) };
    let beginnings = Beginnings { name, born, birth, egress, control, group, tmp, keep: None };
    let hold = Hold::new(Instance::new(shared, beginnings))?;
    attached?;
    shared
        .connect(&hold)
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
    hold.group.limit(Limits::of(&spec, shared.options.mb_per_cpu))?;
    let isolation = shared.probed.isolation.as_ref();
    let furnishing = isolation.map(|isolation| isolation.furnishing(Some(&spec), users.clone()));
    let scripts = furnishing.transpose()?.map(|furnishing| {
        furnishing.finish(&hold.control);
        furnishing.scripts
    });
    let stdin = shared.null.try_clone().map_err(failed)?;
    if let (true, Some(users)) = (spec.nursery, &users) {
        let nursery = Nursery::new(&hold.0, &spec, Arc::clone(users))?;
        // Nobody else has it, so it has not been one before.
        let _ = hold.nursery.set(nursery);
    }
    hold.be_given(Given { memory_bytes: spec.memory_bytes(), owner: spec.owner, _users: users });
    hold.enter(entered);
    Ok(Slot::new(hold, spec, scripts, stdin, None))
}

/// What is on the machine before there is an instance to clear it away.
pub(crate) struct Leavings<'a> {
    shared: &'a Shared,
    name: &'a str,
    pub(crate) group: Option<Group>,
    tmp: bool,
}

impl<'a> Leavings<'a> {
    pub(crate) fn new(shared: &'a Shared, name: &'a str) -> Leavings<'a> {
        Leavings { shared, name, group: None, tmp: false }
    }

    pub(crate) fn keep(mut self) -> Option<Group> {
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
