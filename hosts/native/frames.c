// Frames on a stream socket, with the descriptors that travel along.

#define _GNU_SOURCE
#include "frames.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER_BYTES = 9, MAX_ORDER_BYTES = 1 << 20 };

static uint32_t read_u32(const uint8_t *at)
{
    return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void write_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = value >> 8 * i;
}

int send_frame(int fd, uint8_t kind, uint32_t call, const void *payload, size_t size)
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

int send_u32(int fd, uint8_t kind, uint32_t call, uint32_t value)
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

int receive_frame(int fd, struct frame *frame)
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

void drop_frame(struct frame *frame)
{
    for (int i = 0; i < frame->fd_count; i++)
        close(frame->fds[i]);
    free(frame->payload);
}
