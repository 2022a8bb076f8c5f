#include "hostile.h"

/* Calls no program in a slot may make, by name; all arguments are such that a kernel without the filter
 * would at least look at them. */
#define CALL(name, ...) \
    static void call_##name(void) { refused(syscall(SYS_##name, __VA_ARGS__), EPERM, ENOSYS); }

static char buffer[4096];

CALL(mount, "none", "/tmp", "tmpfs", 0, "")
CALL(umount2, "/tmp", MNT_DETACH)
CALL(pivot_root, "/tmp", "/tmp")
CALL(chroot, "/tmp")
CALL(open_tree, AT_FDCWD, "/", 1)
CALL(fsopen, "tmpfs", 0)
CALL(mount_setattr, AT_FDCWD, "/usr", 0, buffer, 32)
CALL(unshare, CLONE_NEWUSER)
CALL(setns, 0, 0)
CALL(clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)
CALL(clone3, buffer, 64)
CALL(ptrace, PTRACE_TRACEME, 0, 0, 0)
CALL(process_vm_readv, 1, buffer, 0, buffer, 0, 0)
CALL(process_vm_writev, 1, buffer, 0, buffer, 0, 0)
CALL(kcmp, 1, 1, 0, 0, 0)
CALL(pidfd_getfd, 0, 0, 0)
CALL(init_module, buffer, 1, "")
CALL(finit_module, 0, "", 0)
CALL(delete_module, "x", 0)
CALL(bpf, 0, buffer, 64)
CALL(perf_event_open, buffer, 0, -1, -1, 0)
CALL(add_key, "user", "x", "y", 1, -3)
CALL(request_key, "user", "x", 0, 0)
CALL(keyctl, 0, -3, 1)
CALL(userfaultfd, 1)
CALL(io_uring_setup, 1, buffer)
CALL(kexec_load, 0, 0, 0, 0)
CALL(reboot, 0xfee1dead, 672274793, 0, 0)
CALL(swapon, "/tmp/x", 0)
CALL(settimeofday, buffer, 0)
CALL(clock_settime, 0, buffer)
CALL(adjtimex, buffer)
CALL(sethostname, "x", 1)
CALL(acct, "/tmp/x")
CALL(syslog, 3, buffer, 16)
CALL(quotactl, 0, 0, 0, 0)
CALL(open_by_handle_at, AT_FDCWD, buffer, 0)
CALL(name_to_handle_at, AT_FDCWD, "/", buffer, buffer, 0)
CALL(fanotify_init, 0, 0)
CALL(personality, 0x0040000)
CALL(vhangup, 0)
CALL(migrate_pages, 1, 1, buffer, buffer)
CALL(move_pages, 1, 0, 0, 0, 0, 0)
#ifdef SYS_iopl
CALL(iopl, 3)
CALL(ioperm, 0x80, 1, 1)
CALL(modify_ldt, 0, buffer, 16)
#endif

static void other_architecture(void) {
#ifdef __x86_64__
    long result;
    pid_t child = fork();
    if (!child) {
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) escaped("32-bit calls work");
    must_fail("x32", syscall(0x40000000 | 39));
#endif
    contained("killed");
}

static void undo_filter(void) {
    must_fail("seccomp off", prctl(PR_SET_SECCOMP, 0, 0, 0, 0));
    must_fail("privileges", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    must_fail("mount", syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, ""));
    contained("it stays");
}

static void type_into_terminal(void) {
    must_fail("TIOCSTI", ioctl(0, TIOCSTI, "x"));
    must_fail("TIOCLINUX", ioctl(0, 0x541c, "x"));
    if (errno != EPERM) escaped("%s", strerror(errno));
    contained("%s", strerror(errno));
}

static void gain_capabilities(void) {
    uint32_t header[2] = {0x20080522, 0}, all[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u}, now[6];
    must_fail("capset", syscall(SYS_capset, header, all));
    if (syscall(SYS_capget, header, now)) escaped("capget");
    for (int i = 0; i < 6; i++)
        if (now[i]) escaped("capabilities %x", now[i]);
    for (int capability = 0; capability < 41; capability++)
        if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) > 0) escaped("bound has %d", capability);
    contained("there are none");
}

static void become_root(void) {
    if (getuid() == 0) contained("root of a user namespace, without a capability");
    must_fail("setuid", setuid(0));
    must_fail("setgid", setgid(0));
    must_fail("setresuid", setresuid(0, 0, 0));
    gid_t groups[] = {0};
    must_fail("setgroups", syscall(SYS_setgroups, 1, groups));
    if (getgroups(0, groups)) escaped("there are groups");
    contained("user %d", getuid());
}

static void make_disks_busy(void) {
    sync();
    if (syscall(SYS_syncfs, open("/usr", O_RDONLY))) escaped("it is to be pretended");
    contained("nothing was written");
}

#define TRY(name) {"call_" #name, call_##name}
const struct attempt kernel_attempts[] = {
    TRY(mount), TRY(umount2), TRY(pivot_root), TRY(chroot), TRY(open_tree), TRY(fsopen),
    TRY(mount_setattr), TRY(unshare), TRY(setns), TRY(clone), TRY(clone3), TRY(ptrace),
    TRY(process_vm_readv), TRY(process_vm_writev), TRY(kcmp), TRY(pidfd_getfd), TRY(init_module),
    TRY(finit_module), TRY(delete_module), TRY(bpf), TRY(perf_event_open), TRY(add_key),
    TRY(request_key), TRY(keyctl), TRY(userfaultfd), TRY(io_uring_setup), TRY(kexec_load),
    TRY(reboot), TRY(swapon), TRY(settimeofday), TRY(clock_settime), TRY(adjtimex),
    TRY(sethostname), TRY(acct), TRY(syslog), TRY(quotactl), TRY(open_by_handle_at),
    TRY(name_to_handle_at), TRY(fanotify_init), TRY(personality), TRY(vhangup),
    TRY(migrate_pages), TRY(move_pages),
#ifdef SYS_iopl
    TRY(iopl), TRY(ioperm), TRY(modify_ldt),
#endif
    {"other_architecture", other_architecture}, {"undo_filter", undo_filter},
    {"type_into_terminal", type_into_terminal}, {"gain_capabilities", gain_capabilities},
    {"become_root", become_root}, {"make_disks_busy", make_disks_busy}, {0}};
