"""Hosts that are forked: their native half built on the spot, and the platform's side of FORK."""

import array
import json
import os
import shutil
import socket
import struct
import subprocess

from .driver import HOSTS, Host, Peer

FORK = 3
PYTHON_FLAGS = ["-I", "-S", "-B", "-X", "utf8"]
NODE_FLAGS = ["--single-threaded", "--v8-pool-size=0", "--no-memory-reducer"]


def install(folder):
    """The hosts as the platform installs them."""
    shutil.copytree(HOSTS, folder, dirs_exist_ok=True)
    native = folder / "native"
    subprocess.run(["sh", native / "build.sh", native], check=True)
    return folder


def compile_library(source, target):
    subprocess.run(["cc", "-shared", "-fPIC", "-o", target, source], check=True)


class Copy(Peer):
    """One fork of a zygote: speaks like any instance."""

    def __init__(self, number):
        super().__init__()
        self.number = number
        self.pid = None

    def descriptors(self):
        return [self.theirs.fileno()] * 2 + [*(self.writing[name] for name in ("log", "out", "err"))]


class Zygote(Host):
    def __init__(self, argv, root, handler, env=(), **options):
        super().__init__(argv, root, handler, {**dict(env), "_MAYFLY_ZYGOTE": "1"}, **options)
        self.forks = 0
        self.copies = []
        self.gone = {}

    def __exit__(self, *_):
        for copy in self.copies:
            copy.close()
        super().__exit__()

    def check_call(self, kind, call):
        self.last_call = call

    def verdict(self):
        kind, payload = self.frame()
        assert kind == "FORKABLE", (kind, payload)
        return json.loads(payload)

    def forkable(self):
        verdict = self.verdict()
        assert verdict == {"forkable": True}, verdict
        return self

    def send_fork(self, env=(), entry=(), **order):
        self.forks += 1
        copy = Copy(self.forks)
        payload = json.dumps({"env": dict(env), **order}).encode()
        frame = struct.pack("<IBI", len(payload) + 5, FORK, self.forks) + payload
        fds = array.array("i", [*copy.descriptors(), *entry])
        self.socket.sendmsg([frame], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        copy.handed_over()
        self.copies.append(copy)
        return copy

    def send_raw(self, kind, payload, call=77):
        self.socket.send(struct.pack("<IBI", len(payload) + 5, kind, call) + payload)

    def forked(self, copy):
        kind, payload = self.next_answer()
        assert (kind, self.last_call) == ("FORKED", copy.number), payload
        copy.pid = struct.unpack("<I", payload)[0]
        return copy

    def next_answer(self):
        """The next frame that does not tell about a copy's end."""
        while True:
            kind, payload = self.frame()
            if kind != "GONE":
                return kind, payload
            self.gone[self.last_call] = struct.unpack("<i", payload)[0]

    def fork(self, env=(), entry=(), **order):
        return self.forked(self.send_fork(env, entry, **order))

    def status_of(self, copy):
        """The raw wait status of a copy that has ended."""
        while copy.number not in self.gone:
            kind, payload = self.frame()
            assert kind == "GONE", kind
            self.gone[self.last_call] = struct.unpack("<i", payload)[0]
        return self.gone[copy.number]


def undisturbed(start):
    """A forkable zygote with slots; others may have left a file in this machine's /tmp meanwhile."""
    for _ in range(50):
        parent = start()
        verdict = parent.verdict()
        if verdict["forkable"]:
            break
    assert verdict == {"forkable": True}, verdict
    return parent


def fds_of(pid):
    return {fd: os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")}
