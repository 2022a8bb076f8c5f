// Waiting for FORK frames, forking, and telling the platform how copies end.
//
// All of it is plain system calls: between two forks no line of the interpreter runs, so that every
// copy is a copy of the very same state.

#define _GNU_SOURCE
#include "frames.h"
#include "zygote.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STOP = 2, FORK = 3, FORKED = 139, FORK_FAILED = 140, GONE = 141 };
enum { MAX_COPIES = 1 << 16, GO_ON = 2 };
// The descriptors of a FORK frame, in this order; what follows them is for the slot.
enum { CALLS, ANSWERS, LOG, OUT, ERR, ENTRY };

struct copy {
    pid_t pid;
    uint32_t call;
};

struct slot_door {
    int (*begin)(const int *, int);
    int (*enter)(const int *, int);
};

struct server {
    const struct zygote *zygote;
    struct slot_door door;
    struct copy *copies;
    size_t count, room;
    int wake[2];
    struct sigaction usual;
};

static int wake_fd;

static void child_ended(int signal)
{
    (void)signal;
    int saved = errno;
    // A full pipe already says it.
    ssize_t ignored = write(wake_fd, "", 1);
    (void)ignored;
    errno = saved;
}

// Forking

static int fork_failed(const struct server *server, const struct frame *frame, const char *why)
{
    return send_frame(server->zygote->channel, FORK_FAILED, frame->call, why, strlen(why));
}

static const char *objection(struct server *server, const struct frame *frame)
{
    const struct zygote *zygote = server->zygote;
    if (frame->cut)
        return "descriptors were lost on the way; the zygote may have too few left, start another";
    if (frame->fd_count < ENTRY)
        return "a FORK frame carries at least calls, answers, log, stdout and stderr; send all five";
    if (!zygote->enter != (frame->fd_count == ENTRY))
        return "descriptors of a slot and _MAYFLY_ENTER go together; give both or none";
    for (int i = 0; i < frame->fd_count; i++)
        if (frame->fds[i] <= STDERR_FILENO || frame->fds[i] == zygote->channel ||
            frame->fds[i] == zygote->answers || frame->fds[i] == zygote->log)
            return "the module closed a descriptor of the host's; start it the ordinary way";
    if (server->count == server->room) {
        size_t room = server->room ? 2 * server->room : 64;
        struct copy *copies = NULL;
        if (room <= MAX_COPIES)
            copies = realloc(server->copies, room * sizeof *copies);
        if (!copies)
            return "this zygote has too many copies; start another";
        server->copies = copies;
        server->room = room;
    }
    return NULL;
}

// The first steps of a copy: nothing of the interpreter's runs before it is in its slot.
static void become_instance(struct server *server, const struct frame *frame)
{
    const struct zygote *zygote = server->zygote;
    const int *fds = frame->fds;
    if (!zygote->enter)
        setsid();
    if (zygote->enter && server->door.enter(fds + ENTRY, frame->fd_count - ENTRY) != 0) {
        dprintf(fds[ERR], "mayfly: this copy could not enter its slot and ends\n");
        _exit(127);
    }
    if (dup3(fds[CALLS], zygote->channel, O_CLOEXEC) < 0 ||
        dup3(fds[ANSWERS], zygote->answers, O_CLOEXEC) < 0 || dup2(fds[OUT], 1) < 0 ||
        dup2(fds[ERR], 2) < 0 || (zygote->log >= 0 && dup3(fds[LOG], zygote->log, O_CLOEXEC) < 0))
        _exit(127);
    for (int i = 0; i < ENTRY; i++)
        close(fds[i]);
    sigaction(SIGCHLD, &server->usual, NULL);
    close(server->wake[0]);
    close(server->wake[1]);
    free(server->copies);
    if (zygote->in_child)
        zygote->in_child();
    zygote_reseed_openssl();
}

