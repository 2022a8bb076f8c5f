// Waiting for FORK frames, forking, and telling the platform how copies end.
//
// All of it is plain system calls: between two forks no line of the interpreter runs, so that every
// copy is a copy of the very same state.

#define _GNU_SOURCE
#include "zygote.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STOP = 2, FORK = 3, FORKED = 139, FORK_FAILED = 140, GONE = 141 };
enum { HEADER_BYTES = 9, MAX_ORDER_BYTES = 1 << 20, MAX_COPIES = 1 << 16 };
// The descriptors of a FORK frame, in this order; what follows them is for the slot.
enum { CHANNEL, LOG, OUT, ERR, ENTRY, MAX_FDS = 36 };

struct frame {
    uint8_t kind;
    uint32_t call;
    uint32_t size;
    char *payload; // ends with a 0
    int fds[MAX_FDS];
    int fd_count;
    int cut; // descriptors were lost on the way
};

struct copy {
    pid_t pid;
    uint32_t call;
};

struct slot_door {
    int (*begin)(const int *, int);
    int (*end)(void);
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

// Frames

static uint32_t read_u32(const uint8_t *at)
{
    return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void write_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = value >> 8 * i;
}

static int send_frame(int fd, uint8_t kind, uint32_t call, const void *payload, size_t size)
{
    uint8_t frame[HEADER_BYTES + 256];
    if (size > sizeof frame - HEADER_BYTES)
        size = sizeof frame - HEADER_BYTES;
    write_u32(frame, HEADER_BYTES - 4 + size);
    frame[4] = kind;
    write_u32(frame + 5, call);
    memcpy(frame + HEADER_BYTES, payload, size);
    for (size_t at = 0; at < HEADER_BYTES + size;) {
        ssize_t sent = send(fd, frame + at, HEADER_BYTES + size - at, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return -errno;
        at += sent < 0 ? 0 : sent;
    }
    return 0;
}

static int send_u32(int fd, uint8_t kind, uint32_t call, uint32_t value)
{
    uint8_t payload[4];
    write_u32(payload, value);
    return send_frame(fd, kind, call, payload, sizeof payload);
}

static void keep_fds(struct frame *frame, struct msghdr *message)
{
    for (struct cmsghdr *one = CMSG_FIRSTHDR(message); one; one = CMSG_NXTHDR(message, one)) {
        if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_RIGHTS)
            continue;
        int count = (one->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (int i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(one) + i * sizeof fd, sizeof fd);
            if (frame->fd_count < MAX_FDS)
                frame->fds[frame->fd_count++] = fd;
            else
                close(fd), frame->cut = 1;
        }
    }
    if (message->msg_flags & MSG_CTRUNC)
        frame->cut = 1;
}

// 1 when all was read, 0 when the platform hung up, else -errno. Never reads past `size`, and so
// never takes the descriptors of another frame.
static int receive_exactly(int fd, void *into, size_t size, struct frame *frame)
{
    for (size_t at = 0; at < size;) {
        union {
            struct cmsghdr align;
            char room[CMSG_SPACE(sizeof(int) * MAX_FDS)];
        } control;
        struct iovec piece = {(char *)into + at, size - at};
        struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1,
                                 .msg_control = &control, .msg_controllen = sizeof control};
        ssize_t got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 && errno != ECONNRESET ? -errno : 0;
        keep_fds(frame, &message);
        at += got;
    }
    return 1;
}

static int receive_frame(int fd, struct frame *frame)
{
    uint8_t header[HEADER_BYTES];
    int got = receive_exactly(fd, header, sizeof header, frame);
    if (got <= 0)
        return got;
    uint32_t length = read_u32(header);
    frame->kind = header[4];
    frame->call = read_u32(header + 5);
    if (length < HEADER_BYTES - 4 || length > MAX_ORDER_BYTES)
        return -EMSGSIZE;
    frame->size = length - (HEADER_BYTES - 4);
    frame->payload = malloc(frame->size + 1);
    if (!frame->payload)
        return -ENOMEM;
    frame->payload[frame->size] = 0;
    return receive_exactly(fd, frame->payload, frame->size, frame);
}

static void close_all(const int *fds, int count)
{
    for (int i = 0; i < count; i++)
        close(fds[i]);
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
        return "a FORK frame carries at least channel, log, stdout and stderr; send all four";
    if (!zygote->enter != (frame->fd_count == ENTRY))
        return "descriptors of a slot and _MAYFLY_ENTER go together; give both or none";
    for (int i = 0; i < frame->fd_count; i++)
        if (frame->fds[i] <= STDERR_FILENO || frame->fds[i] == zygote->channel ||
            frame->fds[i] == zygote->log)
            return "the module closed a descriptor of the host's; start it the ordinary way";
    if (server->count == server->room) {
        size_t room = server->room ? 2 * server->room : 64;
        struct copy *copies = room > MAX_COPIES ? NULL : realloc(server->copies, room * sizeof *copies);
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
    setsid();
    if (zygote->enter && server->door.enter(fds + ENTRY, frame->fd_count - ENTRY) != 0) {
        static const char why[] = "mayfly: this copy could not enter its slot and ends\n";
        ssize_t ignored = write(fds[ERR], why, sizeof why - 1);
        (void)ignored;
        _exit(127);
    }
    if (dup3(fds[CHANNEL], zygote->channel, O_CLOEXEC) < 0 || dup2(fds[OUT], 1) < 0 ||
        dup2(fds[ERR], 2) < 0 || (zygote->log >= 0 && dup3(fds[LOG], zygote->log, O_CLOEXEC) < 0))
        _exit(127);
    close_all(fds, ENTRY);
    close_all(server->wake, 2);
    sigaction(SIGCHLD, &server->usual, NULL);
    free(server->copies);
    if (zygote->in_child)
        zygote->in_child();
    zygote_reseed_openssl();
}

// ZYGOTE_COPY in the copy; else 0 or -errno.
static int make_copy(struct server *server, struct frame *frame)
{
    const struct zygote *zygote = server->zygote;
    const char *why = objection(server, frame);
    if (why)
        return fork_failed(server, frame, why);
    int entry = frame->fd_count - ENTRY;
    if (zygote->enter && server->door.begin(frame->fds + ENTRY, entry) != 0)
        return fork_failed(server, frame, "the slot could not be opened; use another");
    if (zygote->before)
        zygote->before();
    pid_t pid = fork();
    if (pid == 0) {
        become_instance(server, frame);
        return ZYGOTE_COPY;
    }
    int error = errno;
    if (zygote->in_parent)
        zygote->in_parent();
    // Without the way back the next copy would be born in this one's slot.
    if (zygote->enter && server->door.end() != 0)
        return -EPERM;
    if (pid < 0)
        return fork_failed(server, frame, strerror(error));
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
    close_all(frame.fds, frame.fd_count);
    free(frame.payload);
    return got == 1 ? 2 : got; // 2: go on
}

static int wait_for_frames(struct server *server, char **order)
{
    for (;;) {
        struct pollfd polled[] = {{server->zygote->channel, POLLIN, 0}, {server->wake[0], POLLIN, 0}};
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
            if (result != 2)
                return result;
        }
    }
}

static int open_door(struct slot_door *door, const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return -ENOENT;
    door->begin = (int (*)(const int *, int))dlsym(library, "mayfly_enter_begin");
    door->end = (int (*)(void))dlsym(library, "mayfly_enter_end");
    door->enter = (int (*)(const int *, int))dlsym(library, "mayfly_enter");
    return door->begin && door->end && door->enter ? 0 : -ENOSYS;
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
