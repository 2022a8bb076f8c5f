"""The warm path: what a call costs when its instance is there already. The budget is in
SPECIFICATION.md; system calls are counted, as they are the same on every machine."""

import http.client
import os
import re
import shutil
import signal
import subprocess

import pytest

CALLS = 300
# Talking, waiting and waking. Reading and writing files is what the platform does beside calls.
COUNTED = "epoll_wait,recvfrom,recvmsg,sendto,sendmsg,writev,poll,ppoll,futex"

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None or os.geteuid() != 0,
    reason="counting system calls takes root and strace",
)


def counted(pid, table, work):
    """How many of each system call a process makes in all its threads while `work` goes on."""
    command = ["strace", "-c", "-f", "-e", f"trace={COUNTED}", "-o", table, "-p", str(pid)]
    strace = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    strace.stderr.readline()  # "attached"
    work()
    strace.send_signal(signal.SIGINT)
    strace.communicate(timeout=30)
    rows = (line.split() for line in table.read_text().splitlines())
    rows = (row for row in rows if len(row) >= 5 and re.fullmatch(r"\d+", row[3]))
    return {row[-1]: int(row[3]) for row in rows if row[-1] != "total"}


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
    connection = http.client.HTTPConnection("127.0.0.1", platform.port)

    def call(times):
        for _ in range(times):
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/fn/{name}/", b"{}", headers)
            response = connection.getresponse()
            assert (response.status, response.read()) == (200, b"{}")

    call(20)
    counts = counted(platform.process.pid, tmp_path / "counts", lambda: call(CALLS))
    connection.close()
    assert sum(counts.values()) / CALLS < 8, counts
