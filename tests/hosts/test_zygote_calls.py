"""Calls in copies: all that instances do, as an ordinary start would do it."""

import pytest

NODE = {
    "async": ("async () => 1", "1"),
    "callback": ("(event, context, callback) => setTimeout(() => callback(null, 2), 5)", "2"),
    "promise that never settles": ("() => new Promise(() => {})", "null"),
    "fetch": (
        """async () => {
          const server = require('http').createServer((_, response) => response.end('served'));
          await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
          const reply = await fetch(`http://127.0.0.1:${server.address().port}`);
          server.close();
          return reply.text();
        }""",
        '"served"',
    ),
    "worker": (
        """() => new Promise((resolve) => new (require('worker_threads').Worker)(
          'require("worker_threads").parentPort.postMessage(42)', { eval: true })
          .on('message', resolve))""",
        "42",
    ),
    "child": ("async () => `${require('child_process').execSync('echo hello')}`", '"hello\\n"'),
}


@pytest.mark.parametrize("handler, expected", NODE.values(), ids=NODE)
def test_node_handler(node_zygote, handler, expected):
    parent = node_zygote(f"exports.handler = {handler};", "index.handler").forkable()
    for copy in [parent.fork().ready() for _ in range(2)]:
        for _ in range(2):
            assert copy.invoke().payload.decode() == expected


STREAM = """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
  for (const part of event) { stream.write(part); await new Promise((r) => setTimeout(r, 2)); }
  stream.end();
});
"""


def test_streams(node_zygote):
    parent = node_zygote(STREAM, "index.handler").forkable()
    for copy in [parent.fork().ready(), parent.fork(park=True).ready()]:
        for _ in range(2):
            reply = copy.invoke(["a" * 100_000, "b"])
            assert reply.kind == "STREAM_END"
            assert reply.streamed.endswith(b"\0" * 8 + b"a" * 100_000 + b"b")


FAILURES = {
    "python": """
import sys

def handler(event, context):
    if event == "exit":
        sys.exit(4)
    raise KeyError(event)
""",
    "node": """
exports.handler = async (event) => {
  if (event === 'exit') process.exit(4);
  if (event === 'later') setTimeout(() => { throw new Error('late'); }, 1);
  else throw new RangeError(event);
  await new Promise((resolve) => setTimeout(resolve, 1000));
};
""",
}


def test_failures_stay_in_their_copy(zygote):
    parent = zygote(FAILURES).forkable()
    failing, leaving = parent.fork().ready(), parent.fork().ready()
    reply = failing.invoke("broken")
    assert reply.kind == "ERROR" and reply.json["errorType"] in ("KeyError", "RangeError")
    leaving.start_call("exit")
    assert parent.status_of(leaving) == 4 << 8
    assert failing.invoke("again").kind == "ERROR"


def test_an_uncaught_error_ends_its_copy(node_zygote):
    parent = node_zygote(FAILURES["node"], "index.handler").forkable()
    copy = parent.fork().ready()
    assert copy.invoke("later").kind == "ERROR" and copy.leaving
    assert parent.status_of(copy) == 129 << 8
    copy.exit()
    assert "late" in copy.events[0].text


EXITS = {
    "python": """
import atexit
atexit.register(print, "leaving", flush=True)

def handler(event, context):
    pass
""",
    "node": """
process.on('exit', () => require('fs').writeSync(1, 'leaving\\n'));
exports.handler = async () => {};
""",
}


def test_exit_functions_are_for_instances(zygote):
    parent = zygote(EXITS).forkable()
    copy = parent.fork().ready()
    copy.stop()
    assert parent.status_of(copy) == 0 and copy.out == "leaving\n"
    assert parent.stop() == 0 and parent.out == ""


LOOPS = """
import asyncio, logging, threading

logger = logging.getLogger("shop")

async def work():
    await asyncio.sleep(0.001)
    return await asyncio.to_thread(threading.get_ident) != threading.get_ident()

def handler(event, context):
    logger.warning("in %s", event)
    return asyncio.run(work())
"""


def test_python_coroutines_threads_and_logging(python_zygote):
    parent = python_zygote(LOOPS, "app.handler").forkable()
    for copy in [parent.fork().ready() for _ in range(2)]:
        for event in "xy":
            assert copy.invoke(event).json is True
        assert [event.text.split("\t")[-1] for event in copy.events] == ["in x\n", "in y\n"]


PATCHED = """
const seen = [];
console.log = (...params) => seen.push(params);

exports.handler = async () => {
  console.log('mine');
  return seen;
};
"""


def test_a_rehearsal_is_not_seen(node_zygote):
    parent = node_zygote(PATCHED, "index.handler").forkable()
    assert parent.fork(park=True).ready().invoke().json == [["mine"]]
