"""Instances that start as copies of a loaded one: quick, and yet each on its own."""

import os
import random
import threading
import time
from collections import Counter

import pytest
from harness import at_once, eventually, processes
from harness.platform import FORK_START
from harness.witness import SOURCE as WITNESS

pytestmark = pytest.mark.skipif(FORK_START != "auto", reason="tried with copies turned off")

COPIES = "as copies of a loaded one"

PYTHON = """
import os, random, secrets, ssl, tempfile, time, uuid
LOADED = time.time_ns()
SEEN = random.random()
def handler(event, context):
    time.sleep(1)
    open("/tmp/mine", "x").close()  # fails in a /tmp that somebody else has been in
    return {
        "loaded": LOADED, "seen": SEEN, "clock": time.time(),
        "stream": context.log_stream_name, "stream_env": os.environ["AWS_LAMBDA_LOG_STREAM_NAME"],
        "key": os.environ["AWS_ACCESS_KEY_ID"], "pid": os.getpid(),
        "random": [random.random(), secrets.token_hex(8), str(uuid.uuid4()),
                   ssl.RAND_bytes(8).hex(), next(tempfile._get_candidate_names())],
    }
"""

NODE = """
const crypto = require("crypto"), fs = require("fs");
const LOADED = process.hrtime.bigint().toString(), SEEN = Math.random();
exports.handler = async (event, context) => {
  await new Promise((done) => setTimeout(done, 1000));
  fs.writeFileSync("/tmp/mine", "", { flag: "wx" });
  return {
    loaded: LOADED, seen: SEEN, clock: Date.now() / 1000,
    stream: context.logStreamName, stream_env: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    key: process.env.AWS_ACCESS_KEY_ID, pid: process.pid,
    random: [Math.random(), crypto.randomUUID(), crypto.randomInt(2 ** 47),
             crypto.randomBytes(8).toString("hex"),
             Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString("hex"),
             crypto.webcrypto.randomUUID()],
  };
};
"""


def deployed(platform, language, source, **settings):
    """A function whose next instances are copies."""
    settings = {"timeout": "20s", **settings}
    name = getattr(platform, language)(source, **settings)
    grown(platform, name)
    return name


def grown(platform, name):
    eventually(lambda: platform.show(name)["starts"] == COPIES, what=f"{name} can be copied")


def zygotes(platform, name):
    return [pid for pid in platform.processes(name) if processes.is_zygote(pid)]


@pytest.mark.parametrize(("language", "source"), [("python", PYTHON), ("node", NODE)])
def test_copies_share_what_was_loaded_and_nothing_else(platform, language, source):
    name = deployed(platform, language, source)
    replies = at_once(12, lambda i: platform.call(name, i))
    assert {reply["loaded"] for reply in replies} == {replies[0]["loaded"]}, "loaded once"
    assert {reply["seen"] for reply in replies} == {replies[0]["seen"]}
    assert all(reply["stream"] == reply["stream_env"] for reply in replies)
    assert all(abs(reply["clock"] - time.time()) < 5 for reply in replies)
    for different in ("stream", "key"):
        assert len({reply[different] for reply in replies}) == len(replies), different
    values = [value for reply in replies for value in reply["random"]]
    assert len(set(values)) == len(values), "no random value is anybody else's"
    pids = platform.instances(name)
    for kind in ("pid", "mnt", "ipc"):
        assert len({os.readlink(f"/proc/{pid}/ns/{kind}") for pid in pids}) == len(pids), kind
    assert len({str(processes.groups_of(pid)) for pid in pids}) == len(pids), "limited each alone"
    assert "copies of a loaded one" in platform.cli("show", name).stdout


def test_the_cold_start_is_in_the_ledger(platform):
    name = deployed(platform, "python", "import time; time.sleep(0.5)\ndef handler(e, c): return 1")
    assert platform.call(name) == 1
    (record,) = platform.records(name, 1)
    assert 0 < record["init_us"] < 250_000, "loading was done before"


REASONS = {
    "threads": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(9e5,), daemon=True).start()",
    "socket": "import socket\nkept = socket.socket()",
    "process": "import subprocess\nkept = subprocess.Popen(['sleep', '1000'])",
}


@pytest.mark.parametrize("what", REASONS)
def test_what_cannot_be_copied_loads_at_each_start(platform, what):
    name = platform.python(REASONS[what] + "\ndef handler(event, context): return 'runs'\n")
    assert platform.call(name) == "runs"
    starts = eventually(lambda: platform.show(name)["starts"], what="it was looked at")
    assert starts.startswith("in an interpreter that runs already: ") and what.rstrip("s") in starts, starts
    assert len(starts.splitlines()) == 1
    assert zygotes(platform, name) == []
    assert starts in platform.cli("show", name).stdout


