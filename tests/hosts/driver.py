"""Starts a language host by itself and plays the platform's side of the frames."""

import json
import os
import select
import socket
import struct
import subprocess
import time
from pathlib import Path

HOSTS = Path(__file__).resolve().parents[2] / "hosts"
INVOKE, STOP = 1, 2
NAMES = {
    129: "READY",
    130: "INIT_ERROR",
    131: "RESPONSE",
    132: "ERROR",
    133: "STREAM_HEAD",
    134: "STREAM_CHUNK",
    135: "STREAM_END",
    136: "STREAM_ERROR",
    137: "LEAVING",
    138: "FORKABLE",
    139: "FORKED",
    140: "FORK_FAILED",
    141: "GONE",
}
CALL_FREE = {"READY", "INIT_ERROR", "LEAVING", "FORKABLE"}
FINAL = {"RESPONSE", "ERROR", "STREAM_END", "STREAM_ERROR"}
REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
ARN = "arn:aws:lambda:eu-west-1:000000000000:function:shop:live"
PATIENCE_S = 20
MARK = 0xA55A0000


class Reply:
    """What came back for one call: all frames, and the body of the last that ends it."""

    def __init__(self, frames):
        self.frames = frames
        self.kind, self.payload = frames[-1]

    @property
    def json(self):
        return json.loads(self.payload)

    @property
    def streamed(self):
        return b"".join(payload for kind, payload in self.frames if kind == "STREAM_CHUNK")


class Event:
    """One framed log event."""

    def __init__(self, kind, text):
        self.json = kind & 3 == 2
        self.level = {4: "TRACE", 8: "DEBUG", 12: "INFO", 16: "WARN", 20: "ERROR", 24: "FATAL"}.get(
            kind & 0x1C
        )
        self.text = text


class Gone(Exception):
    """The host hung up."""


def readable(fds, wait):
    """Like `select`, for more descriptors than it can take."""
    poll, by_number = select.poll(), {}
    for fd in fds:
        by_number[fd if isinstance(fd, int) else fd.fileno()] = fd
        poll.register(fd, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(wait * 1000)]


