"""An instance that, when asked to, leaves after its answer: the next call has to start another."""

import os
import signal

AFTER_S = float(os.environ.get("LEAVE_AFTER_MS", "0")) / 1000
calls = 0


def answer():
    """Counts the calls of this process, so that who measures knows whose first one it was."""
    global calls
    calls += 1
    if AFTER_S:
        signal.setitimer(signal.ITIMER_REAL, AFTER_S)
    return {"calls": calls}
