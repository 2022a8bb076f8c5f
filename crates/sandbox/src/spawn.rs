//! The one system call that needs care: a child that shares the platform's memory until it has become
//! init. A plain fork would copy the page tables of the whole platform, which takes milliseconds.
#![allow(unsafe_code)]

use rustix::io::Errno;
use rustix::process::Pid;
use std::ffi::{CStr, c_int, c_void};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

/// The namespaces a slot's init is born into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Birth {
    pub(crate) user: bool,
    pub(crate) pids: bool,
    pub(crate) mounts: bool,
    /// All of the slot's own: files, names, queues. Needs pids and mounts.
    pub(crate) isolated: bool,
    pub(crate) network: bool,
}

#[derive(Debug)]
pub(crate) struct Born {
    pub(crate) pid: Pid,
    pub(crate) pidfd: OwnedFd,
}

/// The stack children start on; reusable, as the parent sleeps until the child is done with it.
pub(crate) struct Stack(Box<[u128; STACK_WORDS]>);

const STACK_WORDS: usize = 4096;

impl Stack {
    pub(crate) fn new() -> Stack {
        Stack(Box::new([0; STACK_WORDS]))
    }
}

/// What the child needs, made beforehand: it may neither allocate nor take locks.
struct Child {
    init: RawFd,
    control: RawFd,
    null: RawFd,
    /// What to write to which file to be root of the new user namespace.
    identity: Option<[(&'static CStr, Vec<u8>); 3]>,
    errno: c_int,
}

/// Blocks every signal for the calling thread, which a thread that clones must do once: a handler
/// that ran in the child would change the platform's memory.
pub(crate) fn block_signals() {
    // SAFETY: `set` is filled before it is read, and the mask of a thread is its own business.
    unsafe {
        let mut set = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
        libc::sigfillset(set.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_SETMASK, set.as_ptr(), std::ptr::null_mut());
    }
}

/// Starts init (a program in memory) with `control` as its fd 0 and `null` as 1 and 2. Its parent is
/// the calling thread: init dies with that thread, which must have its signals blocked.
pub(crate) fn spawn(
    stack: &mut Stack,
    init: BorrowedFd<'_>,
    control: BorrowedFd<'_>,
    null: BorrowedFd<'_>,
    birth: Birth,
) -> io::Result<Born> {
    let mut flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::CLONE_PIDFD | libc::SIGCHLD;
    for (wanted, flag) in [
        (birth.user, libc::CLONE_NEWUSER),
        (birth.pids, libc::CLONE_NEWPID),
        (birth.mounts, libc::CLONE_NEWNS),
        (birth.isolated, libc::CLONE_NEWIPC),
        (birth.isolated, libc::CLONE_NEWUTS),
        (birth.network, libc::CLONE_NEWNET),
    ] {
        flags |= if wanted { flag } else { 0 };
    }
    let mut child = Child {
        init: init.as_raw_fd(),
        control: control.as_raw_fd(),
        null: null.as_raw_fd(),
        identity: birth.user.then(own_identity),
        errno: 0,
    };
    let mut pidfd: c_int = -1;
    let top = stack.0.as_mut_ptr_range().end;
    // SAFETY: the stack is ours alone, aligned and large enough for `become_init`, which makes only
    // system calls, stays off the heap and never returns to Rust code of ours; CLONE_VFORK suspends
    // us until the child has its own memory or is gone, so `child` and `stack` outlive its use.
    let pid = unsafe {
        libc::clone(
            become_init,
            top.cast(),
            flags,
            (&raw mut child).cast::<c_void>(),
            &raw mut pidfd,
            std::ptr::null_mut::<c_void>(),
            std::ptr::null_mut::<c_int>(),
        )
    };
    if pid < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel put a new descriptor there, which nobody else knows.
    let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
    // SAFETY: `child` is valid; the read is volatile as the child wrote behind the compiler's back.
    let errno = unsafe { (&raw const child.errno).read_volatile() };
    if errno != 0 {
        let _ = wait(pidfd.as_raw_fd());
        return Err(io::Error::from_raw_os_error(errno));
    }
    let pid = Pid::from_raw(pid).ok_or(Errno::SRCH)?;
    Ok(Born { pid, pidfd })
}

fn own_identity() -> [(&'static CStr, Vec<u8>); 3] {
    let user = rustix::process::geteuid().as_raw();
    let group = rustix::process::getegid().as_raw();
    [
        (c"/proc/self/setgroups", b"deny".to_vec()),
        (c"/proc/self/gid_map", format!("0 {group} 1").into_bytes()),
        (c"/proc/self/uid_map", format!("0 {user} 1").into_bytes()),
    ]
}

extern "C" fn become_init(child: *mut c_void) -> c_int {
    // SAFETY: `spawn` passed a live `Child` and sleeps; every call below is a bare system call on
    // values made beforehand. libc's errno is the sleeping parent's, who will not read it.
    unsafe {
        let child = &mut *child.cast::<Child>();
        let errno = exec_init(child);
        (&raw mut child.errno).write_volatile(errno);
        libc::_exit(127)
    }
}

/// # Safety
/// Only in the child of `spawn`.
unsafe fn exec_init(child: &Child) -> c_int {
    // SAFETY: system calls with valid pointers; the errno is this thread's.
    unsafe {
        for (file, content) in child.identity.iter().flatten() {
            let fd = libc::open(file.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC);
            if fd < 0 || libc::write(fd, content.as_ptr().cast(), content.len()) < 0 {
                return *libc::__errno_location();
            }
            libc::close(fd);
        }
        // The three are above 2 (`spawner` sees to that), so none overwrites another. The last step
        // leaves 0 to 2 and init's own file, whatever the platform had open and how.
        let moved = libc::dup2(child.control, 0) == 0
            && libc::dup2(child.null, 1) == 1
            && libc::dup2(child.null, 2) == 2
            && (child.init == 3 || libc::dup3(child.init, 3, libc::O_CLOEXEC) == 3);
        if !moved || libc::syscall(libc::SYS_close_range, 4u32, u32::MAX, 0u32) != 0 {
            return *libc::__errno_location();
        }
        let argv = [c"mayfly-init".as_ptr(), std::ptr::null()];
        let env = [std::ptr::null::<libc::c_char>()];
        let empty = c"".as_ptr();
        libc::syscall(
            libc::SYS_execveat,
            3,
            empty,
            argv.as_ptr(),
            env.as_ptr(),
            libc::AT_EMPTY_PATH,
        );
        *libc::__errno_location()
    }
}

/// How a child ended and what it and its reaped children used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) status: Option<crate::Status>,
    pub(crate) cpu_us: u64,
}

/// Reaps the child behind a pidfd, which has ended or is about to.
pub(crate) fn wait(pidfd: RawFd) -> io::Result<Ended> {
    // SAFETY: both are plain data for which zero is valid; the kernel fills them.
    let (mut info, mut usage): (libc::siginfo_t, libc::rusage) = unsafe { std::mem::zeroed() };
    let options = libc::WEXITED | libc::__WALL;
    loop {
        // SAFETY: valid pointers; a descriptor that is no pidfd of a child is an error, no more.
        let result = unsafe {
            libc::syscall(
                libc::SYS_waitid,
                libc::P_PIDFD,
                pidfd,
                &raw mut info,
                options,
                &raw mut usage,
            )
        };
        if result == 0 {
            break;
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    // SAFETY: waitid succeeded, so this is the variant for children.
    let value = unsafe { info.si_status() };
    let status = match info.si_code {
        libc::CLD_EXITED => Some(crate::Status::Code(value)),
        libc::CLD_KILLED | libc::CLD_DUMPED => Some(crate::Status::Signal(value)),
        _ => None,
    };
    let us = |time: libc::timeval| time.tv_sec as u64 * 1_000_000 + time.tv_usec as u64;
    Ok(Ended { status, cpu_us: us(usage.ru_utime) + us(usage.ru_stime) })
}

/// The version of Landlock the kernel speaks.
pub(crate) fn landlock_version() -> io::Result<i64> {
    const VERSION: u32 = 1;
    let none = std::ptr::null::<c_void>();
    // SAFETY: with this flag the call takes no attributes and only answers.
    let version =
        unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, none, 0usize, VERSION) };
    if version < 0 { Err(io::Error::last_os_error()) } else { Ok(version) }
}
