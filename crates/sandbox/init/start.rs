//! Starts the program described by a block (see `wire`).

use crate::furnish::{Furnisher, Identity};
use crate::{lock, sys, wire};
use core::ffi::{CStr, c_char};

type Failure = (u32, i32);
type List = *const *const c_char;

/// Everything the child needs; the child shares our memory until its `execve`, so it can leave its
/// failure here.
struct Child<'a> {
    block: *mut u64,
    fds: &'a [i32],
    own_pids: bool,
    slot: &'a Furnisher,
    failure: Option<Failure>,
}

/// Returns the program's pid once it runs. `fds[0]` is the block, the rest are the program's.
pub fn start(length: usize, fds: &[i32], own_pids: bool, slot: &Furnisher) -> Result<i32, Failure> {
    let Some((&block_fd, fds)) = fds.split_first() else { return Err((wire::STEP_BLOCK, 0)) };
    let block = sys::map(block_fd, length).map_err(|errno| (wire::STEP_BLOCK, errno))?;
    // SAFETY: the platform made the block: at least a header long, lists and strings inside it and
    // terminated, and the map is ours to write.
    unsafe {
        if word(block, wire::WORD_FDS) as usize != fds.len() {
            return Err((wire::STEP_BLOCK, 0));
        }
        for list in [wire::WORD_PATHS, wire::WORD_ARGV, wire::WORD_ENV] {
            to_pointers(block, word(block, list));
        }
    }
    if slot.keep != 0 {
        skip_a_pid()?;
    }
    let mut child = Child { block, fds, own_pids, slot, failure: None };
    // SAFETY: `run` never returns, and `child` outlives the call, during which we are suspended.
    let pid = unsafe { sys::arch::clone_vfork(run, (&raw mut child).cast()) };
    // SAFETY: the child wrote through the same address; it has ended or has memory of its own now.
    let failure = unsafe { (&raw const child.failure).read_volatile() };
    sys::unmap(block, length);
    match failure {
        Some(failure) => Err(failure),
        None => sys::check(pid).map(|pid| pid as i32).map_err(|errno| (wire::STEP_SPAWN, errno)),
    }
}

/// A nursery's program must not have the number that its copies get, each in its slot: some libraries
/// know by the number alone that they are a copy's, and draw new random values.
fn skip_a_pid() -> Result<(), Failure> {
    let pid = sys::fork(0).map_err(|errno| (wire::STEP_SPAWN, errno))?;
    if pid == 0 {
        sys::exit(0);
    }
    sys::wait_for(pid);
    Ok(())
}

/// # Safety
/// `block` starts with a header of words.
unsafe fn word(block: *mut u64, index: usize) -> u64 {
    // SAFETY: by the caller.
    unsafe { block.add(index).read() }
}

/// # Safety
/// At `offset` in `block` there is a list of offsets that ends with 0.
unsafe fn to_pointers(block: *mut u64, offset: u64) {
    // SAFETY: by the caller; the walk ends at the 0.
    unsafe {
        let mut item = block.byte_add(offset as usize);
        while *item != 0 {
            *item += block as u64;
            item = item.add(1);
        }
    }
}

extern "C" fn run(child: *mut u8) -> ! {
    // SAFETY: `start` passed a live `Child` and is suspended until we exec or exit.
    let child = unsafe { &mut *child.cast::<Child>() };
    if let Err(failure) = become_program(child) {
        // SAFETY: same address, valid; volatile as the parent reads it behind the compiler's back.
        unsafe { (&raw mut child.failure).write_volatile(Some(failure)) };
    }
    sys::exit(127)
}

fn become_program(child: &Child) -> Result<(), Failure> {
    // SAFETY: `start` checked the block's header and made the lists.
    let get = |index| unsafe { word(child.block, index) };
    let at = |index| child.block.wrapping_byte_add(get(index) as usize);
    sys::setsid();
    if !child.own_pids {
        sys::prctl(sys::PR_SET_PDEATHSIG, sys::SIGKILL as usize);
    }
    move_fds(child.fds, at_fds(child.block)).map_err(|errno| (wire::STEP_FDS, errno))?;
    if child.slot.identity.is_some() {
        // What comes along is one file that all slots and the platform have open.
        sys::own_stdin().map_err(|errno| (wire::STEP_FDS, errno))?;
    }
    sys::limit(sys::RLIMIT_NOFILE, get(wire::WORD_FILES_SOFT), get(wire::WORD_FILES_HARD))
        .and_then(|()| sys::limit(sys::RLIMIT_CORE, 0, 0))
        .map_err(|errno| (wire::STEP_LIMITS, errno))?;
    sys::umask(0o022);
    if let Some(identity) = child.slot.identity {
        become_somebody(identity, child.slot.keep).map_err(|errno| (wire::STEP_IDENTITY, errno))?;
    }
    // SAFETY: the block holds a terminated string there.
    let cwd = unsafe { CStr::from_ptr(at(wire::WORD_CWD).cast()) };
    sys::check(sys::chdir(cwd)).map_err(|errno| (wire::STEP_CWD, errno))?;
    sys::unblock_all_signals();
    let (argv, env): (List, List) = (at(wire::WORD_ARGV).cast(), at(wire::WORD_ENV).cast());
    let mut path: List = at(wire::WORD_PATHS).cast();
    let mut worst = sys::ENOENT;
    // SAFETY: three lists of strings that end with null.
    unsafe {
        while !(*path).is_null() {
            let errno = sys::execve(*path, argv, env);
            // As a shell does: go on along PATH, but remember a file that was there and refused.
            match errno {
                sys::ENOENT | sys::ENOTDIR => {}
                sys::EACCES => worst = errno,
                _ => return Err((wire::STEP_EXEC, errno)),
            }
            path = path.add(1);
        }
    }
    Err((wire::STEP_EXEC, worst))
}

fn become_somebody(Identity { user, group }: Identity, keep: u64) -> Result<(), i32> {
    match keep {
        0 => lock::become_user(user, group).and_then(|()| lock::set_capabilities(0, 0)),
        keep => lock::become_keeper(user, group, keep),
    }
}

fn at_fds(block: *mut u64) -> *const u64 {
    block.wrapping_add(wire::WORD_FIRST_FD)
}

/// First out of the way of every number wanted, then to the numbers wanted. All else that is open is
/// close-on-exec, and 0, 1 and 2 are always among the wanted.
fn move_fds(fds: &[i32], targets: *const u64) -> Result<(), i32> {
    let mut high = [-1; wire::MAX_FDS];
    for (slot, &fd) in high.iter_mut().zip(fds) {
        *slot = sys::check(sys::dup_above(fd, wire::FD_LIMIT))? as i32;
    }
    for (index, &fd) in high.iter().take(fds.len()).enumerate() {
        // SAFETY: the header has room for MAX_FDS numbers.
        let target = unsafe { targets.add(index).read() } as i32;
        sys::check(sys::dup_to(fd, target))?;
    }
    Ok(())
}
