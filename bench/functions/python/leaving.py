"""Makes an instance leave when it is asked to: the next call then meets none and has to start one."""

import os

calls = 0


def answer(event):
    """Counts the calls of this process, so that who measures knows whose first one it was."""
    global calls
    if "leave" in event.get("queryStringParameters", {}):
        os._exit(0)
    calls += 1
    return {"calls": calls}
