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
    contained("%d", made);
}

const struct attempt exhaustion_attempts[] = {
    {"fill_tmp", fill_tmp}, {"fill_shm", fill_shm}, {"many_files", many_files},
    {"many_descriptors", many_descriptors}, {"fork_bomb", fork_bomb}, {"memory_bomb", memory_bomb},
    {"kernel_memory_bomb", kernel_memory_bomb}, {"many_watches", many_watches}, {0}};
