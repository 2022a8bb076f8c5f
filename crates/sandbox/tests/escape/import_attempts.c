#include "nursery.h"

#define ADMIN 21
#define CHROOT 18
#define GET_USERS _IO(0xb7, 1)
#define GET_PARENT _IO(0xb7, 2)

static const int kinds[] = {CLONE_NEWPID, CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWNET,
                            CLONE_NEWCGROUP, CLONE_NEWUSER, 0, CLONE_NEWNS | CLONE_NEWPID,
                            CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP};
static const char *names[] = {"pid", "pid_for_children", "mnt", "ipc", "uts", "net", "cgroup", "user", "time"};

static void no_way_by(int fd, const char *what) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) must_fail(what, syscall(SYS_setns, fd, kinds[i]));
}

void no_way_by_handle(int handle) {
    no_way_by(handle, "a handle");
    /* Calls that give a process's namespaces as descriptors. */
    for (int number = 1; number <= 10; number++) must_fail("a namespace of a handle", ioctl(handle, _IO(0xff, number)));
}

static void exact_capabilities(void) {
    uint64_t wanted = 1ull << ADMIN | 1ull << CHROOT;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status)) {
        unsigned long long set;
        if (sscanf(line, "CapBnd: %llx", &set) == 1 && set) escaped("bound %llx", set);
        if ((sscanf(line, "CapEff: %llx", &set) == 1 || sscanf(line, "CapPrm: %llx", &set) == 1 ||
             sscanf(line, "CapInh: %llx", &set) == 1 || sscanf(line, "CapAmb: %llx", &set) == 1) &&
            set != wanted)
            escaped("%s", line);
    }
    uint32_t header[2] = {0x20080522, 0}, all[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
    must_fail("capset", syscall(SYS_capset, header, all));
    for (int capability = 0; capability < 41; capability++)
        if (capability != ADMIN && capability != CHROOT)
            must_fail("ambient", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0));
    must_fail("bits", prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
    must_fail("user", setuid(0));
    must_fail("groups", syscall(SYS_setgroups, 0, 0));
    contained("two, and no way to more");
}

static void enter_everything(void) {
    char path[64];
    for (int pid = 1; pid < 64; pid++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, names[i]);
            int fd = open(path, O_RDONLY);
            if (fd < 0) continue;
            if (pid != getpid()) escaped("%s is open", path);
            no_way_by(fd, path);
            close(fd);
        }
    contained("%s", strerror(errno));
}

static void relations_of_namespaces(void) {
    char path[64];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
        int fd = open(path, O_RDONLY);
        int owner = ioctl(fd, GET_USERS), parent = ioctl(fd, GET_PARENT);
        if (owner >= 0) escaped("the owner of %s", path);
        if (parent >= 0) escaped("the parent of %s", path);
    }
    contained("%s", strerror(errno));
}

static void handles_of_processes(void) {
    int handles = 0;
    for (int pid = 1; pid < 64; pid++) {
        if (pid == getpid()) continue;
        int handle = syscall(SYS_pidfd_open, pid, 0);
        if (handle < 0) continue;
        handles++;
        no_way_by_handle(handle);
        must_fail("a descriptor", syscall(SYS_pidfd_getfd, handle, 0, 0));
        must_fail("a signal", syscall(SYS_pidfd_send_signal, handle, 0, 0, 0));
    }
    if (!handles) escaped("init is not there");
    contained("%d, and no way by them", handles);
}

/* What a program with its capability to administer could otherwise set. */
static void attributes(void) {
    int fd = open("/tmp/file", O_CREAT | O_RDWR, 0700);
    char capability[20] = {1, 0, 0, 2, 255, 255, 255, 255};
    must_fail("trusted", syscall(SYS_fsetxattr, fd, "trusted.x", "y", 1, 0));
    must_fail("capability", syscall(SYS_fsetxattr, fd, "security.capability", capability, sizeof capability, 0));
    must_fail("security", syscall(SYS_fsetxattr, fd, "security.x", "y", 1, 0));
    contained("%s", strerror(errno));
}

