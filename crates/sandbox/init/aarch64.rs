//! aarch64: how a call is made, and the numbers.

use core::arch::asm;

/// # Safety
/// The arguments are right for the call.
pub unsafe fn syscall(number: usize, args: [usize; 6]) -> isize {
    let result;
    // SAFETY: by the caller; the kernel changes x0 only.
    unsafe {
        asm!("svc 0", in("x8") number, inlateout("x0") args[0] => result,
            in("x1") args[1], in("x2") args[2], in("x3") args[3],
            in("x4") args[4], in("x5") args[5], options(nostack));
    }
    result
}

/// Runs `child(argument)` in a new process that shares our memory, on a stack of its own, and
/// continues here when that process has called `execve` or ended. The pid or a negative errno.
///
/// # Safety
/// `argument` is what `child` expects.
pub unsafe fn clone_vfork(child: extern "C" fn(*mut u8) -> !, argument: *mut u8) -> isize {
    const VM_VFORK_SIGCHLD: usize = 0x100 | 0x4000 | 17;
    let mut stack = core::mem::MaybeUninit::<[u128; 1024]>::uninit();
    let top = (&raw mut stack).wrapping_add(1);
    let result;
    // SAFETY: the child starts on `stack`, never returns here, and we stay suspended while it uses
    // our memory, so our frame is untouched.
    unsafe {
        asm!("svc 0", "cbnz x0, 2f",
            "mov x29, xzr", "mov x0, {argument}", "blr {child}", "brk 1", "2:",
            in("x8") nr::CLONE, inlateout("x0") VM_VFORK_SIGCHLD => result, in("x1") top,
            in("x2") 0, in("x3") 0, in("x4") 0,
            argument = in(reg) argument, child = in(reg) child);
    }
    result
}

/// Some are for one of the programs that are made of this only.
#[allow(dead_code)]
pub mod nr {
    pub const GETCWD: usize = 17;
    pub const DUP3: usize = 24;
    pub const FCNTL: usize = 25;
    pub const IOCTL: usize = 29;
    pub const MKNODAT: usize = 33;
    pub const MKDIRAT: usize = 34;
    pub const SYMLINKAT: usize = 36;
    pub const UMOUNT2: usize = 39;
    pub const MOUNT: usize = 40;
    pub const PIVOT_ROOT: usize = 41;
    pub const CHDIR: usize = 49;
    pub const FCHDIR: usize = 50;
    pub const OPENAT: usize = 56;
    pub const CLOSE: usize = 57;
    pub const READ: usize = 63;
    pub const WRITE: usize = 64;
    pub const PPOLL: usize = 73;
    pub const SIGNALFD4: usize = 74;
    pub const CAPSET: usize = 91;
    pub const EXIT_GROUP: usize = 94;
    pub const UNSHARE: usize = 97;
    pub const NANOSLEEP: usize = 101;
    pub const KILL: usize = 129;
    pub const RT_SIGACTION: usize = 134;
    pub const RT_SIGPROCMASK: usize = 135;
    pub const SETRESUID: usize = 147;
    pub const SETRESGID: usize = 149;
    pub const SETSID: usize = 157;
    pub const SETGROUPS: usize = 159;
    pub const SETHOSTNAME: usize = 161;
    pub const UMASK: usize = 166;
    pub const PRCTL: usize = 167;
    pub const GETPID: usize = 172;
    pub const SOCKET: usize = 198;
    pub const SENDTO: usize = 206;
    pub const SENDMSG: usize = 211;
    pub const RECVMSG: usize = 212;
    pub const MUNMAP: usize = 215;
    pub const CLONE: usize = 220;
    pub const EXECVE: usize = 221;
    pub const MMAP: usize = 222;
    pub const WAIT4: usize = 260;
    pub const PRLIMIT64: usize = 261;
    pub const SETNS: usize = 268;
    pub const SECCOMP: usize = 277;
    pub const PIDFD_SEND_SIGNAL: usize = 424;
    pub const OPEN_TREE: usize = 428;
    pub const MOVE_MOUNT: usize = 429;
    pub const FSOPEN: usize = 430;
    pub const FSCONFIG: usize = 431;
    pub const FSMOUNT: usize = 432;
    pub const PIDFD_OPEN: usize = 434;
    pub const CLOSE_RANGE: usize = 436;
    pub const OPENAT2: usize = 437;
    pub const MOUNT_SETATTR: usize = 442;
    pub const LANDLOCK_CREATE_RULESET: usize = 444;
    pub const LANDLOCK_ADD_RULE: usize = 445;
    pub const LANDLOCK_RESTRICT_SELF: usize = 446;
}
