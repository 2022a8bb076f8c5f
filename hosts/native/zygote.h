// What both languages share: a loaded host that waits and makes copies of itself.

#ifndef MAYFLY_ZYGOTE_H
#define MAYFLY_ZYGOTE_H

// What the language calls; all else stays inside.
#define EXPORTED __attribute__((visibility("default")))

struct zygote {
    int channel;       // FORK frames come in here; FORKED, FORK_FAILED and GONE go out
    int answers;       // the number at which a copy writes; it reads at the channel's
    int log;           // the number at which the program expects its log pipe, or -1
    const char *enter; // the library that puts copies into slots, or NULL
    // The language's own steps around a fork; each may be NULL.
    void (*before)(void);
    void (*in_parent)(void);
    void (*in_child)(void);
};

enum { ZYGOTE_STOPPED = 0, ZYGOTE_COPY = 1 };

// Makes copies until the platform says STOP or hangs up (ZYGOTE_STOPPED), or something breaks
// (-errno). Returns ZYGOTE_COPY in each copy, which by then is in its slot, with its descriptors
// in place; `*order` is the payload of the frame that asked for it, to be freed.
int zygote_serve(const struct zygote *zygote, char **order);

// Finds the OpenSSLs this process has, its own and those that packages brought along. They notice a
// fork by a changed process id, and in pid namespaces of their own two processes may have the same.
void zygote_find_openssl(void);

// Makes the generators that were found draw from the kernel again.
void zygote_reseed_openssl(void);

// Makes a channel on which one copy is asked for and then no more, for trying out whether copies
// work here. `ends`: the platform's end, the zygote's, where a copy is to write, and where that is read.
int zygote_order_one(int ends[4]);

#endif
