"""Frames between the host and the platform: calls come at one descriptor, answers go at another.

u32le length of what follows | u8 kind | u32le call | payload
"""

import os

INVOKE = 1
STOP = 2
ASSIGN = 4
READY = 129
INIT_ERROR = 130
RESPONSE = 131
ERROR = 132
FORKABLE = 138

MAX_RESPONSE_BYTES = 6_291_556
MAX_INCOMING_BYTES = 8 << 20
HEADER_BYTES = 9
READ_BYTES = 1 << 16


class Broken(Exception):
    """The channel cannot be used any more: there is nobody to answer to."""


class Channel:
    def __init__(self, calls, answers):
        self.calls = calls
        self.answers = answers
        self.adopt()

    def adopt(self):
        """Makes this process the one that speaks on the channel, which may be a new one."""
        for fd in (self.calls, self.answers):
            os.set_inheritable(fd, False)
            os.set_blocking(fd, True)
        self.identity = self._identify()
        self.rest = b""
        self.owner = os.getpid()

    def receive(self):
        """The next (kind, call, payload), or None when the platform has hung up."""
        self._check_owner()
        data = self.rest or self._read_some()
        if not data:
            return None
        while len(data) < HEADER_BYTES:
            data += self._read_more()
        length = int.from_bytes(data[:4], "little")
        if not HEADER_BYTES - 4 <= length <= MAX_INCOMING_BYTES:
            raise Broken(f"a frame of {length} bytes is out of bounds")
        end = length + 4
        if len(data) < end:
            data = self._read_rest(data, end)
        self.rest = data[end:]
        return data[4], int.from_bytes(data[5:9], "little"), memoryview(data)[9:end]

    def send(self, kind, call=0, payload=b""):
        self._check_owner()
        head = (
            (len(payload) + 5).to_bytes(4, "little") + bytes((kind,)) + call.to_bytes(4, "little")
        )
        view = memoryview(head + payload)
        try:
            while view:
                view = view[os.write(self.answers, view) :]
        except OSError as error:
            raise Broken(f"writing failed: {error}") from None

    def _read_some(self):
        # User code may have closed the number and got it back for a file of its own.
        if self._identify() != self.identity:
            raise Broken(f"the function closed the host's file descriptor {self.calls}")
        try:
            return os.read(self.calls, READ_BYTES)
        except OSError as error:
            raise Broken(f"reading failed: {error}") from None

    def _read_more(self):
        more = self._read_some()
        if not more:
            raise Broken("the platform hung up in the middle of a frame")
        return more

    def _read_rest(self, data, end):
        frame = bytearray(end)
        frame[: len(data)] = data
        filled = len(data)
        view = memoryview(frame)
        while filled < end:
            more = os.readv(self.calls, [view[filled:]])
            if not more:
                raise Broken("the platform hung up in the middle of a frame")
            filled += more
        return bytes(frame)

    def _identify(self):
        try:
            stat = os.fstat(self.calls)
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def _check_owner(self):
        # A child forked by the handler that falls out of it must not answer for its parent.
        if os.getpid() != self.owner:
            os._exit(0)
