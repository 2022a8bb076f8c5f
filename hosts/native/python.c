// For Python, which calls this through `_ctypes` while it holds the interpreter's lock.

#define _GNU_SOURCE
#include "zygote.h"

#include <dlfcn.h>

static char *order;

static void (*step(const char *name))(void)
{
    return (void (*)(void))dlsym(RTLD_DEFAULT, name);
}

// As `zygote_serve`, with what `os.fork` does around a fork.
EXPORTED int mayfly_serve(int channel, int answers, int log, const char *enter)
{
    struct zygote zygote = {channel, answers, log, enter, step("PyOS_BeforeFork"),
                            step("PyOS_AfterFork_Parent"), step("PyOS_AfterFork_Child")};
    return zygote_serve(&zygote, &order);
}

// What this copy was asked for.
EXPORTED const char *mayfly_order(void)
{
    return order;
}

EXPORTED int mayfly_order_one(int ends[4])
{
    return zygote_order_one(ends);
}
