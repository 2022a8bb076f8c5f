//! How a nested slot comes by an init of its own.
//!
//! Who furnishes the slot has the host's rights, and must not be where the nursery's program could
//! reach it. So it stays outside, and three processes follow one another, none of which shares
//! memory with the platform: the furnisher; one that is born in the nursery's pid namespace and
//! enters the owner's user namespace; and its child, which owns new namespaces with that user
//! namespace and is the slot's init. As its mounts are a copy for other users than the host's, all
//! of them are locked: not even all capabilities there could take one away or make it writable.

use crate::{CONTROL, lock, message, mount, sys, wire};

/// Returns in the new init, with a handle of the slot's root.
pub fn nest(pids: i32, users: i32, network: bool) -> Result<i32, i32> {
    sys::enter(pids, sys::NEWPID)?;
    let helper = sys::fork(0)?;
    if helper != 0 {
        sys::wait_for(helper);
        sys::exit(0);
    }
    lock::enter_users(users)?;
    let all = sys::NEWPID | sys::NEWNS | sys::NEWIPC | sys::NEWUTS | sys::NEWCGROUP;
    if sys::fork(if network { all | sys::NEWNET } else { all })? != 0 {
        sys::exit(0);
    }
    lock::become_root()?;
    if network {
        lock::loopback()?;
    }
    sys::close(pids);
    sys::close(users);
    let (own, proc) = (sys::pidfd(sys::getpid() as i32)?, mount::new_proc()?);
    message::send_fds(CONTROL, &[wire::NESTED, 0, 0], &[own, proc]);
    sys::close(own);
    sys::close(proc);
    mount::root()
}
