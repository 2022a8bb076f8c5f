"""`awslambda.streamifyResponse`: head, chunks, end, and what can go wrong between them."""

import json
import time

import pytest

STREAM = "exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { %s });"
PRELUDE = "application/vnd.awslambda.http-integration-response"


def stream(node, body):
    return node(STREAM % body, "index.handler").ready()


STREAMS = [
    # name, body, content type, all bytes
    ("end only", "stream.end();", None, b""),
    ("end with text", "stream.end('all');", None, b"all"),
    (
        "writes",
        "stream.write('a'); stream.write(Buffer.from('b')); stream.end(new Uint8Array([99]));",
        None,
        b"abc",
    ),
    ("objects", "stream.write({ a: 1 }); stream.end([2]);", None, b'{"a":1}[2]'),
    ("content type", "stream.setContentType('text/html'); stream.end('<p>');", "text/html", b"<p>"),
    (
        "pause",
        "stream.write('a'); await new Promise((d) => setTimeout(d, 20)); stream.end('b');",
        None,
        b"ab",
    ),
    (
        "ends after the handler",
        "stream.write('a'); setTimeout(() => stream.end('b'), 20);",
        None,
        b"ab",
    ),
    (
        "pipeline",
        "const source = require('stream').Readable.from(['a', 'b']);"
        "await require('stream/promises').pipeline(source, stream);",
        None,
        b"ab",
    ),
    (
        "http",
        "const s = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });"
        "s.write('hi'); s.end();",
        PRELUDE,
        b'{"statusCode":201}' + bytes(8) + b"hi",
    ),
    (
        "http without body",
        "awslambda.HttpResponseStream.from(stream, { statusCode: 204 }).end();",
        PRELUDE,
        b'{"statusCode":204}' + bytes(8),
    ),
]


@pytest.mark.parametrize(
    "body, content_type, expected", [row[1:] for row in STREAMS], ids=[row[0] for row in STREAMS]
)
def test_stream(node, body, content_type, expected):
    host = stream(node, body)
    for _ in range(2):
        reply = host.invoke({})
        kinds = [kind for kind, _ in reply.frames]
        assert (
            kinds[0] == "STREAM_HEAD"
            and kinds[-1] == "STREAM_END"
            and set(kinds[1:-1]) <= {"STREAM_CHUNK"}
        )
        assert json.loads(reply.frames[0][1]) == {"contentType": content_type}
        assert reply.streamed == expected


def test_event_and_context_arrive(node):
    host = stream(
        node, "stream.end(JSON.stringify([event, context.functionName, typeof context.done]));"
    )
    assert json.loads(host.invoke({"a": 1}).streamed) == [{"a": 1}, "shop", "undefined"]


def test_chunks_are_small_and_large_streams_arrive_whole(node):
    host = stream(
        node, "for (let i = 0; i < 20; i++) stream.write(Buffer.alloc(1e6, i)); stream.end();"
    )
    reply = host.invoke()
    assert max(len(payload) for _, payload in reply.frames) <= 64 << 10
    assert reply.streamed == b"".join(bytes([i]) * 1_000_000 for i in range(20))


def test_backpressure(node):
    """With nobody reading, `write` soon says to stop, and the function's event loop goes on."""
    body = """
      let ticks = 0;
      const timer = setInterval(() => { ticks += 1; }, 5);
      const chunk = Buffer.alloc(65536);
      let writes = 0;
      while (stream.write(chunk)) writes += 1;
      const drained = () => new Promise((done) => stream.once('drain', done));
      for (; writes < 40; writes++) if (!stream.write(chunk)) await drained();
      clearInterval(timer);
      stream.end(JSON.stringify({ ticks, buffered: stream.writableLength }));"""
    host = stream(node, body)
    host.start_call()
    time.sleep(0.3)
    reply = host.finish_call()
    told = json.loads(reply.streamed.rpartition(b"\0")[2])
    assert told["ticks"] > 10 and told["buffered"] < 1 << 20


def test_logs_come_before_the_end(node):
    host = stream(
        node, "stream.write('a'); console.log('in between'); stream.end(); console.log('after');"
    )
    host.invoke()
    assert [event.text.split("\t")[3] for event in host.events] == ["in between\n", "after\n"]


FAILURES = [
    # name, body, last frame, type, message
    ("before a byte", "throw new TypeError('t');", "ERROR", "TypeError", "t"),
    (
        "in the middle",
        "stream.write('a'); throw new TypeError('t');",
        "STREAM_ERROR",
        "TypeError",
        "t",
    ),
    (
        "in the middle, later",
        "stream.write('a'); await null; stream.write('b'); throw new Error('e');",
        "STREAM_ERROR",
        "Error",
        "e",
    ),
    (
        "never ended",
        "stream.write('a');",
        "STREAM_ERROR",
        "string",
        "Response stream is not finished.",
    ),
    ("never begun", "", "ERROR", "string", "Response stream is not finished."),
    (
        "destroyed",
        "stream.write('a'); stream.destroy(new Error('d'));",
        "STREAM_ERROR",
        "Error",
        "d",
    ),
    (
        "never settles",
        "stream.write('a'); await new Promise(() => {});",
        "STREAM_ERROR",
        "string",
        "Response stream is not finished.",
    ),
    (
        "type too late",
        "stream.write('a'); stream.setContentType('x');",
        "STREAM_ERROR",
        "Runtime.InvalidStreamingOperation",
        "Cannot set content-type, too late.",
    ),
]


@pytest.mark.parametrize(
    "body, last, kind, message", [row[1:] for row in FAILURES], ids=[row[0] for row in FAILURES]
)
def test_failure(node, body, last, kind, message):
    host = stream(node, body)
    for _ in range(2):
        reply = host.invoke()
        assert (reply.kind, reply.json["errorType"], reply.json["errorMessage"]) == (
            last,
            kind,
            message,
        )
        assert reply.streamed == (b"" if last == "ERROR" else b"ab" if "'b'" in body else b"a")
        assert "Invoke Error" in host.events[-1].text


def test_an_exception_after_the_head_ends_stream_and_process(node):
    body = """
      stream.write('a');
      setTimeout(() => { throw new Error('x'); }, 5);
      await new Promise((done) => setTimeout(done, 50));"""
    host = stream(node, body)
    reply = host.invoke()
    assert (reply.kind, reply.streamed, reply.json["errorMessage"]) == ("STREAM_ERROR", b"a", "x")
    assert host.exit() == 129


def test_plain_functions_cannot_stream(node):
    host = node(
        "exports.handler = awslambda.streamifyResponse((event, stream) => { stream.end(); });",
        "index.handler",
    ).ready()
    assert host.invoke().json["errorMessage"] == "Streaming does not support non-async handlers."


def test_returned_values_are_ignored_with_a_warning(node):
    host = stream(node, "stream.end('a'); return 1;")
    assert host.invoke().streamed == b"a"
    assert "Streaming handlers ignore return values." in host.events[0].text


def test_high_water_mark(node):
    source = """
const handler = async (event, stream) => { stream.end(String(stream.writableHighWaterMark)); };
exports.handler = awslambda.streamifyResponse(handler, { highWaterMark: 99 });"""
    assert node(source, "index.handler").ready().invoke().streamed == b"99"


def test_esm_handlers_stream(node):
    source = """
export const handler = awslambda.streamifyResponse(async (e, stream) => { stream.end('esm'); });"""
    assert node({"index.mjs": source}, "index.handler").ready().invoke().streamed == b"esm"
