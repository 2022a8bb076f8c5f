"""What a Python function prints and logs, and when the platform has it."""

import json
import re

import pytest

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"


def logged(host):
    return [(event.level, re.sub(TIME + r"(\.\d+)?Z", "TIME", event.text)) for event in host.events]


LOGGING = """
import logging
logging.warning("at start")
def handler(event, context):
    log = logging.getLogger("shop")
    log.info("hidden")
    log.warning("two\\nlines %d", 1)
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("oops", extra={"order": 7})
    context.log("plain")
"""


def test_text(python):
    host = python(LOGGING, "app.handler").ready()
    host.invoke()
    start, lines, error, plain = logged(host)
    assert start == (None, "[WARNING]\tTIME\t\tat start\n")
    assert lines == (None, f"[WARNING]\tTIME\t{ID}\ttwo\nlines 1\n")
    assert error[1].startswith(f"[ERROR]\tTIME\t{ID}\toops\nTraceback (most recent call last):\n")
    assert plain == (None, "plain")


@pytest.mark.parametrize(
    "level, count", [("DEBUG", 5), ("INFO", 5), ("ERROR", 2), ("FATAL", 1), ("trace", 5)]
)
def test_level(python, level, count):
    host = python(LOGGING, "app.handler", {"AWS_LAMBDA_LOG_LEVEL": level}).ready()
    host.invoke()
    events = logged(host)
    assert len(events) == count
    assert [level for level, text in events if "oops" in text] == ["ERROR"] * (count > 1)


def test_json(python):
    host = python(LOGGING, "app.handler", {"AWS_LAMBDA_LOG_FORMAT": "JSON"}).ready()
    host.invoke()
    start, lines, error, _ = host.events
    assert (lines.json, lines.level) == (True, "WARN")
    assert json.loads(start.text)["message"] == "at start"
    event = json.loads(error.text)
    assert re.fullmatch(TIME + "Z", event.pop("timestamp"))
    assert "1 / 0" in event.pop("stackTrace")[0]
    assert event.pop("location").endswith("app.py:handler:11")
    assert event == {
        "level": "ERROR",
        "message": "oops",
        "logger": "shop",
        "errorType": "ZeroDivisionError",
        "errorMessage": "division by zero",
        "requestId": ID,
        "order": 7,
    }


def test_json_error(python):
    host = python(
        "def handler(e, c): raise ValueError('x')", "app.handler", {"AWS_LAMBDA_LOG_FORMAT": "JSON"}
    ).ready()
    host.invoke()
    (event,) = host.events
    assert (event.json, event.level) == (True, "ERROR")
    fields = json.loads(event.text)
    assert [fields[key] for key in ("level", "errorType", "errorMessage", "requestId")] == [
        "ERROR",
        "ValueError",
        "x",
        ID,
    ]


def test_without_a_log_descriptor_events_are_lines_on_stdout(python):
    host = python(
        "def handler(e, c): raise ValueError('a')", "app.handler", framed_logs=False
    ).ready()
    host.invoke()
    lines = host.out.split("\r")
    assert lines[:2] == ["[ERROR] ValueError: a", "Traceback (most recent call last):"]
    assert host.out.count("\n") == 1 and host.out.endswith("\n")


def test_printed_before_the_answer(python):
    source = """
import sys
def handler(event, context):
    print('line'); print('no end', end=''); print('err', file=sys.stderr)
"""
    host = python(source, "app.handler").ready()
    for times in range(1, 4):
        host.invoke()
        assert (host.out, host.err) == ("line\nno end" * times, "err\n" * times)


def test_printed_at_import(python):
    host = python("print('hello', end='')\ndef handler(e, c): pass", "app.handler").ready()
    assert host.out == "hello"


def test_huge_output(python):
    source = """
def handler(event, context):
    print('x' * 999)
    for _ in range(20): print('y' * 999_999)
    return 'done'
"""
    host = python(source, "app.handler").ready()
    assert host.invoke().json == "done"
    assert len(host.seen["out"]) == 1000 + 20 * 1_000_000


def test_events_of_threads_do_not_mix(python):
    source = """
import threading
def handler(event, context):
    def shout(name):
        for _ in range(20): context.log(name * 200_000)
    threads = [threading.Thread(target=shout, args=(name,)) for name in "abc"]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
"""
    host = python(source, "app.handler").ready()
    host.invoke()
    assert sorted(event.text for event in host.events) == [
        name * 200_000 for name in "abc" for _ in range(20)
    ]


def test_closed_log_descriptor_does_not_hide_the_error(python):
    source = "import os\ndef handler(fd, c):\n    os.close(fd)\n    raise ValueError('still here')"
    host = python(source, "app.handler").ready()
    assert host.invoke(host.log_fd).json["errorMessage"] == "still here"
    assert "still here" in host.out
