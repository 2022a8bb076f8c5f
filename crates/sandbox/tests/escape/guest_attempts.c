#include "nursery.h"

#define GET_USERS _IO(0xb7, 1)
struct mounts_info {
    uint32_t size, mounts;
    uint64_t id;
};
#define NEXT_MOUNTS _IOR(0xb7, 11, struct mounts_info)
#define PREVIOUS_MOUNTS _IOR(0xb7, 12, struct mounts_info)

static void go(int index, int kind) {
    if (syscall(SYS_setns, entry[index], kind)) escaped("it cannot enter its own slot: %s", strerror(errno));
}

static void no_secrets(void) {
    const char *files[] = {given("SECRET"), given("OTHER_CODE"), "/etc/shadow", "/proc/1/root/etc/passwd",
                           "/proc/1/environ", "/proc/1/mem", "/proc/1/fd", "/sys/fs/cgroup", "/root"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (open(files[i], O_RDONLY) >= 0) escaped("%s is open", files[i]);
    const char *places[] = {"/x", "/usr/x", "/var/task/x", "/etc/x", "/proc/sys/kernel/hostname", "/dev/x"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (open(places[i], O_CREAT | O_WRONLY, 0600) >= 0) escaped("%s is writable", places[i]);
}

/* It enters the mounts with all it has, and locks nothing. */
static void mounts_unlocked(void) {
    go(MOUNTS, CLONE_NEWNS);
    no_secrets();
    for (const struct attempt *attempt = import_attempts; attempt->name; attempt++)
        if (!strcmp(attempt->name, "every_mount_call")) attempt->run();
}
static void unlocked_mounts(void) { in_copy(mounts_unlocked); }

static int settle(int fd, void *request, int length) {
    struct { struct nlmsghdr head; struct nlmsgerr error; char rest[256]; } answer;
    if (send(fd, request, length, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) return -errno;
    return answer.error.error;
}

static void network_unlocked(void) {
    if (entry_count <= MORE) escaped("there is no network");
    go(MORE, CLONE_NEWNET);
    struct { struct nlmsghdr head; struct ifinfomsg link; } link = {
        {sizeof link, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, {.ifi_index = 1, .ifi_change = IFF_UP}};
    struct { struct nlmsghdr head; struct rtmsg route; } route = {
        {sizeof route, RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, 1, 0},
        {.rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_type = RTN_BLACKHOLE}};
    struct { struct nlmsghdr head; char family[4]; } table = {
        {sizeof table, 10 << 8, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, 1, 0}, {2}};
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), filter = socket(AF_NETLINK, SOCK_RAW, 12);
    if (settle(fd, &link, sizeof link) >= 0) escaped("the loopback is down");
    if (settle(fd, &route, sizeof route) >= 0) escaped("there is a route");
    if (filter >= 0 && settle(filter, &table, sizeof table) >= 0) escaped("there is a table");
    must_fail("raw", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    must_fail("packet", socket(AF_PACKET, SOCK_RAW, 0));
    must_fail("setting", open("/proc/sys/net/ipv4/ip_forward", O_WRONLY));
    contained("it can look, and no more");
}
static void unlocked_network(void) { in_copy(network_unlocked); }

/* Every namespace at once, and then back, up, or to a new user. */
static void all_unlocked(void) {
    int back[] = {open("/proc/self/ns/mnt", O_RDONLY), open("/proc/self/ns/net", O_RDONLY), open("/proc/self/ns/ipc", O_RDONLY)};
    int kinds[] = {CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWIPC};
    go(NAMES, CLONE_NEWUTS);
    go(IPC, CLONE_NEWIPC);
    go(CGROUPS, CLONE_NEWCGROUP);
    if (entry_count > MORE) go(MORE, CLONE_NEWNET);
    go(MOUNTS, CLONE_NEWNS);
    for (int i = 0; i < 3; i++) must_fail("the way back", syscall(SYS_setns, back[i], kinds[i]));
    no_secrets();
    int init = syscall(SYS_pidfd_open, 1, 0);
    if (init < 0) escaped("there is no init");
    no_way_by_handle(init);
    must_fail("hostname", syscall(SYS_sethostname, "x", 1));
    must_fail("user", syscall(SYS_unshare, CLONE_NEWUSER));
    must_fail("process", syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0));
    must_fail("kill", kill(1, SIGKILL));
    must_fail("platform", kill(atoi(given("HOST_PID")), 0));
    contained("the slot is all there is");
}
static void unlocked_in_all(void) { in_copy(all_unlocked); }

static void owner_of_slots(void) {
    for (int i = PIDS; i < MORE; i++) {
        int users = ioctl(entry[i], GET_USERS);
        if (users < 0) escaped("the owner cannot even be asked for");
        must_fail("users", syscall(SYS_setns, users, CLONE_NEWUSER));
        must_fail("users", syscall(SYS_setns, users, 0));
        if (ioctl(users, GET_USERS) >= 0) escaped("the owner's owner");
    }
    contained("%s", strerror(errno));
}

/* From one mount namespace to all that it may administer: its own slots. */
static void walk(int fd, unsigned long request) {
    for (int steps = 0; steps < 100; steps++) {
        struct mounts_info info = {sizeof info};
        int next = ioctl(fd, request, &info);
        if (next < 0) return;
        if (!fork()) {
            if (!syscall(SYS_setns, next, CLONE_NEWNS)) no_secrets();
            _exit(0);
        }
        int status;
        wait(&status);
        if (status) escaped("namespace %d", steps);
        fd = next;
    }
    escaped("there are hundreds");
}
static void mounts_walked(void) {
    walk(entry[MOUNTS], NEXT_MOUNTS);
    walk(entry[MOUNTS], PREVIOUS_MOUNTS);
    contained("only slots of its own");
}
static void neighbouring_mounts(void) { in_copy(mounts_walked); }

/* The files that move who writes to them would move others as well; but whom? */
static void move_others(void) {
    char number[16];
    for (int i = MORE; i < entry_count; i++)
        for (int pid = 1; pid < 40000; pid++) {
            /* Whom it sees is its own. */
            if (!kill(pid, 0) || errno == EPERM) continue;
            int length = snprintf(number, sizeof number, "%d", pid);
            if (write(entry[i], number, length) == length) escaped("%d was moved", pid);
        }
    for (int i = MORE; i < entry_count; i++) {
        must_fail("below", openat(entry[i], "../tasks", O_WRONLY));
        if (read(entry[i], number, sizeof number) > 0) escaped("it can be read");
    }
    contained("nobody");
}

/* It takes all with it where the limits are others, init included. */
static void move_own(void) {
    for (int i = MORE; i < entry_count; i++) {
        write(entry[i], "1", 1);
        write(entry[i], "0", 1);
    }
    contained("that is its own loss");
}

/* While slots are being made, whoever makes them is among the numbers it knows. It moves them to where
 * there is no memory. */
static void move_newcomers(void) {
    char number[16];
    if (!fork()) {
        for (int i = MORE; i < entry_count; i++) write(entry[i], "0", 1);
        for (;;)
            if (!fork())
                for (;;) memset(malloc(1 << 20), 1, 1 << 20);
            else
                wait(NULL);
    }
    for (int round = 0; round < 400000; round++) {
        int length = snprintf(number, sizeof number, "%d", 3 + round % 200);
        for (int i = MORE; i < entry_count; i++) write(entry[i], number, length);
    }
    contained("it had them, and they were of no use");
}

static void stay(void) {
    for (int i = 0; i < 3; i++)
        if (!fork()) {
            setsid();
            signal(SIGTERM, SIG_IGN);
            for (;;) pause();
        }
    contained("they are left");
}
static void stay_in_slot(void) { in_copy(stay); }
static void stay_unentered(void) {
    for (int i = 0; i < 3; i++) {
        if (begin(entry, entry_count)) escaped("there is no beginning");
        signal(SIGCHLD, SIG_DFL);
        if (!fork())
            for (;;) pause();
    }
    stay();
}

static void false_arrivals(void) {
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 100; i++) {
        write(entry[ARRIVAL], "11111111", 8);
        usleep(100);
    }
    contained("nobody came");
}

static void wrong_process(void) {
    if (enter(entry, entry_count) >= 0) escaped("the program itself entered");
    if (enter(entry, 3) != -EINVAL || enter(0, 9) != -EINVAL || enter(entry, 1000) != -EINVAL) escaped("it took anything");
    contained("it is not the slot's");
}

static int idle(void *nothing) {
    for (;;) pause();
}
static void with_thread(void) {
    static char stack[16384];
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
    if (clone(idle, stack + sizeof stack, flags, 0) < 0) escaped("no threads");
    if (enter(entry, entry_count) >= 0) escaped("one entered, and the other?");
    contained("it must be alone");
}
static void threads(void) { in_copy(with_thread); }

static int kept[32], place, own;
static void ways_kept(void) {
    for (int i = 0; i < entry_count; i++)
        for (int bit = 0; bit < 32; bit++) must_fail("setns", syscall(SYS_setns, kept[i], 1u << bit));
    contained("%s", strerror(errno));
}
static void keep_ways(void) {
    for (int i = 0; i < entry_count; i++) kept[i] = dup(entry[i]);
    in_entered_copy(ways_kept);
}

static void place_kept(void) {
    must_fail("write", openat(place, "y", O_CREAT | O_WRONLY, 0600));
    must_fail("read", openat(place, "x", O_RDONLY));
    must_fail("up", openat(place, "../var/task/data", O_RDONLY));
    must_fail("link", symlinkat("a", place, "b"));
    contained("%s", strerror(errno));
}
static void keep_nursery_tmp(void) {
    place = open("/tmp", O_RDONLY | O_DIRECTORY);
    close(openat(place, "x", O_CREAT | O_WRONLY, 0600));
    in_entered_copy(place_kept);
}

static void signalled(void) {
    must_fail("by handle", syscall(SYS_pidfd_send_signal, own, SIGKILL, 0, 0));
    no_way_by_handle(own);
    kill(-1, SIGKILL);
    for (int pid = 3; pid < 40000; pid++)
        if (!kill(pid, 0) || errno == EPERM) escaped("it sees %d", pid);
    if (getppid()) escaped("it knows its parent");
    contained("nobody to be seen");
}
static void signal_nursery(void) {
    own = syscall(SYS_pidfd_open, getpid(), 0);
    in_entered_copy(signalled);
}

const struct attempt guest_attempts[] = {
    {"unlocked_mounts", unlocked_mounts}, {"unlocked_network", unlocked_network},
    {"unlocked_in_all", unlocked_in_all}, {"owner_of_slots", owner_of_slots},
    {"neighbouring_mounts", neighbouring_mounts}, {"move_others", move_others}, {"move_own", move_own},
    {"move_newcomers", move_newcomers},
    {"stay_in_slot", stay_in_slot}, {"stay_unentered", stay_unentered}, {"false_arrivals", false_arrivals},
    {"wrong_process", wrong_process}, {"threads", threads}, {"keep_ways", keep_ways},
    {"keep_nursery_tmp", keep_nursery_tmp}, {"signal_nursery", signal_nursery}, {0}};
