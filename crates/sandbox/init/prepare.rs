//! Makes the slot out of the namespaces init was born in.

use crate::{lock, sys, wire};

type Failure = (u32, i32);

/// Forgets everything the platform's process had set: signals, session, directory, name.
pub fn quiet() {
    for signal in 1..=64 {
        sys::default_action(signal);
    }
    sys::block_all_signals();
    // Neither can fail in a way that matters: a fresh process is no group leader, and / exists.
    sys::setsid();
    sys::chdir(c"/");
    sys::prctl(sys::PR_SET_NAME, c"mayfly-init".as_ptr() as usize);
    sys::prctl(sys::PR_SET_DUMPABLE, 0);
}

pub fn prepare(flags: u32) -> Result<(), Failure> {
    guard(flags).map_err(|errno| (wire::STEP_GUARD, errno))?;
    if flags & wire::OWN_MOUNTS != 0 {
        let mounts = if flags & wire::ISOLATED != 0 { slave() } else { own_proc() };
        mounts.map_err(|errno| (wire::STEP_MOUNT, errno))?;
    }
    if flags & wire::ISOLATED != 0 {
        lock::own_cgroups().map_err(|errno| (wire::STEP_MOUNT, errno))?;
    }
    if flags & wire::OWN_NETWORK != 0 {
        lock::loopback().map_err(|errno| (wire::STEP_NETWORK, errno))?;
    }
    Ok(())
}

/// With a pid namespace init's death is everybody's, so it may die abruptly with the platform.
/// Without one it must live to kill the rest, and sees the platform's death on the socket. To be
/// said again when init has become somebody else, as the kernel forgets it then.
pub fn guard(flags: u32) -> Result<(), i32> {
    let guard = if flags & wire::OWN_PIDS != 0 {
        sys::prctl(sys::PR_SET_PDEATHSIG, sys::SIGKILL as usize)
    } else {
        sys::prctl(sys::PR_SET_CHILD_SUBREAPER, 1)
    };
    sys::check(guard).map(|_| ())
}

/// Mounts of the host keep arriving, so that the host can still unmount its disks.
fn slave() -> Result<(), i32> {
    sys::check(sys::mount(c"none", c"/", None, sys::MS_REC | sys::MS_SLAVE)).map(|_| ())
}

/// A /proc that shows the slot's processes under the numbers they know themselves by.
fn own_proc() -> Result<(), i32> {
    slave()?;
    let flags = sys::MS_NOSUID | sys::MS_NODEV | sys::MS_NOEXEC;
    sys::check(sys::mount(c"proc", c"/proc", Some(c"proc"), flags)).map(|_| ())
}
