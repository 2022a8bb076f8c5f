"""What a function starts ends with it, and what the platform starts ends with the platform."""

import os
import time
from threading import Thread

import pytest
from harness import at_once, eventually, processes
from harness.platform import numbers

# Leaves two children that do what they can to stay: in a session of their own, deaf to signals.
FAMILY = """
import os, signal, subprocess, sys, time

DEAF = '''
import os, signal, sys, time
for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
if sys.argv[2] == "daemon":
    if os.fork(): os._exit(0)
    os.setsid()
    if os.fork(): os._exit(0)
end = time.time() + 300
while time.time() < end: time.sleep(1)
'''

def handler(event, context):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for kind in ("child", "daemon"):
        subprocess.Popen([sys.executable, "-c", DEAF, event["mark"], kind],
                         start_new_session=True, env={} if event.get("bare") else None)
    time.sleep(0.5)
    if event.get("then") == "exit": os._exit(1)
    if event.get("then") == "hang":
        while True: time.sleep(60)
    return "left"
"""


def mark():
    """An argument that no other process on the machine has."""
    return f"mayfly-test-{next(numbers)}-{time.time_ns()}"


def family(name):
    return processes.with_argument(name)


@pytest.mark.parametrize("bare", [False, True], ids=["with environment", "without"])
def test_a_timeout_leaves_no_process(platform, bare):
    name, sign = platform.python(FAMILY, timeout="2s"), mark()
    event = {"mark": sign, "then": "hang", "bare": bare}
    caller = Thread(target=platform.fail, args=(name, event))
    caller.start()
    eventually(lambda: len(family(sign)) == 2, what="the children are there")
    caller.join()
    assert platform.instances(name) == [] and family(sign) == [], "gone when the caller knows"


def test_a_crash_leaves_no_process(platform):
    name, sign = platform.python(FAMILY, timeout="10s"), mark()
    platform.fail(name, {"mark": sign, "then": "exit"})
    assert platform.instances(name) == [] and family(sign) == []


def test_what_a_call_leaves_behind_ends_with_the_instance(platform):
    name, sign = platform.python(FAMILY, timeout="10s", idle="1s"), mark()
    assert platform.call(name, {"mark": sign}) == "left"
    eventually(lambda: platform.instances(name) == [], what="the idle instance leaves")
    eventually(lambda: family(sign) == [], 3, what="with everything it started")


def test_a_removed_function_leaves_no_process(platform):
    name, sign = platform.python(FAMILY, timeout="10s"), mark()
    platform.call(name, {"mark": sign})
    platform.cli("rm", name, "--yes")
    eventually(lambda: platform.processes(name) == [] and family(sign) == [])


def test_ctrl_c_leaves_no_process(fresh):
    platform, sign = fresh(), mark()
    platform.start()
    name = platform.python(FAMILY, timeout="10s")
    platform.call(name, {"mark": sign})
    platform.stop()
    assert platform.processes(name) == [] and family(sign) == []


def test_kill_9_of_the_platform_leaves_no_function(fresh):
    platform = fresh()
    platform.start()
    names = [
        platform.python("import time\ndef handler(event, context): time.sleep(event)", timeout="5m"),
        platform.node(
            "exports.handler = (n) => new Promise((ok) => setTimeout(ok, n * 1000))", timeout="5m"
        ),
        platform.function(
            {"page.html": "x"}, "http", "python3 -m http.server --bind 127.0.0.1 $PORT", url=True
        ),
    ]
    for name in names[:2]:
        platform.call(name, 0)
        Thread(target=swallow, args=(platform, name), daemon=True).start()
    platform.fetch(f"/fn/{names[2]}/page.html")
    eventually(lambda: all(platform.instances(name) for name in names))
    time.sleep(0.3)
    platform.kill9()
    for name in names:
        eventually(lambda n=name: platform.processes(n) == [], 5, what=f"{name} is gone")


def swallow(platform, name):
    try:
        platform.invoke(name, 200)
    except OSError:
        pass


def test_the_next_start_sweeps_what_a_kill_left(fresh):
    """Even children that hid from their parent's death do not survive the platform's next start."""
    platform, sign = fresh(), mark()
    platform.start()
    name = platform.python(FAMILY, timeout="10s")
    platform.call(name, {"mark": sign})
    platform.kill9()
    platform.start()
    eventually(lambda: family(sign) == [], 10, what="all are gone")


def test_no_zombies(platform):
    name = platform.python("import os\ndef handler(event, context): os._exit(1)", memory_mb=64)
    at_once(4, lambda _: [platform.fail(name) for _ in range(3)])
    assert eventually(lambda: not zombies(platform.process.pid), what="they are reaped") is True


def zombies(parent):
    found = []
    with open(f"/proc/{parent}/task/{parent}/children") as file:
        children = file.read().split()
    for pid in children:
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    found.append(pid)
        except OSError:
            pass
    return found


def test_nothing_is_left_open(platform):
    """Thirty instances later the platform has no more files open than before."""
    name = platform.python("import os\ndef handler(event, context): os._exit(1)", memory_mb=64)

    def count():
        return len(os.listdir(f"/proc/{platform.process.pid}/fd"))

    for _ in range(5):
        platform.fail(name)
    time.sleep(0.5)
    before = count()
    for _ in range(30):
        platform.fail(name)
    eventually(lambda: count() <= before + 5, what="the files are closed")
