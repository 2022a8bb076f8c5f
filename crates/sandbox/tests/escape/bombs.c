#include "hostile.h"

/* What never ends by itself. Whoever is killed for it is replaced. */

static void busy(void) {
    for (int i = 0; i < 20; i++)
        if (fork() == 0) {
            /* The kernel shares out processors by session where no group says otherwise. */
            setsid();
            for (;;) {}
        }
    for (;;) {}
}

static void forks(void) {
    for (;;)
        if (fork() == 0 && getpid() % 8 == 0) _exit(0);
}

static void memory(void) {
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        if (fork() == 0)
            for (;;) {
                char *more = mmap(0, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                if (more == MAP_FAILED) _exit(0);
                memset(more, 1, 8 << 20);
            }
        wait(0);
    }
}

static void files(void) {
    static char block[1 << 20];
    memset(block, 1, sizeof block);
    for (;;) {
        int fd = open("/tmp/x", O_CREAT | O_TRUNC | O_WRONLY, 0600);
        while (write(fd, block, sizeof block) > 0) {}
        close(fd);
    }
}

const struct attempt bombs[] = {
    {"busy", busy}, {"forks", forks}, {"memory", memory}, {"files", files}, {0}};
