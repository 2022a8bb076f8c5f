"""The warm path: what a call costs when its instance is there already. The budget is in
SPECIFICATION.md; system calls are counted, as they are the same on every machine."""

import http.client
import os
import re
import shutil
import signal
import subprocess

import pytest
from harness import processes

CALLS = 300
# The disk's calls are those of the thread that commits, which no call waits for.
DISK = {"fsync", "fdatasync", "pwrite64", "pread64", "fcntl", "ftruncate"}

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None or os.geteuid() != 0,
    reason="counting system calls takes root and strace",
)


class Strace:
    """Counts the system calls of a process and its threads."""

    def __init__(self, pid, folder):
        self.table = folder / f"strace-{pid}"
        command = ["strace", "-c", "-f", "-o", self.table, "-p", str(pid)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.process.stderr.readline()  # "attached"

    def counts(self):
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=10)
        rows = (line.split() for line in self.table.read_text().splitlines())
        rows = (row for row in rows if len(row) >= 5 and re.fullmatch(r"\d+", row[3]))
        return {row[-1]: int(row[3]) for row in rows if row[-1] != "total"}


def cost(platform, name, folder):
    """System calls per call, of the platform and of the function's instance."""
    connection = http.client.HTTPConnection("127.0.0.1", platform.port)

    def call():
        connection.request("POST", f"/fn/{name}/", b"{}", {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200

    for _ in range(20):
        call()
    found = processes.of_platform(platform.port, name)
    (host,) = [pid for pid in found if not processes.is_zygote(pid)]
    straces = [Strace(platform.process.pid, folder), Strace(host, folder)]
    for _ in range(CALLS):
        call()
    counted = [strace.counts() for strace in straces]
    connection.close()
    per_call = [
        sum(count for call, count in counts.items() if call not in DISK) / CALLS
        for counts in counted
    ]
    print(counted)
    return per_call


@needs_strace
@pytest.mark.parametrize("language", ["python", "node"])
def test_system_calls_of_a_warm_call(fresh, tmp_path, language):
    platform = fresh()
    platform.start()
    source = {
        "python": "def handler(event, context): return event['body']",
        "node": "exports.handler = async (event) => event.body",
    }
    name = getattr(platform, language)(source[language], url=True)
    of_platform, of_instance = cost(platform, name, tmp_path)
    assert of_platform <= 12
    assert of_instance <= 7