// What `fork` returns, or -errno.
static pid_t fork_into_slot(struct server *server, const struct frame *frame)
{
    int slots = server->zygote->enter != NULL;
    int refused = slots ? server->door.begin(frame->fds + ENTRY, frame->fd_count - ENTRY) : 0;
    if (refused)
        return refused;
    pid_t pid = fork();
    int error = errno;
    return pid < 0 ? -error : pid;
}

// ZYGOTE_COPY in the copy; else 0 or -errno.
static int make_copy(struct server *server, struct frame *frame)
{
    const struct zygote *zygote = server->zygote;
    const char *why = objection(server, frame);
    if (why)
        return fork_failed(server, frame, why);
    if (zygote->before)
        zygote->before();
    pid_t pid = fork_into_slot(server, frame);
    if (pid == 0) {
        become_instance(server, frame);
        return ZYGOTE_COPY;
    }
    if (zygote->in_parent)
        zygote->in_parent();
    if (pid < 0)
        return fork_failed(server, frame, strerror(-pid));
    // Who ends in a slot of its own is told by the slot.
    if (!zygote->enter)
        server->copies[server->count++] = (struct copy){pid, frame->call};
    return send_u32(zygote->channel, FORKED, frame->call, pid);
}

static int report_the_gone(struct server *server)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (size_t i = 0; i < server->count; i++) {
            if (server->copies[i].pid != pid)
                continue;
            uint32_t call = server->copies[i].call;
            server->copies[i] = server->copies[--server->count];
            int sent = send_u32(server->zygote->channel, GONE, call, status);
            if (sent < 0)
                return sent;
            break;
        }
    }
    return 0;
}

// Waiting

static int answer_frame(struct server *server, char **order)
{
    struct frame frame = {0};
    int got = receive_frame(server->zygote->channel, &frame);
    if (got == 1 && frame.kind == FORK) {
        int result = make_copy(server, &frame);
        if (result == ZYGOTE_COPY) {
            *order = frame.payload;
            return ZYGOTE_COPY;
        }
        got = result < 0 ? result : 1;
    } else if (got == 1 && frame.kind == STOP) {
        got = 0;
    }
    drop_frame(&frame);
    return got == 1 ? GO_ON : got;
}

static int wait_for_frames(struct server *server, char **order)
{
    for (;;) {
        struct pollfd polled[] = {{server->zygote->channel, POLLIN, 0},
                                  {server->wake[0], POLLIN, 0}};
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            return -errno;
        if (polled[1].revents) {
            char drained[64];
            ssize_t ignored = read(server->wake[0], drained, sizeof drained);
            (void)ignored;
            int told = report_the_gone(server);
            if (told < 0)
                return told;
        }
        if (polled[0].revents) {
            int result = answer_frame(server, order);
            if (result != GO_ON)
                return result;
        }
    }
}

static int open_door(struct slot_door *door, const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        dprintf(STDERR_FILENO, "mayfly: _MAYFLY_ENTER cannot be used: %s\n", dlerror());
        return -ENOENT;
    }
    door->begin = (int (*)(const int *, int))dlsym(library, "mayfly_enter_begin");
    door->enter = (int (*)(const int *, int))dlsym(library, "mayfly_enter");
    return door->begin && door->enter ? 0 : -ENOSYS;
}

int zygote_serve(const struct zygote *zygote, char **order)
{
    struct server server = {.zygote = zygote};
    if (zygote->enter) {
        int opened = open_door(&server.door, zygote->enter);
        if (opened < 0)
            return opened;
    }
    zygote_find_openssl();
    if (pipe2(server.wake, O_CLOEXEC | O_NONBLOCK) < 0)
        return -errno;
    wake_fd = server.wake[1];
    struct sigaction action = {.sa_handler = child_ended, .sa_flags = SA_RESTART};
    sigaction(SIGCHLD, &action, &server.usual);
    int result = wait_for_frames(&server, order);
    if (result != ZYGOTE_COPY)
        sigaction(SIGCHLD, &server.usual, NULL);
    return result;
}
