#include "hostile.h"

static int holds;

void contained(const char *why, ...) {
    va_list list;
    va_start(list, why);
    printf("contained: ");
    vprintf(why, list);
    printf("\n");
    while (holds) pause();
    exit(0);
}

void escaped(const char *how, ...) {
    va_list list;
    va_start(list, how);
    printf("ESCAPED: ");
    vprintf(how, list);
    printf("\n");
    exit(1);
}

void refused(long result, int one, int other) {
    int error = errno;
    if (result >= 0) escaped("it returned %ld", result);
    if (one && error != one && error != other) escaped("an odd refusal: %s", strerror(error));
    contained("%s", strerror(error));
}

void must_fail(const char *what, long result) {
    if (result >= 0) escaped("%s returned %ld", what, result);
}

const char *given(const char *name) {
    const char *value = getenv(name);
    if (!value) escaped("the test gave no %s", name);
    return value;
}

int main(int count, char **arguments) {
    const struct attempt *all[] = {file_attempts, kernel_attempts, network_attempts,
                                   process_attempts, exhaustion_attempts, shared_attempts, watchers, bombs};
    setvbuf(stdout, NULL, _IONBF, 0);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (const struct attempt *attempt = all[i]; attempt->name; attempt++) {
            /* Ends when killed, and until then keeps what it got. */
            if (count == 3 && !strcmp(arguments[1], "hold") && !strcmp(arguments[2], attempt->name)) {
                holds = 1;
                attempt->run();
            }
            if (count == 2 && !strcmp(arguments[1], attempt->name)) {
                attempt->run();
                escaped("the attempt said nothing");
            }
            /* Bombs end nowhere and watchers want company, so they are nobody's attempts. */
            if (count == 1 && all[i] != bombs && all[i] != watchers) printf("%s\n", attempt->name);
        }
    return count == 1 ? 0 : 2;
}
