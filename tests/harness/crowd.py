"""Those who crowd a platform, those who want to be served beside them, and what it costs."""

import contextlib
import http.client
import socket
import struct
import threading
import time

# Loopback addresses of peers: an attack has one, honest callers another.
ATTACKER = "127.0.0.66"
HONEST = "127.0.0.7"

MB = 1024 * 1024


def dial(port, source=ATTACKER, receive=None, timeout=20):
    """A connection from this address; with a small buffer for what it receives."""
    one = socket.socket()
    if receive:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    one.settimeout(timeout)
    one.bind((source, 0))
    one.connect(("127.0.0.1", port))
    return one


class Honest:
    """Calls a function's URL again and again, each time by a new connection."""

    def __init__(self, platform, name, source=HONEST, every=0.05):
        self.times, self.failures = [], []
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(platform.port, name, source, every))

    def run(self, port, name, source, every):
        while not self.ends.is_set():
            begin = time.monotonic()
            try:
                one = http.client.HTTPConnection("127.0.0.1", port, 20, source_address=(source, 0))
                one.request("GET", f"/fn/{name}/")
                status = one.getresponse().status
                one.close()
                if status != 200:
                    self.failures.append(status)
            except OSError as error:
                self.failures.append(repr(error))
            self.times.append(time.monotonic() - begin)
            self.ends.wait(every)

    def p99(self):
        return sorted(self.times)[int(len(self.times) * 0.99)]


class Memory:
    """The most memory that the platform had."""

    def __init__(self, platform):
        self.pid, self.peak_mb = platform.process.pid, 0
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def now_mb(self):
        with open(f"/proc/{self.pid}/status") as status:
            kb = next(line.split()[1] for line in status if line.startswith("VmRSS:"))
        return int(kb) // 1024

    def run(self):
        while not self.ends.wait(0.02):
            self.peak_mb = max(self.peak_mb, self.now_mb())


@contextlib.contextmanager
def beside(platform, honest):
    """Watches the platform while honest callers call it."""
    caller, memory = Honest(platform, honest), Memory(platform)
    both = (caller, memory)
    for one in both:
        one.thread.start()
    try:
        yield both
    finally:
        for one in both:
            one.ends.set()
        for one in both:
            one.thread.join()


class Http2:
    """Just enough of HTTP/2 to be a nuisance: frames as they are, heads without compression."""

    def __init__(self, port, window=0):
        self.socket = dial(port)
        # Answers may have so many bytes until somebody says that they were read.
        settings = struct.pack(">HI", 4, window)
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, settings))

    def get(self, stream, path, authority):
        fields = [(":method", "GET"), (":scheme", "http"), (":path", path), (":authority", authority)]
        head = b"".join(b"\x00" + text(name) + text(value) for name, value in fields)
        # The whole head, and no body.
        self.socket.sendall(frame(1, 5, stream, head))

    def send(self, kind, stream, payload, flags=0):
        self.socket.sendall(frame(kind, flags, stream, payload))


def text(value):
    assert len(value) < 127
    return bytes([len(value)]) + value.encode()


def frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload
