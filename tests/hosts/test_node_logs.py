"""What a Node function prints and logs, and when the platform has it."""

import json
import re

import pytest

from .driver import REQUEST_ID

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
LOGGING = """
console.log('at start');
exports.handler = async () => {
  console.trace('t'); console.debug('d'); console.info('i');
  console.log('%s is %d', 'a', 1, { b: [2] });
  console.warn('two\\nlines'); console.error(new Error('e').message); console.fatal('f');
};"""


def logged(host):
    return [(event.level, re.sub(TIME, "TIME", event.text)) for event in host.events]


def test_text(node):
    host = node(LOGGING, "index.handler").ready()
    host.invoke()
    line = f"TIME\t{REQUEST_ID}\t"
    assert logged(host) == [
        ("INFO", "TIME\tundefined\tINFO\tat start\n"),
        ("TRACE", line + "TRACE\tt\n"),
        ("DEBUG", line + "DEBUG\td\n"),
        ("INFO", line + "INFO\ti\n"),
        ("INFO", line + "INFO\ta is 1 { b: [ 2 ] }\n"),
        ("WARN", line + "WARN\ttwo\nlines\n"),
        ("ERROR", line + "ERROR\te\n"),
        ("FATAL", line + "FATAL\tf\n"),
    ]


@pytest.mark.parametrize(
    "level, count", [("TRACE", 8), ("info", 6), ("ERROR", 2), ("FATAL", 1), ("odd", 8)]
)
def test_level(node, level, count):
    host = node(LOGGING, "index.handler", {"AWS_LAMBDA_LOG_LEVEL": level}).ready()
    host.invoke()
    assert len(host.events) == count


def test_json(node):
    source = """
exports.handler = async () => {
  console.log({ order: 7 });
  console.warn('a', { b: 1 });
  console.error('bad', new TypeError('t'));
  const loop = {}; loop.loop = loop;
  console.info(loop);
  throw new RangeError('r');
};"""
    host = node(source, "index.handler", {"AWS_LAMBDA_LOG_FORMAT": "json"}).ready()
    host.invoke()
    assert all(event.json for event in host.events)
    order, warning, error, loop, thrown = [json.loads(event.text) for event in host.events]
    assert re.fullmatch(TIME, order.pop("timestamp"))
    assert order == {"level": "INFO", "requestId": REQUEST_ID, "message": {"order": 7}}
    assert warning["message"] == "a { b: 1 }"
    assert (error["errorType"], error["errorMessage"], error["stackTrace"][0]) == (
        "TypeError",
        "t",
        "TypeError: t",
    )
    assert loop["message"].startswith("<ref *1>")
    assert thrown["message"]["errorType"] == "RangeError"


def test_error_event_carries_the_whole_error(node):
    error = "Object.assign(new Error('m'), { code: 'C', extra: { a: 1 } })"
    source = f"exports.handler = async () => {{ throw {error}; }};"
    host = node(source, "index.handler").ready()
    host.invoke()
    ((_, text),) = logged(host)
    start, _, fields = text.partition("Invoke Error \t")
    assert start == f"TIME\t{REQUEST_ID}\tERROR\t"
    event = json.loads(fields)
    assert [event[key] for key in ("errorType", "errorMessage", "code", "extra")] == [
        "Error",
        "m",
        "C",
        {"a": 1},
    ]
    assert event["stack"][0] == "Error: m"


def test_without_a_log_descriptor_events_are_lines_on_stdout(node):
    host = node(
        "exports.handler = async () => console.log('a\\nb');", "index.handler", framed_logs=False
    ).ready()
    host.invoke()
    assert re.sub(TIME, "TIME", host.out) == f"TIME\t{REQUEST_ID}\tINFO\ta\rb\n"


def test_raw_writes_stay_raw_and_come_before_the_answer(node):
    source = """
exports.handler = async () => { process.stdout.write('out'); process.stderr.write('err'); };"""
    host = node(source, "index.handler").ready()
    for times in range(1, 4):
        host.invoke()
        assert (host.out, host.err) == ("out" * times, "err" * times)
    assert not host.events


def test_huge_output(node):
    source = """
exports.handler = async () => {
  for (let i = 0; i < 20; i++) {
    process.stdout.write('y'.repeat(1e6));
    console.log('z'.repeat(1e5));
  }
  return 'done';
};"""
    host = node(source, "index.handler").ready()
    assert host.invoke().json == "done"
    assert (len(host.out), len(host.events)) == (20_000_000, 20)


def test_closed_log_descriptor_does_not_hide_the_error(node):
    source = """
exports.handler = async (fd) => { require('fs').closeSync(fd); throw new Error('still here'); };"""
    host = node(source, "index.handler").ready()
    assert host.invoke(host.log_fd).json["errorMessage"] == "still here"
    assert "still here" in host.err
