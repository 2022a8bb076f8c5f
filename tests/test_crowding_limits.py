"""What one function takes of the machine, another still has: processes, sockets, watches, locks,
processors between calls, and calls themselves."""

import fcntl
import json
import subprocess
import time
from pathlib import Path

import pytest
from harness import at_once, eventually
from test_provided import SPEAK

DO = """
import ctypes, fcntl, os, socket, subprocess, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)

def handler(event, context):
    names = dict(globals())
    try:
        exec(event, names)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return names.get("said")
"""

HONEST = "def handler(event, context): return event"


def together(*works):
    """Runs them at the same time; gives their results."""
    return at_once(len(works), lambda number: works[number]())


def worst_of(platform, name, calls=40):
    """How long the slowest of some calls takes, in seconds."""
    times = []
    for number in range(calls):
        began = time.monotonic()
        assert platform.call(name, number) == number
        times.append(time.monotonic() - began)
    return max(times)


def test_process_bombs_leave_others_served(fresh):
    platform = fresh()
    platform.start()
    honest = platform.python(HONEST)
    platform.call(honest, 0)
    bomb = platform.python(
        DO
        + """
def handler(event, context):
    made = 0
    while made < 2000:
        try:
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
            made += 1
        except OSError:
            break
    time.sleep(3)
    return made
""",
        timeout="30s",
        memory_mb=128,
    )
    before = len(list(Path("/proc").glob("[0-9]*")))

    def measure():
        time.sleep(2)
        return worst_of(platform, honest)

    *made, worst = together(*[lambda: platform.call(bomb)] * 4, measure)
    # Small functions do not have a full one's processes.
    assert all(30 <= one <= 300 for one in made), made
    assert worst < 2, worst
    assert subprocess.run(["/bin/true"]).returncode == 0
    platform.stop()
    eventually(
        lambda: len(list(Path("/proc").glob("[0-9]*"))) < before + 100, what="the bombs are gone"
    )


def test_what_all_programs_share_is_not_one_functions(platform):
    name = platform.python(DO, timeout="20s", memory_mb=256)

    def do(code):
        return platform.call(name, json.dumps(code).encode())

    aio = "context = ctypes.c_ulong(0)\nsaid = libc.syscall(206, 65536, ctypes.byref(context))"
    assert do(aio) == -1
    assert "PermissionError" in do(
        "fcntl.fcntl(os.open('/usr/bin', os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)"
    )
    # Its own files can be locked and watched as anywhere.
    own = "f = open('/tmp/lock', 'w')\nfcntl.flock(f, fcntl.LOCK_EX)\nfcntl.lockf(f, fcntl.LOCK_EX)"
    assert do(own + "\nsaid = 'locked'") == "locked"
    watch = (
        "n = libc.inotify_init1(2048)\nlibc.inotify_add_watch(n, b'/tmp', 0x100)\n"
        "open('/tmp/new', 'w').close()\nsaid = len(os.read(n, 4096)) > 0"
    )
    assert do(watch) is True


def test_nobody_hears_or_holds_up_what_the_host_runs(platform):
    name = platform.python(DO, timeout="20s", memory_mb=256)
    watch = (
        "files = [os.open(p, os.O_RDONLY) for p in ('/usr/bin/env', '/dev/null')]\n"
        "n = libc.inotify_init1(2048)\n"
        "for path in (b'/usr/bin/env', b'/usr/bin', b'/dev/null', b'/var/task/app.py'):\n"
        "    libc.inotify_add_watch(n, path, 0x21)\n"
        "for f in files: fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "time.sleep(3)\n"
        "try: said = len(os.read(n, 65536))\n"
        "except BlockingIOError: said = 0\n"
    )

    def meanwhile():
        time.sleep(1.5)
        subprocess.run(["/usr/bin/env", "true"], check=True)
        for path in ("/usr/bin/env", "/dev/null"):
            with open(path, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    said, _ = together(lambda: platform.call(name, json.dumps(watch).encode()), meanwhile)
    assert said == 0


def test_another_functions_calls_are_not_to_be_had(platform):
    """With `egress = "host"` both are on one network, and each finds the other's port."""
    victim = platform.provided(
        SPEAK
        + """
import time
first = True
while True:
    request, headers, body = next_event()
    if json.loads(body) == "port":
        body = json.dumps(os.environ["AWS_LAMBDA_RUNTIME_API"]).encode()
    else:
        time.sleep(0.2)
    call("POST", f"/invocation/{request}/response", body)
""",
        egress="host",
        timeout="10s",
    )
    api = platform.call(victim, json.dumps("port").encode())
    thief = platform.python(
        """
import http.client, time
def handler(api, context):
    answered, end = [], time.time() + 3
    while time.time() < end:
        for method, path in (("GET", "invocation/next"), ("POST", "invocation/x/response")):
            try:
                connection = http.client.HTTPConnection(api, timeout=1)
                connection.request(method, "/2018-06-01/runtime/" + path, b"{}" if method == "POST" else None)
                answer = connection.getresponse()
                answered.append(f"{answer.status} {answer.read()!r}")
            except (OSError, http.client.HTTPException):
                pass
    return answered
""",
        egress="host",
        timeout="20s",
    )

    def honest():
        for number in range(10):
            assert platform.call(victim, json.dumps(number).encode()) == number

    answered, _ = together(lambda: platform.call(thief, json.dumps(api).encode()), honest)
    assert answered == []


BUSY = """
import os, subprocess, sys, threading

def handler(event, context):
    if event == "leave":
        if os.fork() == 0:
            while True:
                pass
    if event == "spin":
        def spin():
            while True:
                pass
        threading.Thread(target=spin, daemon=True).start()
    return "left"
"""


def used(pids):
    """Processor time of processes, in seconds."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


@pytest.mark.parametrize("event", ["leave", "spin"])
def test_what_a_call_leaves_behind_gets_no_processor(platform, event):
    name = platform.python(BUSY, timeout="10s")
    assert platform.call(name, json.dumps(event).encode()) == "left"
    time.sleep(1)
    pids = platform.processes(name)
    assert pids

    def still():
        before = used(pids)
        time.sleep(1)
        return used(pids) - before < 0.05

    eventually(still, 20, what="it stands still")
    before = used(pids)
    time.sleep(3)
    assert used(pids) - before < 0.1, "it runs while nobody calls"
    # The instance is the same and answers as ever.
    assert platform.call(name, b'"more"') == "left"
    assert set(platform.instances(name)) & set(pids)
    records = platform.records(name, at_least=2)
    assert all(record["outcome"] == "ok" for record in records), records


def test_limits_name_their_setting(platform):
    slow = platform.python("import time\ndef handler(e, c): time.sleep(9)\n", timeout="1s")
    assert platform.fail(slow)["errorMessage"].endswith("raise its `timeout`")
    large = platform.python(
        "def handler(e, c): return len(bytearray(400 << 20))\n", memory_mb=128, timeout="20s"
    )
    assert platform.fail(large)["errorMessage"].endswith("raise its `memory_mb`")
