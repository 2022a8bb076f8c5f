"""The ledger: one record for every call, and numbers that add up."""

import http.client
import re
import threading
import time
from collections import Counter

from harness import at_once, eventually

WORK = """
import os, time
def handler(event, context):
    time.sleep(event.get("seconds", 0))
    if event.get("fail"):
        raise ValueError("no luck")
    if event.get("die"):
        os._exit(1)
    return "x" * event.get("size", 0)
"""


def test_one_record_for_every_call(platform):
    name = platform.python(WORK, timeout="1s", memory_mb=192)
    sent = (
        [("ok", {"size": n}) for n in range(20)]
        + [("function_error", {"fail": True})] * 5
        + [("timeout", {"seconds": 60})]
        + [("crash", {"die": True})] * 2
    )
    replies = [(outcome, platform.invoke(name, event)) for outcome, event in sent]
    records = platform.records(name, len(sent))
    assert len(records) == len(sent)
    by_id = {record["request_id"]: record for record in records}
    assert len(by_id) == len(sent)
    for outcome, reply in replies:
        assert by_id[reply.request_id]["outcome"] == outcome

    hour = eventually(
        lambda: (h := platform.show(name)["last_hour"])["invocations"] == len(sent) and h
    )
    assert hour["errors"] == 8
    assert hour["billed_ms"] == sum(record["billed_ms"] for record in records)
    assert hour["mb_ms"] == sum(record["billed_ms"] * 192 for record in records)
    assert hour["cold_starts"] == sum(record["init_us"] is not None for record in records)


def test_the_fields_are_true(platform):
    name = platform.python(WORK, memory_mb=192)
    before = time.time() * 1e6
    start = time.monotonic()
    reply = platform.invoke(name, {"seconds": 0.2, "size": 1000}, tail=True)
    took = (time.monotonic() - start) * 1e6
    [record] = platform.records(name, 1)
    assert record["request_id"] == reply.request_id
    assert record["version"] == "$LATEST" or record["version"]
    assert before - 1e6 < record["start_us"] < time.time() * 1e6
    assert 200_000 <= record["duration_us"] <= took
    assert 0 < record["init_us"] <= took
    assert record["billed_ms"] >= record["duration_us"] / 1000
    assert record["billed_ms"] <= (record["duration_us"] + record["init_us"]) / 1000 + 2
    assert record["memory_mb"] == 192
    assert 1 < record["max_memory_mb"] <= 192
    assert record["trigger"] == "sync"
    assert re.match(r"(Root=)?1-[0-9a-f]{8}-[0-9a-f]{24}", record["trace_id"])
    assert record["bytes_in"] == len(b'{"seconds": 0.2, "size": 1000}')
    assert record["bytes_out"] == 1002

    report = re.search(r"Duration: ([\d.]+) ms\tBilled Duration: (\d+) ms", reply.log)
    assert abs(float(report[1]) - record["duration_us"] / 1000) < 0.02
    assert int(report[2]) == record["billed_ms"]


def test_a_warm_call_has_no_init(platform):
    name = platform.python(WORK)
    platform.call(name, {})
    platform.call(name, {})
    newest, oldest = platform.records(name, 2)
    assert newest["init_us"] is None and oldest["init_us"] > 0
    assert newest["start_us"] > oldest["start_us"], "newest first"


def test_it_adds_up_under_load(platform):
    name = platform.python(WORK, concurrency=5, timeout="15s", memory_mb=64)
    other = platform.python(WORK)
    platform.call(other, {})
    replies = at_once(20, lambda _: [platform.invoke(name, {}) for _ in range(25)])
    replies = [reply for some in replies for reply in some]
    good = [reply for reply in replies if reply.status == 200]
    assert len(replies) == 500
    records = platform.records(name, len(good))
    ran = [record for record in records if record["outcome"] != "throttled"]
    assert len(ran) == len(good)
    assert {record["request_id"] for record in ran} == {reply.request_id for reply in good}
    assert len(platform.records(other)) == 1


def test_by_time_and_by_number(platform):
    name = platform.python(WORK)
    platform.call(name, {})
    platform.records(name, 1)
    time.sleep(0.1)
    middle = int(time.time() * 1000)
    time.sleep(0.1)
    for _ in range(3):
        platform.call(name, {})
    platform.records(name, 4)
    path = f"/functions/{name}/invocations"
    assert len(platform.get(f"{path}?since={middle}")["records"]) == 3
    assert len(platform.get(f"{path}?until={middle}")["records"]) == 1
    assert len(platform.get(f"{path}?limit=2")["records"]) == 2


