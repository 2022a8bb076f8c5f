/* A program for a nursery. For every message on descriptor 3 it makes a copy of itself and puts it into
 * the slot that came along, where the copy does what it is told on the socket that came last. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FDS 32

static int receive(int *fds) {
    char byte, space[CMSG_SPACE(FDS * sizeof(int))];
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    if (recvmsg(3, &message, MSG_CMSG_CLOEXEC) != 1) exit(0);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    int count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fds, CMSG_DATA(head), count * sizeof(int));
    return count;
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

int main(int count, char **arguments) {
    void *library = dlopen("/var/task/enter.so", RTLD_NOW);
    if (!library) return fprintf(stderr, "%s\n", dlerror()), 2;
    int (*begin)(const int *, int) = dlsym(library, "mayfly_enter_begin");
    int (*enter)(const int *, int) = dlsym(library, "mayfly_enter");
    /* Loaded once, for all copies. */
    char loaded[64];
    snprintf(loaded, sizeof loaded, "%d", getpid());
    setenv("LOADED_BY", loaded, 1);
    const char *how = count > 1 ? arguments[1] : "";
    int times = !strcmp(how, "times");
    if (write(3, "r", 1) != 1) return 3;
    for (;;) {
        int fds[FDS], n = receive(fds) - 1, status;
        long began = now();
        if ((status = begin(fds, n))) return fprintf(stderr, "begin: %d\n", status), 4;
        /* Against the rules: its copies want to be waited for, or it moves to where they live. */
        if (!strcmp(how, "unwaiting")) signal(SIGCHLD, SIG_DFL);
        for (int i = 7; !strcmp(how, "clinging") && i < n; i++)
            if (write(fds[i], "0", 1) < 0) continue;
        long forking = now();
        pid_t child = fork();
        /* When the slot has ended already, there is no child (ENOMEM). */
        if (!child) {
            long forked = now();
            int socket = fds[n];
            if ((status = enter(fds, n))) {
                dprintf(socket, "enter: %d\n", status);
                _exit(9);
            }
            long entered = now();
            if (times) dprintf(socket, "%ld %ld %ld\n", forking - began, forked - forking, entered - forked);
            close(3);
            for (int i = 0; i < 3; i++) dup2(socket, i);
            close(socket);
            execl("/bin/sh", "sh", NULL);
            _exit(8);
        }
        for (int i = 0; i <= n; i++) close(fds[i]);
    }
}