static void forge_credentials(void) {
    int ends[2];
    socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
    union {
        char space[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr head;
    } control = {.head = {CMSG_LEN(sizeof(struct ucred)), SOL_SOCKET, SCM_CREDENTIALS}};
    char byte = 0;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control.space};
    struct ucred forged[] = {{1, getuid(), getgid()}, {getpid(), 0, getgid()}, {getpid(), getuid(), 0}};
    for (int i = 0; i < 3; i++) {
        memcpy(CMSG_DATA(&control.head), &forged[i], sizeof *forged);
        must_fail("forged", sendmsg(ends[0], &message, 0));
    }
    contained("%s", strerror(errno));
}

static void every_kind_of_clone(void) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i]) {
            must_fail("clone", syscall(SYS_clone, kinds[i] | SIGCHLD, 0, 0, 0, 0));
            must_fail("unshare", syscall(SYS_unshare, kinds[i]));
        }
    contained("%s", strerror(errno));
}

static void every_mount_call(void) {
    char buffer[64] = {0};
    struct { long number, a, b, c, d, e; } calls[] = {
        {SYS_mount, (long)"none", (long)"/tmp", (long)"tmpfs", 0, 0},
        {SYS_mount, (long)"/", (long)"/tmp", 0, MS_BIND | MS_REC, 0},
        {SYS_mount, 0, (long)"/usr", 0, MS_REMOUNT | MS_BIND, 0},
        {SYS_umount2, (long)"/proc", MNT_DETACH}, {SYS_umount2, (long)"/tmp", 0},
        {SYS_fsopen, (long)"proc", 0}, {SYS_fsopen, (long)"tmpfs", 0}, {SYS_fsopen, (long)"overlay", 0},
        {433 /* fspick */, AT_FDCWD, (long)"/tmp", 0}, {SYS_fsmount, 3, 0, 0},
        {SYS_fsconfig, 3, 6, 0, 0, 0}, {SYS_open_tree, AT_FDCWD, (long)"/", 1},
        {SYS_open_tree, AT_FDCWD, (long)"/", 0}, {SYS_move_mount, AT_FDCWD, (long)"/usr", AT_FDCWD, (long)"/tmp", 0},
        {SYS_mount_setattr, AT_FDCWD, (long)"/usr", 0, (long)buffer, 32},
        {SYS_pivot_root, (long)"/tmp", (long)"/tmp"}, {SYS_chroot, (long)"/tmp"}, {SYS_chroot, (long)"/"},
        {457 /* statmount */, (long)buffer, (long)buffer, 64, 0}, {458 /* listmount */, (long)buffer, (long)buffer, 8, 0},
        {SYS_swapon, (long)"/tmp/file", 0}, {SYS_quotactl, 0x80000700, 0, 0, 0},
        {SYS_sethostname, (long)"x", 1}, {SYS_setdomainname, (long)"x", 1},
        {SYS_open_by_handle_at, AT_FDCWD, (long)buffer, 0}, {SYS_fanotify_init, 0, 0}};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        long result = syscall(calls[i].number, calls[i].a, calls[i].b, calls[i].c, calls[i].d, calls[i].e);
        if (result >= 0) escaped("call %zu returned %ld", i, result);
        if (errno != EPERM && errno != ENOSYS) escaped("call %zu reached the kernel: %s", i, strerror(errno));
    }
    contained("%s", strerror(errno));
}

const struct attempt import_attempts[] = {
    {"exact_capabilities", exact_capabilities}, {"enter_everything", enter_everything},
    {"relations_of_namespaces", relations_of_namespaces}, {"handles_of_processes", handles_of_processes},
    {"attributes", attributes}, {"forge_credentials", forge_credentials},
    {"every_kind_of_clone", every_kind_of_clone}, {"every_mount_call", every_mount_call}, {0}};