def test_it_outlives_the_platform(fresh):
    platform = fresh()
    platform.start()
    name = platform.python(WORK)
    for _ in range(10):
        platform.call(name, {})
    before = platform.records(name, 10)
    platform.restart()
    assert platform.records(name) == before
    platform.call(name, {})
    assert len(platform.records(name, 11)) == 11


def test_show_reads_from_it(platform):
    name = platform.python(WORK)
    request = platform.invoke(name, {}).request_id
    platform.records(name, 1)
    shown = platform.cli("show", name).stdout
    assert name in shown and "python" in shown and "128" in shown
    assert request in shown or request[:8] in shown
    assert [record["request_id"] for record in platform.show(name)["recent"]] == [request]


def test_ls_counts_the_last_hour(platform):
    name = platform.python(WORK, timeout="1s")
    for event in ({}, {}, {"fail": True}):
        platform.invoke(name, event)
    platform.records(name, 3)
    eventually(lambda: platform.show(name)["last_hour"]["invocations"] == 3)
    listed = platform.cli_json("ls")["functions"]
    [mine] = [function for function in listed if function["name"] == name]
    assert (mine["last_hour"]["invocations"], mine["last_hour"]["errors"]) == (3, 1)
    assert mine["runtime"].startswith("python") and mine["memory_mb"] == 128
    assert mine["instances"]["idle"] == 1
    assert abs(mine["deployed_at_ms"] / 1000 - time.time()) < 3600
    [line] = [line for line in platform.cli("ls").stdout.splitlines() if name in line.split()]
    assert "python" in line and "128" in line


LINES = """
def handler(event, context):
    for number in range(3):
        print("line", number)
    return context.aws_request_id
"""
STREAMED_LINES = """
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
  for (let number = 0; number < 3; number++) console.log("line", number);
  stream.write(context.awsRequestId);
  stream.end();
});
"""


def test_killed_under_load_it_misses_no_answered_call_and_no_line(fresh):
    platform = fresh()
    platform.start()
    name = platform.python(LINES, memory_mb=64)
    assert platform.call(name)

    def ask(client):
        reply = client.invoke(name)
        return reply.json() if reply.status == 200 and reply.error is None else None

    records = killed_under_load(platform, name, ask)
    said = {}
    for event in platform.logs(name):
        said.setdefault(event.get("request"), []).append(event["text"].split("\t")[0].split(" ")[0])
    for request in records:
        assert said.get(request) == ["START", *["line"] * 3, "END", "REPORT"], request
    assert platform.show(name)["last_hour"]["invocations"] == len(records)


def test_killed_under_load_it_misses_no_stream_that_was_read_to_its_end(fresh):
    platform = fresh()
    platform.start()
    name = platform.node(STREAMED_LINES, memory_mb=128, url=True)
    assert platform.fetch(f"/fn/{name}/").status == 200

    def ask(client):
        reply = platform.fetch(f"/fn/{name}/")
        return reply.body.decode() if reply.status == 200 else None

    killed_under_load(platform, name, ask)


def killed_under_load(platform, name, ask):
    """Kills the platform again and again while it is asked. Every answered call is in the ledger, once."""
    answered = set()

    def load(client, over):
        while not over.is_set():
            try:
                request = ask(client)
            except (OSError, http.client.HTTPException):
                return
            if request is not None:
                answered.add(request)

    for number in range(6):
        over = threading.Event()
        threads = [
            threading.Thread(target=load, args=(platform.client, over), daemon=True)
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        goal = len(answered) + 12
        eventually(lambda: len(answered) >= goal, 30, what="answers")  # noqa: B023
        time.sleep(number * 0.017)
        platform.kill9()
        over.set()
        for thread in threads:
            thread.join()
        platform.start()
    records = Counter(record["request_id"] for record in platform.records(name))
    assert answered <= set(records), "an answered call is missing"
    assert set(records.values()) == {1}, "and none is there twice"
    return records


def test_stopped_properly_nothing_is_left_in_the_journal(fresh):
    platform = fresh()
    platform.start()
    name = platform.python(WORK)
    for _ in range(5):
        platform.call(name, {})
    assert platform.stop() == 0
    for file in (platform.data / "journal").iterdir():
        assert file.read_bytes()[:8] == bytes(8), "it would be read again"
    platform.start()
    assert len(platform.records(name, 5)) == 5
    assert "are brought to" not in platform.tail()
