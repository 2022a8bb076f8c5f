"""Asynchronous calls: once accepted they run, whatever happens to the platform."""

import json
import time
from collections import Counter

import pytest
from harness import at_once, eventually
from harness.witness import SOURCE as WITNESS

WRITE = WITNESS + "def handler(event, context): witness(event)\n"

FAIL = (
    WITNESS
    + """
import time
def handler(event, context):
    witness(f"{context.aws_request_id} {time.time()}")
    if event != "good":
        raise ValueError("no luck")
"""
)


def send(platform, name, payload, kind="Event"):
    reply = platform.invoke(name, payload, kind=kind)
    assert reply.status == 202, reply
    return reply.request_id


@pytest.fixture
def hurried(fresh):
    """A platform that does not wait a minute before it tries again."""
    platform = fresh("--retry-base-ms", "200")
    platform.start()
    return platform


def test_accepted_is_202_with_no_body(platform, witness):
    name = platform.python(WRITE, **witness.settings)
    reply = platform.invoke(name, "now", kind="Event")
    assert (reply.status, reply.payload) == (202, b"")
    eventually(lambda: witness.lines() == ["now"])


def test_500_calls_survive_a_kill(fresh, witness):
    platform = fresh("--retry-base-ms", "200")
    platform.start()
    name = platform.python(
        WITNESS + "import time\ndef handler(event, context):\n    time.sleep(0.01)\n"
        "    witness(event)\n",
        **witness.settings,
        concurrency=4,
        timeout="10s",
        memory_mb=64,
    )
    accepted = {}

    def call(thread):
        for i in range(50):
            n = thread * 50 + i
            accepted[n] = send(platform, name, n)

    at_once(10, call)
    assert len(accepted) == 500
    ran = len(witness.lines())
    platform.kill9()
    assert ran < 500, "the kill came in the middle"
    eventually(lambda: platform.processes(name) == [], what="no instance outlives its platform")
    before = Counter(int(line) for line in witness.lines())
    platform.start()
    eventually(
        lambda: {int(line) for line in witness.lines()} == set(range(500)),
        timeout=60,
        every=0.2,
        what="all 500 ran",
    )
    counts = Counter(int(line) for line in witness.lines())
    assert not set(counts) - set(range(500))
    # Twice only what ran when the power went: what had ended and was recorded does not run again.
    again = [n for n, count in counts.items() if count > 1]
    assert all(n in before for n in again)
    assert max(counts.values()) <= 2

    eventually(lambda: platform.show(name)["async_waiting"] == 0, what="none waits any more")
    ids = set(accepted.values())

    def agrees():
        done = {r["request_id"] for r in platform.records(name) if r["outcome"] == "ok"}
        return ids <= done

    eventually(agrees, what="the ledger has all 500")
    records = platform.records(name)
    assert {record["request_id"] for record in records} == ids
    assert {record["trigger"] for record in records} == {"async"}
    assert 500 <= len(records) <= sum(counts.values())


def test_a_kill_right_after_the_202_loses_nothing(fresh, witness):
    platform = fresh()
    platform.start()
    name = platform.python(WRITE, **witness.settings)
    platform.call(name, "warm")
    for n in range(5):
        send(platform, name, n)
        platform.kill9()
        platform.start()
        eventually(lambda n=n: str(n) in witness.lines(), what=f"call {n} runs")


def test_a_failure_is_tried_again_with_backoff(hurried, witness):
    name = hurried.python(FAIL, **witness.settings)
    request = send(hurried, name, "bad")
    eventually(lambda: len(witness.lines()) == 3, what="three tries")
    time.sleep(1.5)
    tries = [line.split() for line in witness.lines()]
    assert len(tries) == 3, "and no more"
    assert {id for id, _ in tries} == {request}, "under the same request id"
    times = [float(at) for _, at in tries]
    first, second = times[1] - times[0], times[2] - times[1]
    assert first >= 0.2 and second >= 0.4, f"waited {first:.2f} s and {second:.2f} s"
    records = hurried.records(name, 3)
    assert sorted(record["attempt"] for record in records) in ([0, 1, 2], [1, 2, 3])
    assert {record["outcome"] for record in records} == {"function_error"}
    assert hurried.show(name)["async_waiting"] == 0


