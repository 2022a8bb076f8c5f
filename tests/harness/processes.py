"""Looking at the machine's processes, as root or as whoever runs the platform."""

import os
import re
import signal
from pathlib import Path


def environ(pid):
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def command_line(pid):
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return ""
    return b" ".join(words).decode(errors="replace")


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def everyone():
    own = os.getpid()
    pids = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return [pid for pid in pids if pid != own and is_alive(pid)]


def of_platform(port, name=None):
    """Processes of the functions, or of one, that the platform on this port runs.

    They have the function's name and the platform's address in their environment.
    """
    function = b"AWS_LAMBDA_FUNCTION_NAME=" + (name or "").encode()
    address = b":%d" % port

    def is_ours(environment):
        def has(is_it):
            return any(is_it(entry) for entry in environment)

        return has(lambda e: e == function if name else e.startswith(function)) and has(
            lambda e: e.startswith(b"AWS_ENDPOINT_URL=") and e.endswith(address)
        )

    return [pid for pid in everyone() if is_ours(environ(pid))]


def is_zygote(pid):
    """Whether it is a loaded program that serves nobody, rather than a copy of it, which has its
    environment but lives one pid namespace further down."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    depth = len(re.search(r"^NSpid:(.*)$", status, re.MULTILINE)[1].split())
    return b"_MAYFLY_ZYGOTE=1" in environ(pid) and depth < 3


def with_argument(text):
    """Processes whose command line has `text` in it; give them an argument nobody else has."""
    return [pid for pid in everyone() if text in command_line(pid)]


def kill(pid):
    """Ends a process that may be ending by itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def resident_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"process {pid} has no memory")


def user(pid):
    """Whom a process runs as, seen from outside."""
    return os.stat(f"/proc/{pid}").st_uid


def groups_of(pid):
    """The directories of the control groups that limit a process."""
    found = []
    for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        root = Path("/sys/fs/cgroup") / controllers
        if path != "/" and (root / path.lstrip("/")).is_dir():
            found.append(root / path.lstrip("/"))
    return found
