//! The system calls init makes, as small safe functions where that can be.

#[cfg_attr(target_arch = "x86_64", path = "x86_64.rs")]
#[cfg_attr(target_arch = "aarch64", path = "aarch64.rs")]
pub mod arch;

pub use arch::{nr, syscall};
use core::ffi::{CStr, c_char};
use core::ptr::null;

pub const SIGKILL: i32 = 9;
const SIGCHLD: i32 = 17;
pub const ENOENT: i32 = 2;
pub const EACCES: i32 = 13;
pub const ENOTDIR: i32 = 20;
pub const EINVAL: i32 = 22;
pub const EINTR: i32 = 4;
const ECHILD: i32 = 10;

pub const NEWNS: usize = 0x0002_0000;
pub const NEWCGROUP: usize = 0x0200_0000;
pub const NEWUTS: usize = 0x0400_0000;
pub const NEWIPC: usize = 0x0800_0000;
pub const NEWUSER: usize = 0x1000_0000;
pub const NEWPID: usize = 0x2000_0000;
pub const NEWNET: usize = 0x4000_0000;
pub const PR_SET_PDEATHSIG: usize = 1;
pub const PR_SET_DUMPABLE: usize = 4;
pub const PR_SET_KEEPCAPS: usize = 8;
pub const PR_SET_NAME: usize = 15;
pub const PR_CAPBSET_DROP: usize = 24;
pub const PR_SET_SECUREBITS: usize = 28;
pub const PR_SET_CHILD_SUBREAPER: usize = 36;
pub const PR_SET_NO_NEW_PRIVS: usize = 38;
pub const MS_NOSUID: usize = 2;
pub const MS_NODEV: usize = 4;
pub const MS_NOEXEC: usize = 8;
pub const MS_REC: usize = 16384;
pub const MS_SLAVE: usize = 1 << 19;
pub const RLIMIT_CORE: usize = 4;
pub const RLIMIT_NPROC: usize = 6;
pub const RLIMIT_NOFILE: usize = 7;

pub const AT_FDCWD: usize = -100isize as usize;
pub const MSG_NOSIGNAL: usize = 0x4000;
const F_DUPFD_CLOEXEC: usize = 1030;
const WNOHANG: usize = 1;
const WALL: usize = 0x4000_0000;
const POLLIN: i16 = 1;
const SET_SIZE: usize = 8;

macro_rules! call {
    ($nr:expr $(, $arg:expr)*) => {{
        let args = [$($arg),*];
        let mut all = [0usize; 6];
        let mut i = 0;
        while i < args.len() { all[i] = args[i]; i += 1; }
        // SAFETY: every pointer among the arguments is to memory that lives through the call and
        // is as large as the call wants; each wrapper below sees to that.
        unsafe { $crate::sys::syscall($nr, all) }
    }};
}
pub(crate) use call;

pub fn check(result: isize) -> Result<isize, i32> {
    if result < 0 { Err(-result as i32) } else { Ok(result) }
}

pub fn exit(code: i32) -> ! {
    loop {
        call!(nr::EXIT_GROUP, code as usize);
    }
}

pub fn setsid() -> isize {
    // SAFETY: it takes no arguments.
    unsafe { syscall(nr::SETSID, [0; 6]) }
}

pub fn prctl(option: usize, value: usize) -> isize {
    call!(nr::PRCTL, option, value, 0, 0, 0)
}

pub fn chdir(path: &CStr) -> isize {
    call!(nr::CHDIR, path.as_ptr() as usize)
}

pub fn fchdir(fd: i32) -> isize {
    call!(nr::FCHDIR, fd as usize)
}

pub fn umask(mask: usize) {
    call!(nr::UMASK, mask);
}

pub fn mount(source: &CStr, target: &CStr, kind: Option<&CStr>, flags: usize) -> isize {
    let kind = kind.map_or(null(), CStr::as_ptr);
    call!(nr::MOUNT, source.as_ptr() as usize, target.as_ptr() as usize, kind as usize, flags, 0)
}

pub fn default_action(signal: usize) {
    // handler, flags, restorer, mask: all zero is SIG_DFL.
    let action = [0u64; 4];
    call!(nr::RT_SIGACTION, signal, action.as_ptr() as usize, 0, SET_SIZE);
}

fn set_mask(mask: u64) {
    const SIG_SETMASK: usize = 2;
    call!(nr::RT_SIGPROCMASK, SIG_SETMASK, (&raw const mask) as usize, 0, SET_SIZE);
}

