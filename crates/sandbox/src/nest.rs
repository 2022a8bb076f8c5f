//! How nested slots come to be: below a nursery, whose program can enter them as it has capabilities
//! in the user namespace that owns all they are made of.

use crate::cgroup::{Group, Limits};
use crate::control::Control;
use crate::entry::{self, Namespaces, Ways};
use crate::instance::{Beginnings, Given, Hold, Instance};
use crate::make::{self, Leavings};
use crate::nursery::{Nursery, Plan};
use crate::shared::Shared;
use crate::spawn::{self, Birth, Born};
use crate::spawner::{self, Workbench};
use crate::{Egress, Error, Slot, Spec};
use rustix::mount::{FsMountFlags, MountAttrFlags, fsmount};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;

fn failed(source: io::Error) -> Error {
    Error::Machine { doing: "make a nested slot", source }
}

/// A slot like the plan says, ready to be entered.
pub(crate) fn prepare(
    bench: &mut Workbench,
    instance: &Arc<Instance>,
    nursery: &Nursery,
    plan: &Plan,
) -> Result<Slot, Error> {
    let shared = &instance.shared;
    if shared.closed.load(Ordering::Acquire) {
        return Err(Error::Closed);
    }
    let keep = nursery.keep().ok_or(Error::Gone)?;
    let name = shared.name_slot();
    let mut leavings = Leavings::new(shared, &name);
    let group = leavings.group.insert(Group::create(&shared.cgroups, &name)?);
    group.limit(Limits::of(&plan.spec, shared.options.mb_per_cpu))?;
    let birth = shared.birth(plan.spec.egress);
    let (born, control, arrival) = bear(bench, group, nursery, plan, instance)?;
    let namespaces =
        Namespaces::open(born.pid, born.pidfd.as_fd(), birth.network).map_err(failed)?;
    let ways = Ways { arrival, namespaces, groups: group.entrances()? };
    let Some(group) = leavings.keep() else { return Err(Error::Gone) };
    let egress = plan.spec.egress;
    let hold = Hold::new(Instance::new(
        shared,
        Beginnings { name, born, birth, egress, control, group, tmp: None, keep: Some(keep) },
    ))?;
    shared.connect(&hold).map_err(failed)?;
    let memory_bytes = plan.spec.memory_bytes();
    let users = Some(Arc::clone(&nursery.users));
    hold.be_given(Given { memory_bytes, owner: plan.spec.owner, _users: users });
    let stdin = shared.null.try_clone().map_err(failed)?;
    Ok(Slot::new(hold, plan.spec.clone(), Some(plan.furnishing.scripts.clone()), stdin, Some(ways)))
}

/// Makes a nursery and a slot in it, to see whether that can be.
pub(crate) fn try_out(shared: &Arc<Shared>, bench: &mut Workbench) -> Result<(), Error> {
    let spec = Spec { nursery: true, egress: Egress::None, ..Spec::new("/usr") };
    let slot = make::make(shared, bench, None, shared.enter()?, spec)?;
    let instance = slot.instance();
    let nursery = instance.nursery.get().ok_or(Error::Gone)?;
    prepare(bench, instance, nursery, &nursery.plan())?.adopt().map(drop)
}

/// Has the slot furnished by somebody with the host's rights, until its own init takes over.
fn bear(
    bench: &mut Workbench,
    group: &Group,
    nursery: &Nursery,
    plan: &Plan,
    instance: &Instance,
) -> Result<(Born, Control, OwnedFd), Error> {
    let shared = &instance.shared;
    let Some(isolation) = &shared.probed.isolation else { return Err(Error::Gone) };
    let mut visit = group.enter(&shared.cgroups);
    let furnisher = bench.bear(Birth { mounts: true, ..Birth::default() });
    visit.end();
    let (furnisher, control) = furnisher.map_err(failed)?;
    let control = Control::new(control);
    let taken = group.attach(furnisher.pid, &visit).and_then(|()| {
        let birth = shared.birth(plan.spec.egress);
        let door = birth.network && shared.options.door.is_some();
        spawner::prepare(control.socket_to_init(), Birth { network: false, ..birth }, door);
        let (users, pids) = (nursery.users.as_fd(), nursery.pids.as_fd());
        isolation.begin_nested(&control, &plan.furnishing, users, pids);
        let taken = control.nested();
        taken.map_err(|refusal| refusal.into_prepare_error(Some(&plan.furnishing.scripts)))
    });
    if taken.is_err() {
        control.hang_up();
    }
    // It ends when it has handed over, and then the new init is the nursery's child.
    spawn::wait(furnisher.pidfd.as_raw_fd()).map_err(failed)?;
    let (pidfd, proc) = taken?;
    let pid = entry::number(&pidfd).map_err(failed)?;
    let flags = MountAttrFlags::MOUNT_ATTR_NOSUID
        | MountAttrFlags::MOUNT_ATTR_NODEV
        | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    let made = fsmount(proc, FsMountFlags::FSMOUNT_CLOEXEC, flags).and_then(|proc| {
        Ok((proc, socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?))
    });
    let (proc, (arrivals, arrival)) = made.map_err(|errno| failed(errno.into()))?;
    plan.furnishing.finish(&control, proc.as_fd(), arrivals.as_fd());
    Ok((Born { pid, pidfd }, control, arrival))
}
