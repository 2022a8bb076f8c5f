"""Hosts of a test's own, as far as networks go: namespaces, and cables between them."""

import os
import signal
import subprocess
import sys

# Answers everybody on every address, until it is ended.
SERVER = """
import socket, sys
server = socket.create_server(("", int(sys.argv[1])))
print("up", flush=True)
while True:
    connection, _ = server.accept()
    connection.sendall(sys.argv[2].encode())
    connection.close()
"""


class Host:
    """A network with a loopback and nothing else, until it is given more."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "600"])
        self.by = ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net"]
        self.programs = [self.holder]
        own = os.readlink("/proc/self/ns/net")
        while os.readlink(f"/proc/{self.holder.pid}/ns/net") == own:
            assert self.holder.poll() is None, "no network of a test's own can be made"
        self.ip("link set lo up")

    def ip(self, words):
        subprocess.run([*self.by, "ip", *words.split()], check=True)

    def serve(self, port, text):
        """Listens on every address, the loopback's too."""
        command = [*self.by, sys.executable, "-c", SERVER, str(port), text]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.programs.append(server)
        assert server.stdout.readline() == "up\n"

    def cable(self, other, own_address, other_address, name="near"):
        self.ip(f"link add {name} type veth peer name far{name} netns {other.holder.pid}")
        self.ip(f"addr add {own_address} dev {name}")
        self.ip(f"link set {name} up")
        other.ip(f"addr add {other_address} dev far{name}")
        other.ip(f"link set far{name} up")

    def close(self):
        for program in self.programs:
            program.send_signal(signal.SIGKILL)
            program.wait()
