//! What a program in a nursery calls to put copies of itself into nested slots: a shared library
//! without libc, for any language that can call C and has a `fork` of its own.
//!
//! `mayfly_enter_begin(fds, n)`, then `fork`, then in the copy `mayfly_enter(fds, n)`, before it does
//! anything else. `fds` is what the platform sent for the slot (see `ENTRY_*` in `wire`); the copy's
//! are closed by entering, the program's own are the program's to close. Both return 0 or a negative
//! errno. A copy that gets one must `_exit`.
//!
//! A program that has begun once cannot make threads any more: its own pid namespace belongs to
//! others than its user namespace does, so there is no way back, and the kernel wants threads in
//! one namespace. What it forks without beginning is born in the slot it began with last.

#![no_std]
#![deny(unsafe_op_in_unsafe_fn)]

#[allow(dead_code)]
#[path = "../init/lock.rs"]
mod lock;
#[allow(dead_code)]
#[path = "../init/sys.rs"]
mod sys;
#[allow(dead_code)]
#[path = "../src/wire.rs"]
mod wire;

use core::ffi::CStr;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use sys::{call, check, nr};

// The compiler's own needs are nobody else's business.
core::arch::global_asm!(".hidden memcpy", ".hidden memset");

const EBUSY: i32 = 16;
const ENOTCONN: i32 = 107;
const PATH_MAX: usize = 4096;
/// What `begin` found for SIGCHLD, which the copies get back.
static BEGUN: AtomicBool = AtomicBool::new(false);
static ACTION: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    sys::exit(126)
}

/// The next children are born in the slot's pid namespace. Nobody has to wait for them: a slot does
/// not end before what was in it is waited for, and this program has other things to do.
///
/// # Safety
/// `fds` leads to `n` descriptors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mayfly_enter_begin(fds: *const i32, n: i32) -> i32 {
    // SAFETY: by the caller.
    code(unsafe { entry(fds, n) }.and_then(begin))
}

/// Makes this process, a copy, the slot's: whatever it can reach and do from now on is what the slot
/// allows.
///
/// # Safety
/// `fds` leads to `n` descriptors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mayfly_enter(fds: *const i32, n: i32) -> i32 {
    // SAFETY: by the caller.
    code(unsafe { entry(fds, n) }.and_then(enter))
}

fn code(result: Result<(), i32>) -> i32 {
    result.map_or_else(|errno| -errno, |()| 0)
}

/// # Safety
/// `fds` leads to `n` descriptors.
unsafe fn entry<'a>(fds: *const i32, n: i32) -> Result<&'a [i32], i32> {
    let least = wire::ENTRY_MORE as i32;
    if fds.is_null() || !(least..=wire::MAX_FDS as i32).contains(&n) {
        return Err(sys::EINVAL);
    }
    // SAFETY: by the caller.
    Ok(unsafe { core::slice::from_raw_parts(fds, n as usize) })
}

fn begin(fds: &[i32]) -> Result<(), i32> {
    const IGNORE: u64 = 1;
    if !BEGUN.load(Ordering::Relaxed) {
        let before = child_action([IGNORE, 0, 0, 0])?;
        for (saved, word) in ACTION.iter().zip(before) {
            saved.store(word, Ordering::Relaxed);
        }
        BEGUN.store(true, Ordering::Relaxed);
    }
    sys::enter(at(fds, wire::ENTRY_PIDS), sys::NEWPID)
}

fn at(fds: &[i32], index: usize) -> i32 {
    fds.get(index).copied().unwrap_or(-1)
}

fn enter(fds: &[i32]) -> Result<(), i32> {
    if sys::getpid() != wire::GUEST as isize {
        return Err(EBUSY);
    }
    let more = fds.get(wire::ENTRY_MORE..).unwrap_or_default();
    let (network, groups) = match more.split_first() {
        Some((&first, rest)) if is_network(first) => (Some(first), rest),
        _ => (None, more),
    };
    // Early, as the answer takes a while.
    let init = at(fds, wire::ENTRY_ARRIVAL);
    if !sys::write_byte(init, b'1') {
        return Err(ENOTCONN);
    }
    // The kernel takes 0 for who writes. It moves one thread, which is quick, and there is one: with
    // two, the mounts could not be entered below.
    for &group in groups {
        check(call!(nr::WRITE, group as usize, c"0".as_ptr() as usize, 1))?;
    }
    let mut directory = [0u8; PATH_MAX];
    check(call!(nr::GETCWD, directory.as_mut_ptr() as usize, directory.len()))?;
    for (index, kind) in [
        (wire::ENTRY_NAMES, sys::NEWUTS),
        (wire::ENTRY_IPC, sys::NEWIPC),
        (wire::ENTRY_CGROUPS, sys::NEWCGROUP),
    ] {
        sys::enter(at(fds, index), kind)?;
    }
    if let Some(network) = network {
        sys::enter(network, sys::NEWNET)?;
    }
    sys::enter(at(fds, wire::ENTRY_MOUNTS), sys::NEWNS)?;
    let directory = CStr::from_bytes_until_nul(&directory).map_err(|_| sys::ENOENT)?;
    check(sys::chdir(directory))?;
    check(sys::setsid())?;
    if BEGUN.load(Ordering::Relaxed) {
        child_action([0, 1, 2, 3].map(|i| action(i)))?;
    }
    lock_up(at(fds, wire::ENTRY_RULES))?;
    sys::read_byte(init).ok_or(ENOTCONN)?;
    fds.iter().for_each(|&fd| sys::close(fd));
    Ok(())
}

/// Whether it is a network namespace.
fn is_network(fd: i32) -> bool {
    const GET_KIND: usize = 0xb703;
    call!(nr::IOCTL, fd as usize, GET_KIND, 0) == sys::NEWNET as isize
}

/// What happens when a child ends, and what did before: handler, flags, restorer, mask.
fn child_action(action: [u64; 4]) -> Result<[u64; 4], i32> {
    const SIGCHLD: usize = 17;
    const SET_SIZE: usize = 8;
    let mut before = [0u64; 4];
    let (new, old) = (action.as_ptr() as usize, before.as_mut_ptr() as usize);
    check(call!(nr::RT_SIGACTION, SIGCHLD, new, old, SET_SIZE))?;
    Ok(before)
}

fn action(index: usize) -> u64 {
    ACTION.get(index).map_or(0, |word| word.load(Ordering::Relaxed))
}

/// What a program that was started in the slot would never have had.
fn lock_up(rules: i32) -> Result<(), i32> {
    lock::restrict(rules)?;
    lock::set_capabilities(0, 0)?;
    // Load the call's number; if it is `setns`, refuse it (EPERM); else the first filter decides.
    let instructions: [(u16, u8, u8, u32); 4] = [
        (0x20, 0, 0, 0),
        (0x15, 0, 1, nr::SETNS as u32),
        (0x06, 0, 0, 0x0005_0001),
        (0x06, 0, 0, 0x7fff_0000),
    ];
    lock::filter(instructions.as_ptr().cast(), instructions.len() as u16)
}