pub fn block_all_signals() {
    set_mask(!0);
}

pub fn unblock_all_signals() {
    set_mask(0);
}

/// A descriptor that is readable when children have changed state.
pub fn child_signals() -> i32 {
    const NONBLOCK_CLOEXEC: usize = 0o4000 | 0o2000000;
    let mask = 1u64 << (SIGCHLD - 1);
    let any = usize::MAX;
    call!(nr::SIGNALFD4, any, (&raw const mask) as usize, SET_SIZE, NONBLOCK_CLOEXEC) as i32
}

pub fn drain_signals(fd: i32) {
    let mut info = [0u8; 128];
    while call!(nr::READ, fd as usize, info.as_mut_ptr() as usize, info.len()) > 0 {}
}

#[repr(C)]
struct Poll(i32, i16, i16);

/// Which of the descriptors have something (or their end) to read; waits for one. Negative ones never
/// have.
pub fn wait_readable<const N: usize>(fds: [i32; N]) -> [bool; N] {
    let mut polls = fds.map(|fd| Poll(fd, POLLIN, 0));
    call!(nr::PPOLL, polls.as_mut_ptr() as usize, N, 0, 0, SET_SIZE);
    polls.map(|poll| poll.2 != 0)
}

/// Waits, a tenth of a second at most, until the process is no more: not even a zombie.
fn wait_released(pidfd: i32) {
    let mut poll = Poll(pidfd, 0, 0);
    let patience = [0u64, 100_000_000];
    call!(nr::PPOLL, (&raw mut poll) as usize, 1, patience.as_ptr() as usize, 0, SET_SIZE);
}

/// How a process ended that is no child of ours, where the kernel (6.15) says so.
pub fn exit_status(pidfd: i32) -> Option<u32> {
    const GET_INFO: usize = 0xc040_ff0b;
    const EXIT: u64 = 1 << 3;
    wait_released(pidfd);
    #[repr(C)]
    struct Info {
        mask: u64,
        _cgroup: u64,
        _ids: [u32; 11],
        status: u32,
    }
    let mut info = Info { mask: EXIT, _cgroup: 0, _ids: [0; 11], status: 0 };
    check(call!(nr::IOCTL, pidfd as usize, GET_INFO, (&raw mut info) as usize)).ok()?;
    // SAFETY: valid; volatile as the kernel wrote behind the compiler's back.
    let Info { mask, status, .. } = unsafe { (&raw const info).read_volatile() };
    (mask & EXIT != 0).then_some(status)
}

/// A handle of a process, by its number.
pub fn pidfd(pid: i32) -> Result<i32, i32> {
    check(call!(nr::PIDFD_OPEN, pid as usize, 0)).map(|fd| fd as i32)
}

pub fn kill_by_handle(pidfd: i32, signal: i32) {
    call!(nr::PIDFD_SEND_SIGNAL, pidfd as usize, signal as usize, 0, 0);
}

/// Like `fork`, with a copy that has new namespaces; 0 in the copy.
pub fn fork(namespaces: usize) -> Result<i32, i32> {
    let flags = namespaces | SIGCHLD as usize;
    check(call!(nr::CLONE, flags, 0, 0, 0, 0)).map(|pid| pid as i32)
}

/// Until a child has ended.
pub fn wait_for(pid: i32) {
    while call!(nr::WAIT4, pid as usize, 0, WALL, 0) == -(EINTR as isize) {}
}

pub fn enter(namespace: i32, kind: usize) -> Result<(), i32> {
    check(call!(nr::SETNS, namespace as usize, kind)).map(|_| ())
}

/// One byte; none at the end.
pub fn read_byte(fd: i32) -> Option<u8> {
    let mut byte = 0u8;
    (call!(nr::READ, fd as usize, (&raw mut byte) as usize, 1) == 1).then_some(byte)
}

pub fn write_byte(socket: i32, byte: u8) -> bool {
    let byte = (&raw const byte) as usize;
    call!(nr::SENDTO, socket as usize, byte, 1, MSG_NOSIGNAL, 0, 0) == 1
}

pub fn getpid() -> isize {
    // SAFETY: it takes no arguments.
    unsafe { syscall(nr::GETPID, [0; 6]) }
}

/// One child that has ended, if any: its pid and wait status.
pub fn reap() -> Option<(i32, u32)> {
    let mut status = 0u32;
    let any = usize::MAX;
    let pid = call!(nr::WAIT4, any, (&raw mut status) as usize, WNOHANG | WALL, 0);
    (pid > 0).then_some((pid as i32, status))
}

