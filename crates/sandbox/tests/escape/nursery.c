#include "nursery.h"
#include <dlfcn.h>

int entry[32], entry_count;
int (*begin)(const int *, int), (*enter)(const int *, int);

/* A message: the name of an attempt, and descriptors. */
static int receive(char *name, int length) {
    char space[CMSG_SPACE(sizeof entry)];
    struct iovec part = {name, length - 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    ssize_t got = recvmsg(3, &message, MSG_CMSG_CLOEXEC);
    if (got <= 0) exit(0);
    name[got] = 0;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    entry_count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(entry, CMSG_DATA(head), entry_count * sizeof(int));
    return got;
}

static void run(const struct attempt *const *lists, const char *name) {
    for (; *lists; lists++)
        for (const struct attempt *attempt = *lists; attempt->name; attempt++)
            if (!strcmp(name, attempt->name)) {
                attempt->run();
                escaped("the attempt said nothing");
            }
    escaped("there is no %s", name);
}

void in_entered_copy(void (*attempt)(void)) {
    if (begin(entry, entry_count)) escaped("there is no beginning");
    pid_t child = fork();
    if (!child) {
        int status = enter(entry, entry_count);
        if (status) escaped("entering failed: %s", strerror(-status));
        attempt();
        escaped("the attempt said nothing");
    }
    /* The platform ends this, when the copy has said what it has to say. */
    for (;;) pause();
}

void in_copy(void (*attempt)(void)) {
    if (begin(entry, entry_count)) escaped("there is no beginning");
    signal(SIGCHLD, SIG_DFL);
    pid_t child = fork();
    if (!child) {
        attempt();
        escaped("the attempt said nothing");
    }
    int status;
    waitpid(child, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 3);
}

/* Puts a copy into every slot that comes, and has it make the attempt that comes with it. */
static void serve(void) {
    const struct attempt *all[] = {file_attempts, kernel_attempts, network_attempts,
                                   process_attempts, exhaustion_attempts, shared_attempts, 0};
    char name[64];
    for (;;) {
        receive(name, sizeof name);
        int output = entry[--entry_count];
        if (begin(entry, entry_count)) escaped("there is no beginning");
        if (!fork()) {
            int status = enter(entry, entry_count);
            dup2(output, 1);
            syscall(SYS_close_range, 3, ~0u, 0);
            if (status) escaped("entering failed: %s", strerror(-status));
            run(all, name);
        }
        for (int i = 0; i <= entry_count; i++) close(entry[i]);
    }
}

static void list(const struct attempt *attempts) {
    for (; attempts->name; attempts++) printf("%s\n", attempts->name);
    exit(0);
}

/* Before `main`, which knows nothing of nurseries. */
__attribute__((constructor)) static void in_nursery(int count, char **arguments) {
    if (count < 2) return;
    const char *how = arguments[1];
    const struct attempt *import[] = {import_attempts, 0}, *guest[] = {guest_attempts, 0};
    setvbuf(stdout, NULL, _IONBF, 0);
    if (!strcmp(how, "list-import")) list(import_attempts);
    if (!strcmp(how, "list-guest")) list(guest_attempts);
    if (!strcmp(how, "import")) run(import, arguments[2]);
    if (strcmp(how, "guest") && strcmp(how, "serve")) return;
    void *library = dlopen("/var/task/enter.so", RTLD_NOW);
    if (!library) escaped("%s", dlerror());
    begin = dlsym(library, "mayfly_enter_begin");
    enter = dlsym(library, "mayfly_enter");
    if (write(3, "r", 1) != 1) exit(3);
    if (!strcmp(how, "serve")) serve();
    char name[64];
    receive(name, sizeof name);
    run(guest, name);
}
