#include "hostile.h"

static long fill(const char *path, long limit_mb) {
    static char block[1 << 20];
    memset(block, 1, sizeof block);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    if (fd < 0) escaped("%s cannot be written", path);
    for (long mb = 0; mb < limit_mb; mb++)
        if (write(fd, block, sizeof block) != sizeof block) {
            ftruncate(fd, 0);
            return mb;
        }
    escaped("%s took %ld MB", path, limit_mb);
}

static void fill_tmp(void) { contained("%ld MB", fill("/tmp/full", 64)); }
static void fill_shm(void) { contained("%ld MB", fill("/dev/shm/full", 128)); }

static void many_files(void) {
    char path[64];
    for (int i = 0; i < 50000; i++) {
        snprintf(path, sizeof path, "/tmp/%d", i);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) contained("%d files", i);
        close(fd);
    }
    escaped("50,000 files");
}

static void many_descriptors(void) {
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    for (int i = 0; i < 100000; i++)
        if (open("/dev/null", O_RDONLY) < 0) contained("%d descriptors", i);
    escaped("100,000 descriptors");
}

static void fork_bomb(void) {
    for (int i = 0; i < 4000; i++) {
        pid_t child = fork();
        if (child < 0) contained("%d processes, %s", i, strerror(errno));
        if (!child)
            for (;;) pause();
    }
    escaped("4,000 processes");
}

static void memory_bomb(void) {
    if (fork() == 0)
        for (;;) {
            char *more = mmap(0, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (more == MAP_FAILED) _exit(0);
            memset(more, 1, 8 << 20);
        }
    int status;
    wait(&status);
    if (!WIFSIGNALED(status)) escaped("status %d", status);
    contained("signal %d", WTERMSIG(status));
}

static void kernel_memory_bomb(void) {
    /* Pipes full of data, which are the kernel's memory and count all the same. */
    static char data[65536];
    int ends[2];
    if (fork() == 0)
        for (;;) {
            if (pipe(ends)) _exit(7);
            fcntl(ends[1], F_SETFL, O_NONBLOCK);
            write(ends[1], data, sizeof data);
        }
    int status;
    wait(&status);
    contained("status %x", status);
}

static void many_watches(void) {
    int made = 0;
    for (; made < 100000; made++)
        if (inotify_init1(0) < 0) break;
    if (made > 128) escaped("%d", made);
    /* Who is outside sees whether any are left to it. */
    contained("%d", made);
}

static void many_timers(void) {
    int made = 0;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    for (; made < 200000; made++) {
        timer_t timer;
        if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer)) break;
    }
    contained("%d", made);
}

/* The machine has a number of these, 65,536, for all. */
static void asynchronous_reads(void) {
    unsigned long context = 0;
    refused(syscall(SYS_io_setup, 65536, &context), ENOSYS, ENOSYS);
}

/* What is in flight between sockets is memory too. */
static void socket_buffers(void) {
    static char data[1 << 16];
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof here;
    int listener = socket(AF_INET, SOCK_STREAM, 0), large = 4 << 20;
    if (bind(listener, (void *)&here, length) || listen(listener, 128)) escaped("no listener");
    getsockname(listener, (void *)&here, &length);
    long sent = 0;
    for (int i = 0; i < 100; i++) {
        int one = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(one, SOL_SOCKET, SO_SNDBUF, &large, sizeof large);
        if (connect(one, (void *)&here, length) || accept(listener, 0, 0) < 0) break;
        fcntl(one, F_SETFL, O_NONBLOCK);
        /* Memory that is wanted back is waited for a moment. */
        for (int quiet = 0; quiet < 3; usleep(2000)) {
            long more = send(one, data, sizeof data, 0);
            quiet = more > 0 ? 0 : quiet + 1;
            sent += more > 0 ? more : 0;
        }
    }
    if (sent > 60 << 20) escaped("%ld MB in sockets", sent >> 20);
    contained("%ld MB in sockets", sent >> 20);
}

const struct attempt exhaustion_attempts[] = {
    {"fill_tmp", fill_tmp}, {"fill_shm", fill_shm}, {"many_files", many_files},
    {"many_descriptors", many_descriptors}, {"fork_bomb", fork_bomb}, {"memory_bomb", memory_bomb},
    {"kernel_memory_bomb", kernel_memory_bomb}, {"many_watches", many_watches},
    {"many_timers", many_timers}, {"asynchronous_reads", asynchronous_reads},
    {"socket_buffers", socket_buffers}, {0}};
