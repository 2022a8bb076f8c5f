#include "hostile.h"

/* Files that others have as well. The test holds or does the same outside, at the same time. */

static const char *files[] = {"/usr/bin/env", "/etc/ssl/openssl.cnf", "/etc/services", "/dev/null",
                              "/var/task/data", "/proc/kcore", "/dev/stdin"};

/* Holds locks on what the host has, until it is killed. */
static void hold_locks(void) {
    int held = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int fd = open(files[i], O_RDONLY);
        struct flock all = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
        if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB) && !fcntl(fd, F_OFD_SETLK, &all)) held++;
    }
    flock(0, LOCK_EX | LOCK_NB);
    printf("ready: %d locks\n", held);
    for (;;) pause();
}

/* Tells what it heard of them when somebody outside has had a few seconds to use them. */
static void watch_files(void) {
    int notes = inotify_init1(IN_NONBLOCK), watches = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        watches += inotify_add_watch(notes, files[i], IN_OPEN | IN_ACCESS | IN_CLOSE) >= 0;
    watches += inotify_add_watch(notes, "/usr/bin", IN_OPEN | IN_ACCESS) >= 0;
    printf("ready: %d watches\n", watches);
    sleep(2);
    char events[4096];
    long heard = read(notes, events, sizeof events);
    if (heard > 0) escaped("heard %ld bytes of what others do", heard);
    contained("%d watches, nothing heard", watches);
}

static void leases(void) {
    int fd = open("/usr/bin/env", O_RDONLY), own = open("/tmp/lease", O_RDWR | O_CREAT, 0600);
    must_fail("lease", fcntl(fd, F_SETLEASE, F_RDLCK));
    must_fail("own lease", fcntl(own, F_SETLEASE, F_WRLCK));
    refused(fcntl(own, F_SETLEASE, F_RDLCK), EPERM, EPERM);
}

static void directory_notes(void) {
    int fd = open("/usr/bin", O_RDONLY | O_DIRECTORY);
    refused(fcntl(fd, F_NOTIFY, DN_ACCESS | DN_MULTISHOT), EPERM, EPERM);
}

static void whole_file_system_notes(void) {
    refused(syscall(SYS_fanotify_init, 0, O_RDONLY), EPERM, ENOSYS);
}

const struct attempt shared_attempts[] = {{"leases", leases}, {"directory_notes", directory_notes},
                                          {"whole_file_system_notes", whole_file_system_notes}, {0}};

/* For the tests that do something meanwhile. */
const struct attempt watchers[] = {{"hold_locks", hold_locks}, {"watch_files", watch_files}, {0}};
