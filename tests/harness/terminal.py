"""A command as somebody at a terminal sees it."""

import os
import pty
import select
import subprocess
import time


def at_terminal(command, env, cwd, typed="", timeout=30):
    """Runs a command at a terminal, types into it; gives its exit code and what it showed."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**env, "TERM": "xterm-256color"},
        cwd=cwd,
        close_fds=True,
    )
    os.close(its)
    os.write(ours, typed.encode())
    shown, end = b"", time.monotonic() + timeout
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            shown += data
        elif process.poll() is not None:
            break
    os.close(ours)
    try:
        code = process.wait(max(0.1, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
    return code, shown.decode(errors="replace")
