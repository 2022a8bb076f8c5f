// For Node, as an addon.

#define _GNU_SOURCE
#include "node_api.h"
#include "zygote.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_PATH_BYTES = 4096 };

// V8 asks for most of its memory not to be there after a fork.
static int keep_all_memory(void)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps)
        return -errno;
    char line[MAX_PATH_BYTES + 128];
    while (fgets(line, sizeof line, maps)) {
        char *end;
        unsigned long from = strtoul(line, &end, 16);
        unsigned long to = strtoul(end + 1, NULL, 16);
        // The kernel's own pages refuse, and are inherited anyway.
        madvise((void *)from, to - from, MADV_DOFORK);
    }
    fclose(maps);
    return 0;
}

static napi_value number(napi_env env, int32_t value)
{
    napi_value result;
    return napi_create_int32(env, value, &result) ? NULL : result;
}

// serve(channel, answers, log, enter): in a copy the text of its order, else a number: 0 or -errno.
static napi_value serve(napi_env env, napi_callback_info info)
{
    size_t count = 4, length = 0;
    napi_value args[4];
    int32_t channel, answers, log;
    char enter[MAX_PATH_BYTES];
    struct uv_loop_s *loop;
    if (napi_get_cb_info(env, info, &count, args, NULL, NULL) ||
        napi_get_value_int32(env, args[0], &channel) ||
        napi_get_value_int32(env, args[1], &answers) ||
        napi_get_value_int32(env, args[2], &log) ||
        napi_get_value_string_utf8(env, args[3], enter, sizeof enter, &length) ||
        napi_get_uv_event_loop(env, &loop))
        return number(env, -EINVAL);
    struct zygote zygote = {.channel = channel, .answers = answers, .log = log,
                            .enter = length ? enter : NULL};
    char *order = NULL;
    int result = keep_all_memory();
    if (result == 0)
        result = zygote_serve(&zygote, &order);
    if (result != ZYGOTE_COPY)
        return number(env, result);
    if (uv_loop_fork(loop))
        _exit(127);
    napi_value text;
    int failed = napi_create_string_utf8(env, order, strlen(order), &text);
    free(order);
    return failed ? number(env, -ENOMEM) : text;
}

static napi_value numbers(napi_env env, const int *values, int count)
{
    napi_value result, element;
    if (napi_create_array(env, &result))
        return NULL;
    for (int i = 0; i < count; i++)
        if (napi_create_int32(env, values[i], &element) ||
            napi_set_element(env, result, i, element))
            return NULL;
    return result;
}

// pair(): the two ends of a socket
static napi_value pair(napi_env env, napi_callback_info info)
{
    (void)info;
    int ends[2];
    int failed = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    return failed ? NULL : numbers(env, ends, 2);
}

// orderOne(): the four ends of `zygote_order_one`
static napi_value order_one(napi_env env, napi_callback_info info)
{
    (void)info;
    int ends[4];
    return zygote_order_one(ends) ? NULL : numbers(env, ends, 4);
}

// pid(): Node remembers the one it was started with.
static napi_value pid(napi_env env, napi_callback_info info)
{
    (void)info;
    return number(env, getpid());
}

// exit(status), at once
static napi_value leave(napi_env env, napi_callback_info info)
{
    size_t count = 1;
    napi_value arg;
    int32_t status = 0;
    if (napi_get_cb_info(env, info, &count, &arg, NULL, NULL) == 0)
        napi_get_value_int32(env, arg, &status);
    _exit(status);
}

static void define(napi_env env, napi_value exports, const char *name, napi_callback callback)
{
    napi_value function;
    if (napi_create_function(env, name, strlen(name), callback, NULL, &function) == 0)
        napi_set_named_property(env, exports, name, function);
}

EXPORTED napi_value napi_register_module_v1(napi_env env, napi_value exports)
{
    define(env, exports, "serve", serve);
    define(env, exports, "pair", pair);
    define(env, exports, "orderOne", order_one);
    define(env, exports, "pid", pid);
    define(env, exports, "exit", leave);
    return exports;
}