class Peer:
    """Whoever is at the other end of a channel and of the pipes for what it prints."""

    def __init__(self):
        self.socket, self.theirs = socket.socketpair()
        pipes = {name: os.pipe() for name in ("log", "out", "err")}
        self.writing = {name: ends[1] for name, ends in pipes.items()}
        self.pipes = {ends[0]: name for name, ends in pipes.items()}
        self.seen = {name: bytearray() for name in pipes}
        self.inbox = bytearray()
        self.call = 0
        self.leaving = False

    def handed_over(self):
        """The other side has its ends by now."""
        self.theirs.close()
        for fd in self.writing.values():
            os.close(fd)

    def close(self):
        self.socket.close()
        for fd in self.pipes:
            os.close(fd)

    # What the host says

    def frame(self, patience=PATIENCE_S):
        """The next frame as (name, payload), reading the pipes meanwhile, as the platform does."""
        deadline = time.monotonic() + patience
        while True:
            if len(self.inbox) >= 4:
                length = int.from_bytes(self.inbox[:4], "little")
                if len(self.inbox) >= 4 + length:
                    kind, call = struct.unpack_from("<BI", self.inbox, 4)
                    payload = bytes(self.inbox[9 : 4 + length])
                    del self.inbox[: 4 + length]
                    self.pump(0)
                    self.check_call(NAMES[kind], call)
                    if NAMES[kind] == "LEAVING":
                        self.leaving = True
                        continue
                    return NAMES[kind], payload
            left = deadline - time.monotonic()
            assert left > 0, f"the host says nothing; stderr: {self.err!r}"
            self.pump(left)

    def check_call(self, kind, call):
        assert call == (0 if kind in CALL_FREE else self.call), "a frame of another call"

    def pump(self, wait):
        """Reads what is there; waits for something if asked to."""
        while True:
            fds = [self.socket, *self.pipes]
            ready = readable(fds, wait)
            for fd in ready:
                if fd is not self.socket:
                    data = os.read(fd, 1 << 16)
                    self.seen[self.pipes[fd]] += data
                    if not data:
                        del self.pipes[fd]
                        os.close(fd)
            if self.socket in ready and wait:
                data = self.receive()
                if not data:
                    raise Gone(self.err)
                self.inbox += data
            if wait or not [fd for fd in ready if fd is not self.socket]:
                return

    def receive(self):
        try:
            return self.socket.recv(1 << 16)
        except ConnectionResetError:
            return b""

    def ready(self):
        kind, payload = self.frame()
        assert kind == "READY", payload
        return self

    def init_error(self):
        kind, payload = self.frame()
        assert kind == "INIT_ERROR", kind
        return json.loads(payload)

    def hung_up(self):
        """Waits until the other side has closed the channel."""
        try:
            while True:
                self.pump(PATIENCE_S)
        except Gone:
            pass

    def drain(self):
        """Reads what is left in the pipes."""
        while self.pipes and readable([*self.pipes], 0):
            self.pump(0)

    @property
    def out(self):
        return self.seen["out"].decode("utf-8", "replace")

    @property
    def err(self):
        return self.seen["err"].decode("utf-8", "replace")

    @property
    def events(self):
        """The framed log events so far."""
        data, events = bytes(self.seen["log"]), []
        while data:
            kind, length, micros = struct.unpack_from(">IIQ", data)
            assert kind & 0xFFFF0000 == MARK and abs(micros / 1e6 - time.time()) < 60
            assert len(data) >= 16 + length, "an event was cut"
            events.append(Event(kind, data[16 : 16 + length].decode()))
            data = data[16 + length :]
        return events

    # What the platform says

    def send(self, kind, payload=b""):
        frame = struct.pack("<IBI", len(payload) + 5, kind, self.call) + payload
        view = memoryview(frame)
        self.socket.setblocking(False)
        while view:
            try:
                view = view[self.socket.send(view) :]
            except BlockingIOError:
                select.select([], [self.socket], [], PATIENCE_S)
        self.socket.setblocking(True)

    def start_call(self, event=None, raw=None, **meta):
        self.call += 1
        known = {
            "requestId": REQUEST_ID,
            "deadlineMs": int(time.time() * 1000) + 3000,
            "arn": ARN,
            "traceId": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
            "clientContext": None,
            "identity": None,
        }
        head = json.dumps({**known, **meta}).encode()
        body = json.dumps(event).encode() if raw is None else raw
        self.send(INVOKE, struct.pack("<I", len(head)) + head + body)

    def finish_call(self):
        frames = [self.frame()]
        while frames[-1][0] not in FINAL:
            frames.append(self.frame())
        return Reply(frames)

    def invoke(self, event=None, raw=None, **meta):
        self.start_call(event, raw, **meta)
        return self.finish_call()

    def stop(self):
        self.call = 0
        self.send(STOP)
        return self.exit()

    def exit(self):
        self.hung_up()
        self.drain()


class Host(Peer):
    def __init__(self, argv, root, handler, env=(), framed_logs=True):
        super().__init__()
        self.socket_fd, self.log_fd = self.theirs.fileno(), self.writing["log"]
        variables = {
            "PATH": os.environ["PATH"],
            "TZ": ":UTC",
            "_HANDLER": handler,
            "LAMBDA_TASK_ROOT": str(root),
            "AWS_LAMBDA_FUNCTION_NAME": "shop",
            "AWS_LAMBDA_FUNCTION_VERSION": "7",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/shop",
            "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[7]abc",
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.11",
            "_MAYFLY_FD": f"{self.socket_fd},{self.socket_fd}",
        }
        if framed_logs:
            variables["_LAMBDA_TELEMETRY_LOG_FD"] = str(self.log_fd)
        variables.update(env)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            argv,
            cwd=root,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=self.writing["out"],
            stderr=self.writing["err"],
            pass_fds=(self.socket_fd, self.log_fd),
        )
        self.handed_over()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.close()

    def exit(self):
        """Waits for the end of the process; its exit status."""
        self.hung_up()
        status = self.process.wait(PATIENCE_S)
        self.drain()
        return status
