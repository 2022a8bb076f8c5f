//! The list.

use super::{Rules, Test, Verdict};
use libc::*;

/// Calls every architecture has.
#[rustfmt::skip]
const ALLOWED: &[c_long] = &[
    // Files.
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_pwritev,
    SYS_preadv2, SYS_pwritev2, SYS_openat, SYS_openat2, SYS_close, SYS_close_range, SYS_lseek,
    SYS_fstat, SYS_newfstatat, SYS_statx, SYS_statfs, SYS_fstatfs, SYS_faccessat, SYS_faccessat2,
    SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_truncate, SYS_ftruncate,
    SYS_fallocate, SYS_fadvise64, SYS_readahead, SYS_sync_file_range, SYS_fsync, SYS_fdatasync,
    SYS_flock, SYS_dup, SYS_dup3, SYS_fcntl, SYS_pipe2, SYS_getdents64, SYS_getcwd, SYS_chdir,
    SYS_fchdir, SYS_mkdirat, SYS_mknodat, SYS_unlinkat, SYS_renameat2, SYS_linkat, SYS_symlinkat,
    SYS_readlinkat, SYS_umask, SYS_sendfile, SYS_splice, SYS_tee, SYS_vmsplice, SYS_copy_file_range,
    SYS_getxattr, SYS_lgetxattr, SYS_fgetxattr, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
    SYS_listxattr, SYS_llistxattr, SYS_flistxattr, SYS_removexattr, SYS_lremovexattr,
    SYS_fremovexattr, SYS_inotify_init1, SYS_inotify_add_watch, SYS_inotify_rm_watch,
    SYS_memfd_create,
    // Waiting.
    SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, 441, SYS_ppoll, SYS_pselect6,
    SYS_eventfd2, SYS_signalfd4, SYS_timerfd_create, SYS_timerfd_settime, SYS_timerfd_gettime,
    // Memory.
    SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise, SYS_brk, SYS_msync, SYS_mincore,
    SYS_mlock, SYS_mlock2, SYS_munlock, SYS_mlockall, SYS_munlockall, SYS_pkey_alloc,
    SYS_pkey_free, SYS_pkey_mprotect, SYS_membarrier, SYS_rseq, SYS_get_mempolicy,
    SYS_set_mempolicy, SYS_mbind, 451, 462,
    // Processes and threads.
    SYS_execve, SYS_execveat, SYS_exit, SYS_exit_group, SYS_wait4, SYS_waitid, SYS_set_tid_address,
    SYS_set_robust_list, SYS_get_robust_list, SYS_futex, SYS_futex_waitv, 454, 455, 456,
    SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_setaffinity, SYS_sched_getparam,
    SYS_sched_setparam, SYS_sched_getscheduler, SYS_sched_setscheduler, SYS_sched_getattr,
    SYS_sched_setattr, SYS_sched_get_priority_max, SYS_sched_get_priority_min,
    SYS_sched_rr_get_interval, SYS_getpriority, SYS_setpriority, SYS_ioprio_get, SYS_ioprio_set,
    SYS_getpid, SYS_getppid, SYS_gettid, SYS_getpgid, SYS_setpgid, SYS_getsid, SYS_setsid,
    SYS_pidfd_open, SYS_pidfd_send_signal, SYS_prctl, SYS_getcpu, SYS_restart_syscall,
    SYS_seccomp, SYS_landlock_create_ruleset, SYS_landlock_add_rule, SYS_landlock_restrict_self,
    // Signals.
    SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigpending,
    SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_rt_sigreturn, SYS_rt_sigsuspend,
    SYS_rt_sigtimedwait, SYS_sigaltstack,
    // Who and how much. Without capabilities the setters change nothing that matters.
    SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getresuid, SYS_getresgid, SYS_getgroups,
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid,
    SYS_setfsuid, SYS_setfsgid, SYS_setgroups, SYS_capget, SYS_capset, SYS_prlimit64,
    SYS_getrlimit, SYS_setrlimit, SYS_getrusage, SYS_times, SYS_uname, SYS_sysinfo, SYS_getrandom,
    // Time.
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_gettimeofday, SYS_nanosleep,
    SYS_getitimer, SYS_setitimer, SYS_timer_create, SYS_timer_settime, SYS_timer_gettime,
    SYS_timer_getoverrun, SYS_timer_delete,
    // Talking.
    SYS_socketpair, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_connect, SYS_getsockname,
    SYS_getpeername, SYS_getsockopt, SYS_setsockopt, SYS_shutdown, SYS_sendto, SYS_recvfrom,
    SYS_sendmsg, SYS_recvmsg, SYS_sendmmsg, SYS_recvmmsg, SYS_shmget, SYS_shmat, SYS_shmdt,
    SYS_shmctl, SYS_semget, SYS_semop, SYS_semctl, SYS_semtimedop, SYS_msgget, SYS_msgsnd,
    SYS_msgrcv, SYS_msgctl, SYS_mq_open, SYS_mq_unlink, SYS_mq_timedsend, SYS_mq_timedreceive,
    SYS_mq_notify, SYS_mq_getsetattr,
];

