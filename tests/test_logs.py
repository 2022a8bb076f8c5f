"""`mayfly logs`: what functions print, and what the platform says of each call."""

import json
import re
import time
from threading import Thread

import pytest
from harness import eventually, processes
from harness.platform import numbers

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

TALK = """
import sys
print("while loading")
def handler(event, context):
    print("to stdout", event)
    print("to stderr", event, file=sys.stderr)
"""


def wait_complete(platform, name, calls):
    """Waits until the log has a REPORT for every call; gives the events."""

    def complete():
        events = platform.logs(name)
        return events if sum("REPORT RequestId" in e["text"] for e in events) >= calls else None

    return eventually(complete, what=f"{calls} REPORT lines of {name}")


def of_request(events, request):
    return [event["text"] for event in events if event.get("request") == request]


def test_a_call_starts_ends_and_is_reported(platform):
    name = platform.python(TALK, memory_mb=192)
    cold, warm = platform.invoke(name, 1), platform.invoke(name, 2)
    events = wait_complete(platform, name, 2)

    for reply, event, started in ((cold, 1, True), (warm, 2, False)):
        texts = of_request(events, reply.request_id)
        assert texts[0] == f"START RequestId: {reply.request_id} Version: $LATEST"
        assert texts[-2] == f"END RequestId: {reply.request_id}"
        assert sorted(texts[1:-2]) == [f"to stderr {event}", f"to stdout {event}"]
        report = re.fullmatch(
            rf"REPORT RequestId: {reply.request_id}\tDuration: (\d+\.\d\d) ms\t"
            r"Billed Duration: (\d+) ms\tMemory Size: 192 MB\tMax Memory Used: (\d+) MB\t"
            r"(?:Init Duration: (\d+\.\d\d) ms\t)?",
            texts[-1] + ("" if texts[-1].endswith("\t") else "\t"),
        )
        assert report, texts[-1]
        duration, billed, used, init = report.groups()
        assert float(duration) <= int(billed)
        assert 1 < int(used) <= 192
        assert (init is not None) == started
    # Loaded when it was deployed, in a stream of its own.
    platform.wait_logged(name, "while loading")
    times = [event["at_us"] for event in events]
    assert times == sorted(times)
    assert abs(times[-1] / 1e6 - time.time()) < 60


def test_where_a_line_came_from(platform):
    name = platform.python(TALK)
    platform.call(name, 1)
    events = {e["text"]: e for e in wait_complete(platform, name, 1)}
    assert events["to stdout 1"]["source"] == "stdout"
    assert events["to stderr 1"]["source"] == "stderr"
    start = next(e for text, e in events.items() if text.startswith("START"))
    assert start["source"] == "platform"
    assert "[$LATEST]" in events["to stdout 1"]["stream"]


@pytest.mark.parametrize("language", ["python", "node"])
def test_a_traceback_is_one_event(platform, language):
    if language == "python":
        name = platform.python(
            "def deeper(): raise ValueError('no luck')\n"
            "def handler(event, context): deeper()"
        )
        parts = ["ValueError: no luck", "in handler", "in deeper"]
    else:
        name = platform.node(
            "const deeper = () => { throw new Error('no luck') };\n"
            "exports.handler = async () => deeper()"
        )
        parts = ["no luck", "at deeper"]
    platform.fail(name)
    events = wait_complete(platform, name, 1)
    found = [event for event in events if "no luck" in event["text"]]
    assert len(found) == 1
    assert all(part in found[0]["text"] for part in parts)
    assert found[0]["level"] == "error"


def test_what_is_logged_in_one_piece_stays_one(platform):
    name = platform.node("exports.handler = async () => console.log('one\\ntwo\\nthree')")
    platform.call(name)
    events = wait_complete(platform, name, 1)
    assert len([e for e in events if "two" in e["text"]]) == 1


LEVELS = """
import logging
logging.getLogger().setLevel("DEBUG")
def handler(event, context):
    for level in ("debug", "info", "warning", "error", "critical"):
        getattr(logging, level)("at level " + level)
"""


def test_levels(platform):
    name = platform.python(LEVELS)
    platform.call(name)
    events = wait_complete(platform, name, 1)
    levels = {
        event["text"].split()[-1]: event["level"] for event in events if "at level" in event["text"]
    }
    assert levels == {
        "debug": "debug",
        "info": "info",
        "warning": "warn",
        "error": "error",
        "critical": "fatal",
    }


@pytest.mark.parametrize(
    "statement, expected",
    [
        ("sys.stdout.write('no end of line')", ["no end of line"]),
        ("print('one\\n\\ntwo')", ["one", "two"]),
        ("sys.stdout.buffer.write(b'\\xff\\xfe bytes\\n')", ["\ufffd\ufffd bytes"]),
        ("print('é ☃')", ["é ☃"]),
        ("os.write(1, b'past Python\\n')", ["past Python"]),
        ("subprocess.run(['echo', 'from a child'])", ["from a child"]),
    ],
)
def test_lines_of_all_kinds(platform, statement, expected):
    name = platform.python(
        f"import os, subprocess, sys\ndef handler(event, context):\n    {statement}\n"
    )
    platform.call(name)
    wait_complete(platform, name, 1)
    assert [text for text in platform.texts(name) if text] == expected


# The command line.


def test_mayfly_logs(platform):
    name = platform.python(TALK)
    platform.call(name, "hello")
    wait_complete(platform, name, 1)
    text = platform.cli("logs", name).stdout
    for part in ("START RequestId", "to stdout hello", "END RequestId", "REPORT RequestId"):
        assert part in text
    assert "\x1b" not in text, "no colour where nobody sees it"
    lines = platform.cli("logs", name, "--json").stdout.splitlines()
    assert any(json.loads(line)["text"] == "to stdout hello" for line in lines)


