//! Gives up what init and the program need no longer, for good.

use crate::sys::{self, AT_FDCWD, call, check, nr};
use crate::wire;
use core::ffi::{CStr, c_char};

const LAST_CAPABILITY: usize = 63;
const EINVAL: i32 = 22;

/// Enters a user namespace with all capabilities in it, in which the host's users do not exist.
pub fn enter_users(namespace: i32) -> Result<(), i32> {
    sys::enter(namespace, sys::NEWUSER)
}

/// Makes a user namespace that is charged to this user: the kernel counts watches, timers, signals and
/// more in it also for who made it, and root's are not to be used up.
pub fn make_users(user: u64) -> Result<(), i32> {
    const KEEP_ALL: usize = 4;
    check(sys::prctl(sys::PR_SET_SECUREBITS, KEEP_ALL))?;
    become_user(user, user)?;
    check(call!(nr::UNSHARE, sys::NEWUSER)).map(|_| ())
}

/// Becomes root of the user namespace it is in.
pub fn become_root() -> Result<(), i32> {
    check(call!(nr::SETGROUPS, 0, 0))?;
    become_user(0, 0)
}

/// The effective user of a process that has not been root before loses every capability by this.
pub fn become_user(user: u64, group: u64) -> Result<(), i32> {
    let (user, group) = (user as usize, group as usize);
    check(call!(nr::SETRESGID, group, group, group))?;
    check(call!(nr::SETRESUID, user, user, user)).map(|_| ())
}

/// Being root (1) grants nothing, no ambient set (64) either; changing users takes capabilities away as
/// ever; and each of that locked (2, 8, 32, 128).
const SECUREBITS: usize = 1 | 2 | 8 | 32 | 64 | 128;
/// Root and what is ambient are decided; the rest is, when the program has what it keeps.
const SECUREBITS_TO_KEEP: usize = 1 | 2 | 8;

/// Whatever a program runs, it gains no capability beside those to keep.
pub fn bound(keep: u64) -> Result<(), i32> {
    // What is to be kept must be inheritable before the bounding set is empty.
    set_capabilities(!0, keep)?;
    for capability in 0..=LAST_CAPABILITY {
        match check(sys::prctl(sys::PR_CAPBSET_DROP, capability)) {
            Err(EINVAL) => break,
            other => other?,
        };
    }
    let bits = if keep == 0 { SECUREBITS } else { SECUREBITS_TO_KEEP };
    check(sys::prctl(sys::PR_SET_SECUREBITS, bits))?;
    check(sys::prctl(sys::PR_SET_NO_NEW_PRIVS, 1)).map(|_| ())
}

/// In the child, whose program keeps these capabilities as somebody else than root.
pub fn become_keeper(user: u64, group: u64, keep: u64) -> Result<(), i32> {
    const AMBIENT: usize = 47;
    const RAISE: usize = 2;
    check(sys::prctl(sys::PR_SET_KEEPCAPS, 1))?;
    become_user(user, group)?;
    set_capabilities(!0, keep)?;
    for capability in (0..=LAST_CAPABILITY).filter(|capability| keep >> capability & 1 != 0) {
        check(call!(nr::PRCTL, AMBIENT, RAISE, capability, 0, 0))?;
    }
    check(sys::prctl(sys::PR_SET_SECUREBITS, SECUREBITS))?;
    set_capabilities(keep, keep)
}

/// The permitted and effective set, and the inheritable.
pub fn set_capabilities(all: u64, inheritable: u64) -> Result<(), i32> {
    const VERSION_3: u32 = 0x2008_0522;
    let header = [VERSION_3, 0];
    let half = |shift: u32| [all, all, inheritable].map(|set| (set >> shift) as u32);
    let sets = [half(0), half(32)];
    check(call!(nr::CAPSET, header.as_ptr() as usize, sets.as_ptr() as usize)).map(|_| ())
}

pub fn filter(program: *const u8, instructions: u16) -> Result<(), i32> {
    #[repr(C)]
    struct Program(u16, *const u8);
    const FILTER: usize = 1;
    let program = Program(instructions, program);
    check(call!(nr::SECCOMP, FILTER, 0, (&raw const program) as usize)).map(|_| ())
}

