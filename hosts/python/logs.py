"""Log events to the platform: framed, so that a multi-line event stays one.

u32be type | u32be length | u64be microseconds since the epoch | bytes
"""

import os
import sys
import time

TEXT = 0xA55A0003
JSON = 0xA55A0002
# Python's levels, 0 to 50, as the bits the log framing has for them.
LEVEL_BITS = {0: 0, 10: 8, 20: 12, 30: 16, 40: 20, 50: 24}


def frame_type(base, level):
    return base | LEVEL_BITS.get(level, 0)


class FramedSink:
    def __init__(self, fd):
        self.fd = fd
        os.set_inheritable(fd, False)
        self._renew_lock()
        os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self):
        from _thread import allocate_lock

        self.lock = allocate_lock()

    def log(self, message, kind=None):
        text = message.encode("utf-8", "replace")
        head = (kind or TEXT).to_bytes(4, "big") + len(text).to_bytes(4, "big")
        event = memoryview(head + (time.time_ns() // 1000).to_bytes(8, "big") + text)
        with self.lock:
            while event:
                event = event[os.write(self.fd, event) :]

    def log_error(self, lines, kind):
        try:
            self.log("\n".join(lines), kind)
        except OSError:  # the function closed the descriptor: its error is still worth showing
            StandardSink().log_error(lines, kind)


class StandardSink:
    """Without a log descriptor, events are lines on stdout."""

    def log(self, message, kind=None):
        sys.stdout.write(message)

    def log_error(self, lines, kind):
        try:
            sys.stdout.write("\r".join(lines) + "\n")
        except Exception:
            pass


def open_sink(fd):
    return StandardSink() if fd is None else FramedSink(int(fd))


def flush_standard():
    """What was printed for a call must reach the platform before its answer does."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass
