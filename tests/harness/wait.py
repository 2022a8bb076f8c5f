"""Waiting for what happens in its own time."""

import time


def eventually(check, timeout=10.0, every=0.05, what=None):
    """Calls `check` until it gives something true, and gives that."""
    end = time.monotonic() + timeout
    while True:
        result = check()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"{what or check} did not happen within {timeout} s")
        time.sleep(every)