const EXECUTE: u64 = 1;
const WRITE: u64 = 1 << 1;
const READ: u64 = 1 << 2;
const LIST: u64 = 1 << 3;
const MAKE_CHAR: u64 = 1 << 6;
const MAKE_BLOCK: u64 = 1 << 11;
const REFER: u64 = 1 << 13;
const TRUNCATE: u64 = 1 << 14;
const DEVICE_CONTROL: u64 = 1 << 15;

/// The same as the mounts say, once more, by another part of the kernel: rules, to `restrict` somebody.
pub fn landlock(version: u64) -> Result<i32, i32> {
    let mut handled = (1 << 13) - 1;
    handled |= if version >= 2 { REFER } else { 0 };
    handled |= if version >= 3 { TRUNCATE } else { 0 };
    handled |= if version >= 5 { DEVICE_CONTROL } else { 0 };
    // Files, ports (free), and whom one may signal or call by an abstract name.
    let attributes = [handled, 0, 0b11];
    let size = match version {
        6.. => 24,
        4.. => 16,
        _ => 8,
    };
    let attributes = attributes.as_ptr() as usize;
    let rules = check(call!(nr::LANDLOCK_CREATE_RULESET, attributes, size, 0))? as i32;
    let all = !(MAKE_CHAR | MAKE_BLOCK | DEVICE_CONTROL);
    let device = READ | WRITE | TRUNCATE;
    for (path, access) in [
        (c"/", EXECUTE | READ | LIST),
        (c"/tmp", all),
        (c"/dev/shm", all & !EXECUTE),
        (c"/proc", device),
        (c"/dev/null", device),
        (c"/dev/zero", device),
        (c"/dev/full", device),
        (c"/dev/random", device),
        (c"/dev/urandom", device),
    ] {
        allow(rules, path, access & handled)?;
    }
    Ok(rules)
}

pub fn restrict(rules: i32) -> Result<(), i32> {
    check(call!(nr::LANDLOCK_RESTRICT_SELF, rules as usize, 0)).map(|_| ())
}

fn allow(rules: i32, path: &CStr, access: u64) -> Result<(), i32> {
    #[repr(C, packed)]
    struct Rule(u64, i32);
    const BENEATH: usize = 1;
    const PATH_CLOEXEC: usize = 0o10000000 | 0o2000000;
    let file = check(call!(nr::OPENAT, AT_FDCWD, path.as_ptr() as usize, PATH_CLOEXEC, 0))? as i32;
    let rule = Rule(access, file);
    let rule = (&raw const rule) as usize;
    let added = check(call!(nr::LANDLOCK_ADD_RULE, rules as usize, BENEATH, rule, 0)).map(|_| ());
    sys::close(file);
    added
}

pub fn name(host: *const c_char, length: usize) -> Result<(), i32> {
    check(call!(nr::SETHOSTNAME, host as usize, length)).map(|_| ())
}

/// The slot's control groups become the only ones to be seen.
pub fn own_cgroups() -> Result<(), i32> {
    check(call!(nr::UNSHARE, sys::NEWCGROUP)).map(|_| ())
}

/// A TCP socket in the slot's network.
pub fn tcp_socket() -> Result<i32, i32> {
    const STREAM_CLOEXEC: usize = 1 | 0o2000000;
    check(call!(nr::SOCKET, 2, STREAM_CLOEXEC, 0)).map(|fd| fd as i32)
}

/// Brings the loopback up and gives it the platform's address as well.
pub fn loopback() -> Result<(), i32> {
    const SET_FLAGS: usize = 0x8914;
    const SET_ADDRESS: usize = 0x8916;
    const SET_MASK: usize = 0x891c;
    const UP: u16 = 1;
    let socket = tcp_socket()? as usize;
    let request = |name: &[u8], value: &[u8]| {
        let mut request = [0u8; 40];
        request[..name.len()].copy_from_slice(name);
        request[16..16 + value.len()].copy_from_slice(value);
        request
    };
    let address = |ip: [u8; 4]| {
        let family = 2u16.to_ne_bytes();
        [family[0], family[1], 0, 0, ip[0], ip[1], ip[2], ip[3]]
    };
    let steps = [
        (SET_FLAGS, request(b"lo", &UP.to_ne_bytes())),
        (SET_ADDRESS, request(b"lo:1", &address(wire::PLATFORM_IP))),
        (SET_MASK, request(b"lo:1", &address([255; 4]))),
    ];
    for (what, request) in &steps {
        check(call!(nr::IOCTL, socket, *what, request.as_ptr() as usize))?;
    }
    sys::close(socket as i32);
    Ok(())
}