/// What newer architectures do without.
#[cfg(target_arch = "x86_64")]
#[rustfmt::skip]
const ALLOWED_HERE: &[c_long] = &[
    SYS_open, SYS_creat, SYS_stat, SYS_lstat, SYS_access, SYS_chmod, SYS_chown, SYS_lchown,
    SYS_utime, SYS_utimes, SYS_futimesat, SYS_dup2, SYS_pipe, SYS_getdents, SYS_mkdir, SYS_rmdir,
    SYS_mknod, SYS_unlink, SYS_rename, SYS_renameat, SYS_link, SYS_symlink, SYS_readlink,
    SYS_inotify_init, SYS_epoll_create, SYS_epoll_wait, SYS_poll, SYS_select, SYS_eventfd,
    SYS_signalfd, SYS_fork, SYS_vfork, SYS_getpgrp, SYS_time, SYS_alarm, SYS_pause, SYS_arch_prctl,
];
#[cfg(target_arch = "aarch64")]
const ALLOWED_HERE: &[c_long] = &[SYS_renameat];

/// They would make the whole machine write its disks out. Nothing a slot writes is on one.
const PRETENDED: &[c_long] = &[SYS_sync, SYS_syncfs];

/// The machine has a number of these for all, and one program can take them. A kernel may be built
/// without, so programs do without as well.
const ABSENT: &[c_long] =
    &[SYS_io_setup, SYS_io_destroy, SYS_io_submit, SYS_io_cancel, SYS_io_getevents];

/// Orders of `fcntl`: to hold up who opens a file, now or (as of Linux 6.19) for a directory, and to be
/// told what happens in a directory.
const LEASES_AND_NOTES: [u32; 3] = [F_SETLEASE as u32, 1024 + 16, F_NOTIFY as u32];

/// Beside all else, entering one namespace at a time, whose kind is said: never a user namespace, nor
/// what a process's handle leads to.
pub(super) fn nursery_rules() -> Rules {
    let kinds =
        [CLONE_NEWPID, CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWNET, CLONE_NEWCGROUP];
    let test = Test::OneOf(kinds.map(|kind| kind as u32).into());
    let mut rules = rules();
    rules.insert(SYS_setns as u32, Verdict::If { argument: 1, test });
    rules
}

pub(super) fn rules() -> Rules {
    let allowed = ALLOWED.iter().chain(ALLOWED_HERE).map(|&call| (call as u32, Verdict::Allow));
    let mut rules: Rules = allowed.collect();
    rules.extend(PRETENDED.iter().map(|&call| (call as u32, Verdict::Refuse(0))));
    rules.extend(ABSENT.iter().map(|&call| (call as u32, Verdict::Refuse(ENOSYS as u16))));
    // Its flags are in memory, where no filter sees them; libraries fall back to `clone`.
    rules.insert(SYS_clone3 as u32, Verdict::Refuse(ENOSYS as u16));
    let mut only_if = |call: c_long, argument: u8, test: Test| {
        rules.insert(call as u32, Verdict::If { argument, test });
    };
    let namespaces = CLONE_NEWNS
        | CLONE_NEWCGROUP
        | CLONE_NEWUTS
        | CLONE_NEWIPC
        | CLONE_NEWUSER
        | CLONE_NEWPID
        | CLONE_NEWNET;
    only_if(SYS_clone, 0, Test::Without(namespaces as u32));
    let families = [AF_UNIX, AF_INET, AF_INET6, AF_NETLINK];
    only_if(SYS_socket, 0, Test::OneOf(families.map(|family| family as u32).into()));
    // Typing into a terminal, and the console's own calls.
    only_if(SYS_ioctl, 1, Test::NoneOf(vec![TIOCSTI as u32, 0x541c]));
    only_if(SYS_fcntl, 1, Test::NoneOf(LEASES_AND_NOTES.into()));
    // To ask, or to be an ordinary program.
    only_if(SYS_personality, 0, Test::OneOf(vec![0, u32::MAX]));
    rules
}
