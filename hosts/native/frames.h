// u32le length of what follows | u8 kind | u32le call | payload

#ifndef MAYFLY_FRAMES_H
#define MAYFLY_FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum { MAX_FDS = 36 };

struct frame {
    uint8_t kind;
    uint32_t call;
    uint32_t size;
    char *payload; // ends with a 0
    int fds[MAX_FDS];
    int fd_count;
    int cut; // descriptors were lost on the way
};

// 1 when there is a frame, which is to be dropped; 0 when the platform hung up, else -errno.
int receive_frame(int fd, struct frame *frame);

// 0 or -errno.
int send_frame(int fd, uint8_t kind, uint32_t call, const void *payload, size_t size);
int send_u32(int fd, uint8_t kind, uint32_t call, uint32_t value);

// Closes its descriptors and frees its payload.
void drop_frame(struct frame *frame);

#endif
