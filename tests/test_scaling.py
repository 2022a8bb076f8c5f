"""How many instances a function has: as many as it needs, as few as it can, never too many."""

import os
import time
from threading import Event, Thread

import pytest
from harness import at_once, eventually, processes
from harness.witness import SOURCE as WITNESS

# Which instance answers. A process id says little, as each counts its own, and what was loaded may
# be shared by several.
BORN = "def handler(event, context): return context.log_stream_name"

COUNTED = (
    WITNESS
    + """
import time
def handler(event, context):
    start = time.time()
    witness(event["n"])
    time.sleep(event["seconds"])
    return [event["n"], start, time.time()]
"""
)


def most_at_once(spans):
    """How many of these (start, end) overlap, at most."""
    changes = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    now = most = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def kill(platform, name):
    """Kills the function's processes from outside; gives their numbers."""
    pids = platform.instances(name)
    assert pids
    for pid in pids:
        processes.kill(pid)
    return pids


def assert_refused(reply, reason):
    assert reply.status == 429, reply
    assert reply.response.header("x-amzn-ErrorType").startswith("TooManyRequestsException")
    body = reply.json()
    assert body["Reason"] == reason
    assert body.get("message") or body.get("Message")


def test_200_calls_at_once_for_a_function_of_10(platform, witness):
    name = platform.python(
        COUNTED, concurrency=10, timeout="30s", memory_mb=64, **witness.settings
    )
    replies = at_once(200, lambda n: platform.invoke(name, {"n": n, "seconds": 1}))

    answered = [reply for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status != 200]
    assert len(answered) + len(refused) == 200, "none is lost"
    assert len(answered) >= 10
    for reply in refused:
        assert_refused(reply, "ReservedFunctionConcurrentInvocationLimitExceeded")
    for n, reply in enumerate(replies):
        if reply.status == 200:
            assert reply.error is None, reply
            assert reply.json()[0] == n, "each gets its own answer"

    ran = sorted(int(line) for line in witness.lines())
    assert ran == sorted(reply.json()[0] for reply in answered), "none is doubled, none ran unseen"
    spans = [reply.json()[1:] for reply in answered]
    assert most_at_once(spans) <= 10
    assert len(platform.instances(name)) <= 10

    records = platform.records(name, len(answered))
    assert sum(record["outcome"] == "ok" for record in records) == len(answered)
    eventually(lambda: platform.show(name)["last_hour"]["throttles"] == len(refused))
    assert platform.show(name)["last_hour"]["errors"] == 0


def test_instances_grow_with_the_calls(platform):
    name = platform.python(
        "import time, uuid\nborn = str(uuid.uuid4())\n"
        "def handler(event, context):\n    time.sleep(1)\n    return born",
        timeout="15s",
        memory_mb=64,
    )
    names = at_once(6, lambda _: platform.call(name))
    assert len(set(names)) == 6
    assert platform.show(name)["instances"]["idle"] == 6


def test_one_call_at_a_time_for_an_instance(platform):
    name = platform.python(
        "import time\nbusy = False\n"
        "def handler(event, context):\n"
        "    global busy\n    assert not busy\n    busy = True\n"
        "    time.sleep(0.05)\n    busy = False\n",
        memory_mb=64,
        timeout="15s",
    )
    at_once(8, lambda _: [platform.call(name) for _ in range(5)])


def test_no_concurrency_means_no_calls(platform):
    name = platform.python(BORN, concurrency=0)
    assert_refused(platform.invoke(name), "ReservedFunctionConcurrentInvocationLimitExceeded")


def test_the_account_has_a_limit_too(fresh):
    platform = fresh("--concurrency", "3")
    platform.start()
    name = platform.python(
        "import time\ndef handler(event, context): time.sleep(1.5)", timeout="15s", memory_mb=64
    )
    replies = at_once(30, lambda _: platform.invoke(name))
    refused = [reply for reply in replies if reply.status != 200]
    assert refused
    for reply in refused:
        assert_refused(reply, "ConcurrentInvocationLimitExceeded")
    spans = [
        (record["start_us"], record["start_us"] + record["duration_us"])
        for record in platform.records(name, 30 - len(refused))
        if record["outcome"] == "ok"
    ]
    assert most_at_once(spans) <= 3


def test_the_machines_memory_is_a_limit_too(fresh):
    platform = fresh("--memory-mb", "300")
    platform.start()
    name = platform.python(
        "import time\ndef handler(event, context): time.sleep(1.5)", timeout="15s", memory_mb=128
    )
    replies = at_once(12, lambda _: platform.invoke(name))
    answered = [reply for reply in replies if reply.status == 200]
    assert len(answered) >= 2
    for reply in replies:
        if reply.status != 200:
            assert reply.status == 429
            assert "memory" in reply.response.text.lower()
    assert len(platform.instances(name)) <= 2


def test_idle_instances_make_room_for_busy_ones(fresh):
    platform = fresh("--memory-mb", "300")
    platform.start()
    large = "kept = b'x' * (100 << 20)\ndef handler(event, context): return len(kept)"
    names = [platform.python(large, memory_mb=128, timeout="10s") for _ in range(4)]
    for name in names:
        platform.call(name)
    eventually(lambda: sum(bool(platform.instances(name)) for name in names) <= 2)
    assert platform.instances(names[-1]) and not platform.instances(names[0]), "oldest first"


