"""Looking at the machine's processes, as root or as whoever runs the platform."""

import os
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


def of_function(name):
    """Processes that run for the function: those with its name in their environment."""
    mark = f"AWS_LAMBDA_FUNCTION_NAME={name}".encode()
    return [pid for pid in everyone() if mark in environ(pid)]


def of_platform(port):
    """Processes of any function of the platform on this port."""

    def is_ours(environment):
        def has(prefix, suffix=b""):
            return any(e.startswith(prefix) and e.endswith(suffix) for e in environment)

        return has(b"AWS_LAMBDA_FUNCTION_NAME=") and has(b"AWS_ENDPOINT_URL=", b":%d" % port)

    return [pid for pid in everyone() if is_ours(environ(pid))]


def with_argument(text):
    """Processes whose command line has `text` in it; give them an argument nobody else has."""
    return [pid for pid in everyone() if text in command_line(pid)]


def resident_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"process {pid} has no memory")
