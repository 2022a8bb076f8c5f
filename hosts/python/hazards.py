"""What a loaded module may have begun that two copies of one process cannot both go on with.

Every finding is one line for people: `mayfly show` tells it as the reason for ordinary starts.
"""

import os
import stat
import sys
import time

# What breaks after a fork in ways that cannot be seen from outside.
UNSAFE_MODULES = {
    "grpc": "its core starts threads that a copy does not have",
    "jpype": "a Java machine does not survive it",
    "polars": "its thread pool does not survive it",
    "pyspark": "it talks to a Java process that copies would share",
    "tensorflow": "its thread pools do not survive it",
}
MAX_NAMED = 3
ENDING_STEPS = 20
ENDING_STEP_S = 0.005


class Before:
    """What there is before the function's own code runs."""

    def __init__(self, temporary=None):
        """`temporary` is a folder that copies have one of their own of, if any."""
        self.temporary = temporary
        self.files = set(names_in(temporary))
        self.fds = set(open_fds())
        self.shared = set(shared_mappings())


class Findings:
    """`why` the process must not be forked, if so; else the `files` each copy opens for itself."""

    def __init__(self, before):
        self.files = []
        new = [(fd, name) for fd, name in open_fds() if (fd, name) not in before.fds]
        self.why = (
            unsafe_module()
            or children()
            or threads()
            or next(filter(None, (self.descriptor(fd, name) for fd, name in new)), None)
            or mapping(before.shared)
            or temporary_file(before)
        )

    def descriptor(self, fd, name):
        mode = os.fstat(fd).st_mode
        if stat.S_ISSOCK(mode):
            return socket(fd)
        if stat.S_ISCHR(mode):
            return None
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            kind = name.partition(":[")[0]
            return f"it keeps {kind} open (descriptor {fd}), shared by all copies"
        flags, position = open_mode(fd)
        if flags & os.O_ACCMODE != os.O_RDONLY:
            return f"it keeps {name} open for writing; close it after use"
        self.files.append((fd, flags, position))
        return None


def unsafe_module():
    for name, why in UNSAFE_MODULES.items():
        if name in sys.modules:
            return f"it uses {name}, which cannot be forked: {why}"
    return None


def children():
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return "it started a process that still runs or was not waited for"


def threads():
    count = threads_left()
    if count == 0:
        return None
    known = sys.modules.get("threading")
    names = [one.name for one in known.enumerate()[1:]] if known else []
    named = f" ({', '.join(names[:MAX_NAMED])})" if names else ""
    started = "a thread" if count == 1 else f"{count} threads"
    hint = "; set OPENBLAS_NUM_THREADS=1" if "numpy" in sys.modules and not names else ""
    return f"it started {started}{named}{hint}"


def threads_left():
    """How many there are beside this one; one that was joined takes a moment to be gone."""
    for _ in range(ENDING_STEPS):
        count = len(os.listdir("/proc/self/task")) - 1
        if count == 0:
            break
        time.sleep(ENDING_STEP_S)
    return count


def socket(fd):
    import _socket

    copied = _socket.socket(fileno=os.dup(fd))
    try:
        return f"it keeps a socket open, {doing(copied)} (descriptor {fd})"
    finally:
        copied.close()


def doing(socket):
    import _socket

    try:
        if socket.getsockopt(_socket.SOL_SOCKET, _socket.SO_ACCEPTCONN):
            return f"listening on {address(socket.getsockname())}"
        return f"connected to {address(socket.getpeername())}"
    except OSError:
        return "not connected"


def address(name):
    return f"{name[0]}:{name[1]}" if isinstance(name, tuple) else (name or "a local peer")


def mapping(before):
    for line in shared_mappings():
        if line not in before:
            path = line.partition(" ")[2].strip() or "anonymous"
            return f"it shares writable memory between processes ({path})"
    return None


def temporary_file(before):
    """A copy has a /tmp of its own and would miss what was left in the zygote's."""
    for name in names_in(before.temporary):
        if name not in before.files:
            return f"it left {before.temporary}/{name} behind, which copies do not have"
    return None


def names_in(folder):
    return sorted(os.listdir(folder)) if folder else []


def open_fds():
    for fd in os.listdir("/proc/self/fd"):
        try:
            yield int(fd), os.readlink(f"/proc/self/fd/{fd}")
        except OSError:  # the descriptor of the listing itself
            pass


def open_mode(fd):
    with open(f"/proc/self/fdinfo/{fd}") as info:
        fields = dict(line.split(":", 1) for line in info if ":" in line)
    return int(fields["flags"], 8), int(fields["pos"])


def shared_mappings():
    """`addresses path` of memory that a write makes visible to others."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            addresses, mode, _, _, _, *path = line.rstrip("\n").split(" ", 5)
            if mode[1] == "w" and mode[3] == "s":
                yield f"{addresses} {path[0].strip() if path else ''}"


def reopen(files):
    """Gives this copy its own position in the files the module keeps open."""
    for fd, flags, position in files:
        own = os.open(f"/proc/self/fd/{fd}", flags)
        os.lseek(own, position, os.SEEK_SET)
        os.dup2(own, fd, inheritable=not flags & os.O_CLOEXEC)
        os.close(own)
