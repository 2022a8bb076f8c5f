// A slot for tests: a pid namespace of its own for each copy, and a file that says who entered.
// `fds[0]` is that file. A second descriptor makes entering fail.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

static int home = -1;

__attribute__((visibility("default"))) int mayfly_enter_begin(const int *fds, int n)
{
    (void)fds, (void)n;
    if (home < 0)
        home = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
    else if (setns(home, CLONE_NEWPID))
        return -errno;
    return unshare(CLONE_NEWPID) ? -errno : 0;
}

__attribute__((visibility("default"))) int mayfly_enter(const int *fds, int n)
{
    char pid = '0' + getpid();
    if (n > 1 || write(fds[0], &pid, 1) != 1)
        return -EINVAL;
    return close(fds[0]);
}