@pytest.mark.parametrize("retries", [0, 1])
def test_how_often_is_configurable(hurried, witness, retries):
    name = hurried.python(FAIL, **witness.settings, retries=retries)
    send(hurried, name, "bad")
    eventually(lambda: len(witness.lines()) == retries + 1)
    time.sleep(1.5)
    assert len(witness.lines()) == retries + 1


def test_a_success_is_not_tried_again(hurried, witness):
    name = hurried.python(FAIL, **witness.settings)
    send(hurried, name, "good")
    eventually(lambda: len(witness.lines()) == 1)
    time.sleep(1.5)
    assert len(witness.lines()) == 1


def test_waiting_for_a_retry_survives_a_kill(fresh, witness):
    platform = fresh("--retry-base-ms", "2000")
    platform.start()
    name = platform.python(FAIL, **witness.settings, retries=1)
    send(platform, name, "bad")
    eventually(lambda: len(witness.lines()) == 1)
    eventually(lambda: platform.show(name)["async_waiting"] == 1)
    time.sleep(0.5)
    platform.kill9()
    platform.start()
    eventually(lambda: len(witness.lines()) == 2, timeout=15, what="the second try")
    time.sleep(3)
    assert len(witness.lines()) == 2


DESTINATION = (
    WITNESS + "import json\ndef handler(event, context): witness(json.dumps(event))\n"
)


def test_what_fails_for_good_goes_to_the_destination(hurried, witness):
    target = hurried.python(DESTINATION, **witness.settings)
    name = hurried.python(
        "def handler(event, context): raise ValueError('no luck')",
        retries=1,
        on_failure=f"function:{target}",
    )
    request = send(hurried, name, {"order": 7})
    eventually(lambda: len(witness.lines()) == 1, what="the destination is told")
    time.sleep(1)
    [line] = witness.lines()
    record = json.loads(line)
    assert record["version"] == "1.0"
    assert record["timestamp"][:2] == "20"
    context = record["requestContext"]
    assert context["requestId"] == request
    assert context["functionArn"].startswith(hurried.show(name)["arn"])
    assert context["condition"] == "RetriesExhausted"
    assert context["approximateInvokeCount"] == 2
    assert record["requestPayload"] == {"order": 7}
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["responsePayload"]["errorMessage"] == "no luck"


def test_a_success_does_not_go_there(hurried, witness):
    target = hurried.python(DESTINATION, **witness.settings)
    name = hurried.python(
        "def handler(event, context): return 1", on_failure=f"function:{target}"
    )
    send(hurried, name, {})
    hurried.records(name, 1)
    time.sleep(1)
    assert witness.lines() == []


def test_timeouts_and_crashes_are_failures_too(hurried, witness):
    source = WITNESS + (
        "import os, time\ndef handler(event, context):\n    witness(event)\n"
        "    time.sleep(60) if event == 'slow' else os._exit(1)\n"
    )
    name = hurried.python(source, **witness.settings, timeout="1s", retries=1)
    for event in ("slow", "crash"):
        send(hurried, name, event)
        eventually(lambda e=event: witness.lines().count(e) == 2, 15, what="two tries")


def test_throttled_calls_wait_and_then_run(hurried, witness):
    source = WITNESS + (
        "import time\ndef handler(event, context):\n    time.sleep(0.1)\n    witness(event)\n"
    )
    name = hurried.python(source, **witness.settings, concurrency=1, timeout="10s")
    for n in range(20):
        send(hurried, name, n)
    eventually(lambda: len(witness.lines()) == 20, timeout=30, what="all of them ran")
    assert sorted(map(int, witness.lines())) == list(range(20))


def test_a_function_that_is_removed_takes_its_calls_with_it(hurried, witness):
    name = hurried.python(FAIL, **witness.settings)
    send(hurried, name, "bad")
    eventually(lambda: witness.lines())
    hurried.cli("rm", name, "--yes")
    time.sleep(1)
    count = len(witness.lines())
    time.sleep(1.5)
    assert len(witness.lines()) == count
    assert hurried.is_healthy()
