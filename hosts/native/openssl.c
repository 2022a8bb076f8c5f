// Giving every OpenSSL of a copy a state of its own.

#define _GNU_SOURCE
#include "zygote.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/random.h>
#include <unistd.h>

enum { MAX_FOUND = 16 };

typedef void (*add_function)(const void *, int, double);

static add_function found[MAX_FOUND];
static int found_count;

static void keep(add_function add)
{
    for (int i = 0; i < found_count; i++)
        if (found[i] == add)
            return;
    if (add && found_count < MAX_FOUND)
        found[found_count++] = add;
}

static int look_into(struct dl_phdr_info *library, size_t size, void *data)
{
    (void)size, (void)data;
    // The program itself has no name.
    const char *name = library->dlpi_name && *library->dlpi_name ? library->dlpi_name : NULL;
    void *handle = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (handle) {
        keep((add_function)dlsym(handle, "RAND_add"));
        dlclose(handle);
    }
    return 0;
}

void zygote_find_openssl(void)
{
    dl_iterate_phdr(look_into, NULL);
}

void zygote_reseed_openssl(void)
{
    char noise[32];
    if (found_count == 0)
        return;
    if (getrandom(noise, sizeof noise, 0) != sizeof noise)
        _exit(127);
    for (int i = 0; i < found_count; i++)
        found[i](noise, sizeof noise, sizeof noise);
}
