/* One program, many attempts. Each says "contained" with a reason and ends with 0, or says
 * "ESCAPED" and ends with 1. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <time.h>
#include <dirent.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>

struct attempt {
    const char *name;
    void (*run)(void);
};

extern const struct attempt file_attempts[], kernel_attempts[], network_attempts[],
    process_attempts[], exhaustion_attempts[], shared_attempts[], watchers[], bombs[];

void contained(const char *why, ...) __attribute__((noreturn, format(printf, 1, 2)));
void escaped(const char *how, ...) __attribute__((noreturn, format(printf, 1, 2)));
/* It must have failed, with one of two errors (0: any). */
void refused(long result, int errno_one, int errno_other);
/* Like it, but goes on when contained. */
void must_fail(const char *what, long result);
/* A variable the test gives. */
const char *given(const char *name);
