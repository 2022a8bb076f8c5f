#include "hostile.h"

static void environ_of_others(void) {
    char path[64], text[65536];
    for (int pid = 1; pid < 5000; pid++) {
        if (pid == getpid()) continue;
        snprintf(path, sizeof path, "/proc/%d/environ", pid);
        int fd = open(path, O_RDONLY);
        if (fd < 0) continue;
        ssize_t length = read(fd, text, sizeof text);
        if (length > 0 && memmem(text, length, given("OTHER_MARK"), strlen(given("OTHER_MARK"))))
            escaped("process %d", pid);
        close(fd);
    }
    contained("only our own");
}

static void see_host_processes(void) {
    if (!kill(atoi(given("HOST_PID")), 0)) escaped("the platform is there");
    int count = 0;
    for (int pid = 1; pid < 100000; pid++) count += !kill(pid, 0) || errno == EPERM;
    if (count > 3) escaped("%d processes", count);
    contained("%d processes", count);
}

static void kill_everybody(void) {
    kill(-1, SIGKILL);
    usleep(50000);
    if (kill(1, 0) && errno != EPERM) escaped("init is gone");
    contained("init lives");
}

static void kill_init(void) {
    int signals[] = {SIGKILL, SIGTERM, SIGSTOP, SIGSEGV, SIGABRT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) kill(1, signals[i]);
    usleep(20000);
    if (fork() == 0) _exit(0);
    int status;
    if (wait(&status) < 0) escaped("nobody is left");
    contained("init lives");
}

static void look_into_init(void) {
    must_fail("attach", ptrace(PTRACE_ATTACH, 1, 0, 0));
    must_fail("mem", open("/proc/1/mem", O_RDWR));
    must_fail("fd", open("/proc/1/fd/0", O_RDWR));
    must_fail("exe", open("/proc/1/exe", O_RDONLY));
    must_fail("ns", open("/proc/1/ns/mnt", O_RDONLY));
    contained("%s", strerror(errno));
}

static void leave_daemon(void) {
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            setsid();
            if (fork()) _exit(0);
            signal(SIGTERM, SIG_IGN);
            signal(SIGHUP, SIG_IGN);
            for (;;) pause();
        }
    usleep(20000);
    contained("they are left");
}

static void host_memory_segment(void) {
    refused(shmget(atoi(given("SHM_KEY")), 0, 0), ENOENT, EACCES);
}

static void raise_priority(void) {
    struct sched_param first = {.sched_priority = 1};
    must_fail("nice", setpriority(PRIO_PROCESS, 0, -5));
    must_fail("real time", sched_setscheduler(0, SCHED_FIFO, &first));
    must_fail("idle class", syscall(SYS_ioprio_set, 1, 0, 1 << 13));
    contained("%s", strerror(errno));
}

static void raise_limits(void) {
    struct rlimit files = {1 << 20, 1 << 20}, core = {1 << 20, 1 << 20};
    must_fail("files", setrlimit(RLIMIT_NOFILE, &files));
    must_fail("core", setrlimit(RLIMIT_CORE, &core));
    contained("%s", strerror(errno));
}

const struct attempt process_attempts[] = {
    {"environ_of_others", environ_of_others}, {"see_host_processes", see_host_processes},
    {"kill_everybody", kill_everybody}, {"kill_init", kill_init}, {"look_into_init", look_into_init},
    {"leave_daemon", leave_daemon}, {"host_memory_segment", host_memory_segment},
    {"raise_priority", raise_priority}, {"raise_limits", raise_limits}, {0}};