def test_code_that_does_not_load_fails_as_ever(platform):
    name = platform.python(
        "raise RuntimeError('not today')\ndef handler(event, context): pass\n", check=False
    )
    assert platform.fail(name)["errorMessage"] == "not today"


def test_code_that_breaks_only_in_copies_still_runs(platform):
    """A copy that ends before its first word is followed by a start from nothing."""
    name = platform.python(
        "import os\nos.register_at_fork(after_in_child=lambda: os._exit(3))\n"
        "def handler(event, context): return 'runs'\n"
    )
    eventually(lambda: platform.show(name)["starts"])
    assert platform.call(name) == "runs"
    assert platform.show(name)["starts"].startswith("from nothing: ")


def test_snapstart_hooks_run_around_the_copying(platform):
    name = deployed(
        platform,
        "python",
        "from snapshot_restore_py import register_before_snapshot, register_after_restore\n"
        "import os\ntold = []\n"
        "register_before_snapshot(lambda: told.append('before'))\n"
        "register_after_restore(lambda: told.append(os.environ['AWS_LAMBDA_LOG_STREAM_NAME']))\n"
        "def handler(event, context): return [told, context.log_stream_name]\n",
    )
    told, stream = platform.call(name)
    assert told == ["before", stream]


def test_copies_outlive_what_they_are_copies_of(platform):
    name = deployed(platform, "python", "import os\ndef handler(e, c): return c.log_stream_name")
    first = platform.call(name)
    for pid in zygotes(platform, name):
        processes.kill(pid)
    eventually(lambda: zygotes(platform, name) == [])
    assert platform.call(name) == first, "the same instance answers"


def test_memory_is_counted_for_each_copy(platform):
    source = "def handler(event, context):\n    kept = bytearray(event << 20)\n    return len(kept)\n"
    name = deployed(platform, "python", source, memory_mb=128)
    assert platform.call(name, 20) == 20 << 20
    assert platform.fail(name, 300)["errorType"] == "Runtime.OutOfMemory"
    assert platform.call(name, 20) == 20 << 20
    peaks = [record["max_memory_mb"] for record in platform.records(name, 3)]
    assert max(peaks) <= 128 and min(peaks) >= 20


SLOWLY = """
import time
def handler(event, context):
    time.sleep(0.02)
    witness(event)
    return event
"""


def test_kills_at_random_lose_and_double_nothing(fresh, witness):
    """Zygotes and instances end at any moment, and the platform twice."""
    platform = fresh("--retry-base-ms", "100")
    platform.start()
    name = platform.python(
        WITNESS + SLOWLY, **witness.settings, concurrency=6, timeout="10s", memory_mb=64, retries=2
    )
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    accepted, answered, over = {}, Counter(), threading.Event()

    def kill_now_and_then():
        while not over.wait(chance.uniform(0.01, 0.15)):
            alive = platform.processes(name)
            if alive and chance.random() < 0.7:
                processes.kill(chance.choice(alive))

    def call(thread):
        for i in range(40):
            number = thread * 1_000 + i
            if thread % 2:
                reply = platform.invoke(name, number, kind="Event")
                assert reply.status == 202
                accepted[number] = reply.request_id
            else:
                reply = platform.invoke(name, number)
                assert reply.status == 200, reply
                answered["ok" if reply.error is None else "crashed"] += 1
                assert reply.error or reply.json() == number

    for round in range(3):
        over.clear()
        killer = threading.Thread(target=kill_now_and_then)
        killer.start()
        at_once(6, lambda i, r=round: call(r * 10 + i))
        over.set()
        killer.join()
        if round < 2:
            platform.kill9()
            platform.start()
    assert answered["ok"] + answered["crashed"] == 9 * 40, f"seed {seed}"
    assert answered["ok"] > 100, f"seed {seed}: {answered}"

    def all_done():
        return platform.show(name)["async_waiting"] == 0

    eventually(all_done, timeout=60, every=0.2, what=f"nothing waits any more, seed {seed}")
    ran = Counter(int(line) for line in witness.lines())
    by_request = {}
    for record in platform.records(name):
        by_request.setdefault(record["request_id"], []).append(record["outcome"])
    for number, request in accepted.items():
        outcomes = by_request.get(request, [])
        # Tried three times at most, and given up in the open only when each try was killed.
        assert ran[number] >= 1 or outcomes.count("crash") >= 3, f"{number}: {outcomes}, {seed}"
        assert ran[number] <= max(len(outcomes), 1) + 1, f"{number} ran {ran[number]} times"
    assert platform.call(name, 7) == 7