def test_colour_per_level_on_a_terminal(platform):
    name = platform.python(LEVELS)
    platform.call(name)
    wait_complete(platform, name, 1)
    code, shown = platform.terminal("logs", name)
    assert code == 0
    colours = {}
    for level in ("warning", "error"):
        [line] = [line for line in shown.splitlines() if f"at level {level}" in line]
        colours[level] = re.findall(r"\x1b\[[0-9;]*m", line)
        assert colours[level], f"no colour in {line!r}"
    assert colours["warning"] != colours["error"]
    _, plain = platform.terminal("logs", name, env={"NO_COLOR": "1"})
    assert "\x1b[3" not in plain


def test_logs_of_a_function_that_is_not_there(platform):
    assert "nobody" in platform.cli("logs", "nobody", code=1).stderr


def test_one_request(platform):
    name = platform.python(TALK)
    platform.call(name, "first")
    second = platform.invoke(name, "second")
    wait_complete(platform, name, 2)
    text = platform.cli("logs", name, "--request", second.request_id).stdout
    assert "to stdout second" in text and "to stdout first" not in text
    assert "while loading" not in text


def test_since(platform):
    name = platform.python(TALK)
    platform.call(name, "early")
    wait_complete(platform, name, 1)
    time.sleep(2.5)
    platform.call(name, "late")
    wait_complete(platform, name, 2)
    recent = platform.cli("logs", name, "--since", "2s").stdout
    assert "to stdout late" in recent and "to stdout early" not in recent
    for since in ("10m", "1h", "2d"):
        assert "to stdout early" in platform.cli("logs", name, "--since", since).stdout


def test_since_wants_a_duration(platform):
    name = platform.python(TALK)
    done = platform.cli("logs", name, "--since", "yesterday", code=2)
    assert "10m" in done.stderr or "yesterday" in done.stderr


def test_follow(platform):
    name = platform.python(TALK)
    platform.call(name, "before")
    wait_complete(platform, name, 1)
    follower = platform.spawn("logs", name, "--follow")
    try:
        time.sleep(0.5)
        platform.call(name, "after")
        end, seen = time.monotonic() + 10, []
        while time.monotonic() < end and not any("REPORT" in s for s in after(seen)):
            seen.append(follower.stdout.readline())
        assert sum("to stdout after" in line for line in seen) == 1, seen
    finally:
        follower.kill()
        follower.wait()


def after(lines):
    """The lines from the second call on."""
    start = next((i for i, line in enumerate(lines) if "to stdout after" in line), len(lines))
    return lines[start:]


def test_logs_outlive_the_platform(fresh):
    platform = fresh()
    platform.start()
    name = platform.python(TALK)
    platform.call(name, "kept")
    wait_complete(platform, name, 1)
    platform.restart()
    assert "to stdout kept" in platform.texts(name)


# A function that prints without end.

FLOOD = """
import sys
def handler(event, context):
    line = "x" * 1023 + "\\n"
    for i in range(event["kb"] // 1024):
        sys.stdout.write(line * 1024)
    print("the last line")
    return "done"
"""


def test_100_mb_of_output_stop_nobody(fresh):
    platform = fresh()
    platform.start()
    name = platform.python(FLOOD, timeout="2m")
    other = platform.python("def handler(event, context): return event")
    platform.call(other)
    platform.call(name, {"kb": 1024})
    before = processes.resident_mb(platform.process.pid)

    answers = []

    def print_much():
        answers.append(platform.call(name, {"kb": 100 * 1024}, timeout=120))

    flood = Thread(target=print_much)
    flood.start()
    slowest, most = 0.0, before
    while flood.is_alive():
        start = time.monotonic()
        assert platform.call(other, 1) == 1
        slowest = max(slowest, time.monotonic() - start)
        most = max(most, processes.resident_mb(platform.process.pid))
        time.sleep(0.02)
    flood.join()
    assert answers == ["done"]
    assert slowest < 2, f"a neighbour waited {slowest:.1f} s"
    assert most - before < 64, f"the platform grew from {before:.0f} to {most:.0f} MB"

    notice = platform.wait_logged(name, r"(?i)dropped")
    assert notice["source"] == "platform"
    assert re.search(r"\d", notice["text"]), "it says how much"
    kept = sum(len(event["text"]) for event in platform.logs(name))
    assert kept < 50 << 20
    stored = sum(f.stat().st_size for f in platform.data.rglob("*") if f.is_file())
    assert stored < 100 << 20


def test_a_line_without_end_is_cut(platform):
    name = platform.python(
        "import sys\ndef handler(event, context):\n"
        "    for _ in range(8): sys.stdout.write('x' * 65536)\n    print()\n    print('next')"
    )
    platform.call(name)
    events = wait_complete(platform, name, 1)
    assert max(len(event["text"]) for event in events) <= 300 * 1024
    assert "next" in [event["text"] for event in events]


def test_names_do_not_collide(platform):
    """Logs of one function are not another's whose name starts the same."""
    name = f"log{next(numbers)}"
    for suffix in ("", "x"):
        files = {"app.py": f"def handler(event, context): print('from{suffix}')"}
        platform.deploy(files, folder=name + suffix)
        platform.call(name + suffix)
        wait_complete(platform, name + suffix, 1)
    assert [t for t in platform.texts(name) if t.startswith("from")] == ["from"]
