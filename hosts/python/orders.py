"""What makes a process that was started ahead an instance: variables of its own."""

import os

from . import frames, jsonio


def wait(channel):
    """Waits until this process becomes an instance. False when it never will."""
    channel.send(frames.READY)
    frame = channel.receive()
    if frame is None or frame[0] != frames.ASSIGN:
        return False
    apply(jsonio.decode(frame[2]))
    return True


def apply(order):
    for name, value in order["env"].items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