def test_a_platform_without_traffic_runs_no_function(fresh):
    platform = fresh()
    platform.start()
    names = [
        platform.python(BORN, idle="1s"),
        platform.node("exports.handler = async () => process.pid", idle="1s"),
    ]
    for name in names:
        platform.call(name)
        assert len(platform.instances(name)) >= 1
    for name in names:
        eventually(lambda n=name: platform.processes(n) == [], 6, what="it scales to zero")
        assert platform.show(name)["instances"] == {
            "starting": 0,
            "idle": 0,
            "busy": 0,
            "draining": 0,
        }
    children = f"/proc/{platform.process.pid}/task/{platform.process.pid}/children"
    with open(children) as file:
        for pid in file.read().split():
            with open(f"/proc/{pid}/environ", "rb") as environ:
                assert b"AWS_LAMBDA_FUNCTION_NAME" not in environ.read()
    assert platform.call(names[0]), "and it wakes up again"


def test_an_instance_in_use_is_not_idle(platform):
    name = platform.python(BORN, idle="1s")
    first = platform.call(name)
    for _ in range(6):
        time.sleep(0.5)
        assert platform.call(name) == first


def test_warm_instances_are_there_before_anybody_calls(platform):
    name = platform.python(BORN, keep_warm=2, idle="1s")
    eventually(lambda: platform.show(name)["instances"]["idle"] == 2, what="two are ready")
    time.sleep(3)
    assert platform.show(name)["instances"]["idle"] == 2, "they stay"
    reply = platform.invoke(name, tail=True)
    assert "Init Duration" not in reply.log


def test_a_warm_instance_that_dies_is_replaced(platform):
    name = platform.python(BORN, keep_warm=1)
    eventually(lambda: platform.show(name)["instances"]["idle"] == 1)
    first, before = platform.call(name), kill(platform, name)

    def replaced():
        now = platform.instances(name)
        ready = platform.show(name)["instances"]["idle"] == 1
        return ready and now and not set(now) & set(before)

    eventually(replaced, what="another takes its place")
    assert platform.call(name) != first


def test_warm_instances_come_back_after_a_restart(fresh):
    platform = fresh()
    platform.start()
    name = platform.python(BORN, keep_warm=1)
    eventually(lambda: platform.instances(name))
    platform.restart()
    eventually(lambda: platform.instances(name), what="it is warm again without a call")


def test_a_dead_idle_instance_costs_nobody_a_call(platform):
    name = platform.python(BORN)
    for _ in range(3):
        platform.call(name)
        kill(platform, name)
        time.sleep(0.2)
        platform.call(name)


VERSION = """
import time
VERSION = {}
def handler(event, context):
    time.sleep(0.02)
    return VERSION
"""


def test_a_new_deploy_fails_no_call(platform):
    def source(version):
        return {"app.py": VERSION.replace("{}", str(version))}

    settings = {"memory_mb": 64, "timeout": "15s"}
    name = platform.function(source(0), "python", "app.handler", **settings)
    stop, seen, failed = Event(), [], []

    def call():
        while not stop.is_set():
            reply = platform.invoke(name)
            if reply.status == 200 and reply.error is None:
                seen.append((time.monotonic(), reply.json()))
            else:
                failed.append(reply)

    threads = [Thread(target=call, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    deployed = []
    for version in range(1, 5):
        time.sleep(0.5)
        platform.redeploy(name, source(version), "python", "app.handler", **settings)
        deployed.append((time.monotonic(), version))
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert {version for _, version in seen} == {0, 1, 2, 3, 4}
    for moment, version in deployed:
        late = [v for at, v in seen if at > moment + 1]
        assert all(v >= version for v in late), "a call after the deploy gets the new code"


def test_a_call_that_runs_during_a_deploy_finishes_on_the_old_code(platform):
    files = {"app.py": "import time\ndef handler(e, c):\n    time.sleep(1.5)\n    return 'old'"}
    name = platform.function(files, "python", "app.handler", timeout="10s")
    replies = []
    thread = Thread(target=lambda: replies.append(platform.call(name)))
    thread.start()
    eventually(lambda: platform.show(name)["instances"]["busy"] == 1)
    new = {"app.py": "import os\ndef handler(e, c): return 'new'"}
    platform.redeploy(name, new, "python", "app.handler", timeout="10s")
    assert platform.call(name) == "new"
    thread.join()
    assert replies == ["old"]
    eventually(lambda: len(platform.instances(name)) == 1, what="the old instance leaves")


@pytest.mark.parametrize("runtime", ["python", "node", "http"])
def test_a_cold_start_happens_once(platform, runtime):
    if runtime == "python":
        name = platform.python("def handler(event, context): pass")
    elif runtime == "node":
        name = platform.node("exports.handler = async () => null")
    else:
        command = "python3 -m http.server --bind 127.0.0.1 $PORT"
        files = {"index.html": "hello"}
        name = platform.function(files, "http", command, url=True, timeout="10s")
    for _ in range(3):
        if runtime == "http":
            assert platform.fetch(f"/fn/{name}/").status == 200
        else:
            platform.call(name)
    records = platform.records(name, 3)
    assert [record["init_us"] is not None for record in records] == [False, False, True]