pub fn has_children() -> bool {
    let any = usize::MAX;
    call!(nr::WAIT4, any, 0, WNOHANG | WALL, 0) != -(ECHILD as isize)
}

pub fn kill(pid: i32, signal: i32) {
    call!(nr::KILL, pid as usize, signal as usize);
}

/// A millisecond.
pub fn pause_briefly() {
    let time = [0u64, 1_000_000];
    call!(nr::NANOSLEEP, time.as_ptr() as usize, 0);
}

/// Fills the buffer from the file's start; how many bytes there were, 0 when it cannot be read.
pub fn read_file(path: &CStr, buffer: &mut [u8]) -> usize {
    let fd = call!(nr::OPENAT, AT_FDCWD, path.as_ptr() as usize, 0o2000000, 0);
    let Ok(fd) = check(fd) else { return 0 };
    let length = call!(nr::READ, fd as usize, buffer.as_mut_ptr() as usize, buffer.len());
    call!(nr::CLOSE, fd as usize);
    length.max(0) as usize
}

/// Writes to a file that is there, if it can be.
pub fn write_file(root: i32, path: *const c_char, content: *const u8, length: usize) {
    const WRITE_CLOEXEC: usize = 1 | 0o2000000;
    let fd = call!(nr::OPENAT, root as usize, path as usize, WRITE_CLOEXEC, 0);
    if let Ok(fd) = check(fd) {
        call!(nr::WRITE, fd as usize, content as usize, length);
        close(fd as i32);
    }
}

pub fn close(fd: i32) {
    call!(nr::CLOSE, fd as usize);
}

pub fn close_from(first: i32) {
    close_range(first, -1);
}

/// Up to and with the last.
pub fn close_range(first: i32, last: i32) {
    call!(nr::CLOSE_RANGE, first as usize, last as u32 as usize, 0);
}

pub fn dup_above(fd: i32, at_least: i32) -> isize {
    call!(nr::FCNTL, fd as usize, F_DUPFD_CLOEXEC, at_least as usize)
}

pub fn dup_to(fd: i32, target: i32) -> isize {
    call!(nr::DUP3, fd as usize, target as usize, 0)
}

/// Puts the slot's own /dev/null in the place of what is there.
pub fn own_stdin() -> Result<(), i32> {
    const CLOEXEC: usize = 0o2000000;
    let fd = check(call!(nr::OPENAT, AT_FDCWD, c"/dev/null".as_ptr() as usize, CLOEXEC, 0))? as i32;
    check(dup_to(fd, 0))?;
    close(fd);
    Ok(())
}

/// Lowers a limit; never above what the hard limit already is.
pub fn limit(resource: usize, soft: u64, hard: u64) -> Result<(), i32> {
    let mut now = [0u64; 2];
    check(call!(nr::PRLIMIT64, 0, resource, 0, now.as_mut_ptr() as usize))?;
    let hard = hard.min(now[1]);
    let new = [soft.min(hard), hard];
    check(call!(nr::PRLIMIT64, 0, resource, new.as_ptr() as usize, 0)).map(|_| ())
}

/// Maps a descriptor's first bytes, private and writable.
pub fn map(fd: i32, length: usize) -> Result<*mut u64, i32> {
    const READ_WRITE: usize = 3;
    const PRIVATE: usize = 2;
    let address = check(call!(nr::MMAP, 0, length, READ_WRITE, PRIVATE, fd as usize, 0))?;
    Ok(address as *mut u64)
}

pub fn unmap(address: *mut u64, length: usize) {
    call!(nr::MUNMAP, address as usize, length);
}

/// Returns (an errno) only when it failed.
///
/// # Safety
/// `path` is a terminated string; `argv` and `env` are lists of such that end with null.
pub unsafe fn execve(
    path: *const c_char,
    argv: *const *const c_char,
    env: *const *const c_char,
) -> i32 {
    -call!(nr::EXECVE, path as usize, argv as usize, env as usize) as i32
}

/// The compiler may call these on its own.
///
/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    for i in 0..length {
        // SAFETY: by the caller; volatile so that the loop does not become a call to itself.
        unsafe { to.add(i).write_volatile(from.add(i).read_volatile()) };
    }
    to
}

/// # Safety
/// As in C.
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, length: usize) -> *mut u8 {
    for i in 0..length {
        // SAFETY: by the caller; volatile so that the loop does not become a call to itself.
        unsafe { to.add(i).write_volatile(byte as u8) };
    }
    to
}
