/* Attempts that take a nursery: as its program has capabilities, and slots to put copies into. */
#include "hostile.h"
#include <linux/ioctl.h>

/* What the program was sent for one slot; `wire.rs` says what is where. */
extern int entry[32], entry_count;
enum { ARRIVAL, RULES, PIDS, MOUNTS, IPC, NAMES, CGROUPS, MORE };

/* The library's two functions. */
extern int (*begin)(const int *, int), (*enter)(const int *, int);

/* In the program itself, which has nothing but its capabilities. */
extern const struct attempt import_attempts[];
/* In the program that has been given a slot. */
extern const struct attempt guest_attempts[];

/* Runs in a copy that is born in the slot, whose last words count as the attempt's. */
void in_copy(void (*run)(void)) __attribute__((noreturn));
/* The same after it has entered as it should. */
void in_entered_copy(void (*run)(void)) __attribute__((noreturn));
/* None of a handle's namespaces can be entered or had. */
void no_way_by_handle(int handle);
