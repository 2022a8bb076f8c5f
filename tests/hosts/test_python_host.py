"""What a Python function sees and what its caller gets back."""

import pytest

from .driver import ARN, REQUEST_ID

LIMIT = 6_291_556

RESULTS = [
    # name, body of the handler, the response as text
    ("none", "pass", "null"),
    ("event", "return event", '{"a": [1, 2.5, "\\u00e9"]}'),
    (
        "decimal",
        "import decimal; return [decimal.Decimal('1.10'), decimal.Decimal('NaN')]",
        "[1.10, NaN]",
    ),
    ("not a number", "return [float('nan'), float('-inf')]", "[NaN, -Infinity]"),
    (
        "named tuple",
        "from collections import namedtuple as n; return n('P', 'x y')(1, (2,))",
        '{"x": 1, "y": [2]}',
    ),
    ("enum", "import enum; return enum.IntEnum('E', 'A')(1)", "1"),
    ("bytes inside", "return {b'k': b'v'}", '{"k": "v"}'),
    ("odd keys", "return {1: 1, None: 2, True: 3.0}", '{"1": 3.0, "null": 2}'),
    ("raw bytes", "return b'raw'", "raw"),
    ("half a surrogate", "return '\\ud800'", '"\\ud800"'),
    ("empty", "return [{}, [], '', ()]", '[{}, [], "", []]'),
]


@pytest.mark.parametrize(
    "body, expected", [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS]
)
def test_result(python, body, expected):
    host = python("def handler(event, context):\n    " + body, "app.handler").ready()
    reply = host.invoke({"a": [1, 2.5, "é"]})
    assert (reply.kind, reply.payload.decode()) == ("RESPONSE", expected)


def test_newer_runtimes_write_unicode(python):
    env = {"AWS_EXECUTION_ENV": "AWS_Lambda_python3.12"}
    host = python("def handler(event, context):\n    return 'é\\ud83d'", "app.handler", env).ready()
    assert host.invoke().payload == b'"\\u00e9\\ud83d"'
    host = python("def handler(event, context):\n    return 'é'", "app.handler", env).ready()
    assert host.invoke().payload == '"é"'.encode()


ERRORS = [
    # name, body of the handler, type, message, functions on the stack
    ("raised", "raise ValueError('no\\nway')", "ValueError", "no\nway", ["handler"]),
    ("deep recursion", "handler(event, context)", "RecursionError", None, ["handler"] * 3),
    (
        "unserializable",
        "return {'when': object()}",
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type object is not JSON serializable",
        [],
    ),
    (
        "set",
        "return {1}",
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type set is not JSON serializable",
        [],
    ),
    (
        "coroutine",
        "import asyncio; return asyncio.sleep(0)",
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type coroutine is not JSON serializable",
        [],
    ),
    (
        "cycle",
        "a = []; a.append(a); return a",
        "Runtime.MarshalError",
        "Unable to marshal response: Circular reference detected",
        [],
    ),
    (
        "tuple key",
        "return {(1,): 1}",
        "Runtime.MarshalError",
        "Unable to marshal response: keys must be str, int, float, bool or None, not tuple",
        [],
    ),
    (
        "very deep result",
        "a = []\n    for _ in range(99999): a = [a]\n    return a",
        "Runtime.MarshalError",
        None,
        [],
    ),
    (
        "unprintable",
        "raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})",
        "Odd",
        "<unprintable Odd object>",
        ["handler"],
    ),
]


@pytest.mark.parametrize(
    "body, kind, message, stack", [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS]
)
def test_error(python, body, kind, message, stack):
    host = python("def handler(event, context):\n    " + body, "app.handler").ready()
    reply = host.invoke({})
    error = reply.json
    assert reply.kind == "ERROR"
    assert list(error) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert (error["errorType"], error["requestId"]) == (kind, REQUEST_ID)
    assert message is None or error["errorMessage"] == message
    functions = [
        line.splitlines()[0].rpartition(" in ")[2] for line in error["stackTrace"] if " in " in line
    ]
    assert functions == stack
    # The host is as good as before.
    assert host.invoke({}).kind == "ERROR"


def test_stack_is_the_users_alone_and_has_source_lines(python, tmp_path):
    source = "def inner():\n    raise KeyError('k')\n\ndef handler(event, context):\n    inner()\n"
    host = python(source, "app.handler").ready()
    file = tmp_path / "task" / "app.py"
    assert host.invoke().json == {
        "errorMessage": "'k'",
        "errorType": "KeyError",
        "requestId": REQUEST_ID,
        "stackTrace": [
            f'  File "{file}", line 5, in handler\n    inner()\n',
            f"  File \"{file}\", line 2, in inner\n    raise KeyError('k')\n",
        ],
    }
    assert [event.text for event in host.events] == [
        "[ERROR] KeyError: 'k'\nTraceback (most recent call last):\n"
        f'\xa0\xa0File "{file}", line 5, in handler\n\xa0\xa0\xa0\xa0inner()\n'
        f"\xa0\xa0File \"{file}\", line 2, in inner\n\xa0\xa0\xa0\xa0raise KeyError('k')"
    ]
    assert host.events[0].level == "ERROR"


EVENTS = [b"", b"{", b"[1 2]", b"nul", b"NaN", b"\xff", b'{"a": Infinity}', b"[" * 100_000]


@pytest.mark.parametrize("raw", EVENTS, ids=[repr(raw[:9]) for raw in EVENTS])
def test_broken_event(python, raw):
    host = python("def handler(event, context):\n    return event", "app.handler").ready()
    error = host.invoke(raw=raw).json
    assert error["errorType"] == "Runtime.UnmarshalError"
    assert error["errorMessage"].startswith("Unable to unmarshal input: ")
    assert host.invoke(raw=b' {"a": 1}\n').json == {"a": 1}


def test_context(python):
    source = """
import os
def handler(event, context):
    left = context.get_remaining_time_in_millis()
    return {
        "id": context.aws_request_id, "name": context.function_name,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb, "group": context.log_group_name,
        "stream": context.log_stream_name, "arn": context.invoked_function_arn,
        "tenant": context.tenant_id, "left": isinstance(left, int) and 1000 < left <= 3000,
        "identity": [getattr(context.identity, "cognito_identity_" + key) for key in ("id", "pool_id")],
        "client": context.client_context and [
            context.client_context.client.app_title, context.client_context.custom,
            context.client_context.env],
        "trace": os.environ.get("_X_AMZN_TRACE_ID"), "w3c": context.w3c(),
        "text": repr(context)[:40],
    }
"""
    host = python(source, "app.handler").ready()
    full = host.invoke(
        clientContext={
            "client": {"app_title": "t"},
            "custom": {"k": 1},
            "env": {},
            "w3c": {"traceparent": "00"},
        },
        identity={"cognitoIdentityId": "i", "cognitoIdentityPoolId": "p"},
        tenantId="blue",
    ).json
    assert full == {
        "id": REQUEST_ID,
        "name": "shop",
        "version": "7",
        "memory": "128",
        "group": "/aws/lambda/shop",
        "stream": "2026/01/01/[7]abc",
        "arn": ARN,
        "tenant": "blue",
        "left": True,
        "identity": ["i", "p"],
        "client": ["t", {"k": 1}, {}],
        "w3c": {"traceparent": "00"},
        "trace": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
        "text": "LambdaContext([aws_request_id=8476a536-e",
    }
    bare = host.invoke(traceId=None, deadlineMs=1).json
    assert [bare[key] for key in ("trace", "client", "identity", "tenant", "left")] == [
        None,
        None,
        [None, None],
        None,
        False,
    ]


EXITS = [
    ("sys.exit(7)", 7),
    ("sys.exit()", 0),
    ("sys.exit('bye')", 1),
    ("exit(3)", 3),
    ("os._exit(9)", 9),
    ("raise KeyboardInterrupt", 130),
    ("raise GeneratorExit", 1),
    ("os.kill(os.getpid(), 9)", -9),
]


@pytest.mark.parametrize("statement, status", EXITS, ids=[row[0] for row in EXITS])
def test_exit_in_handler(python, statement, status):
    host = python(
        f"import os, sys\ndef handler(event, context):\n    {statement}", "app.handler"
    ).ready()
    host.start_call()
    assert host.exit() == status


def test_response_size(python):
    host = python("def handler(n, context):\n    return 'x' * n", "app.handler").ready()
    assert len(host.invoke(LIMIT - 2).payload) == LIMIT
    assert host.invoke(LIMIT - 1).json == {
        "errorMessage": f"Response payload size exceeded maximum allowed payload size ({LIMIT} bytes).",
        "errorType": "Function.ResponseSizeTooLarge",
    }
    assert host.invoke(1).json == "x"


def test_huge_error_is_cut_to_fit_a_frame(python):
    host = python(
        "def handler(event, context):\n    raise ValueError('x' * 9_000_000)", "app.handler"
    ).ready()
    error = host.invoke().json
    assert error["errorType"] == "ValueError" and 1000 < len(error["errorMessage"]) < 1_000_000


def test_large_event_and_slow_reader(python):
    host = python("def handler(event, context):\n    return event", "app.handler").ready()
    event = ["é" * 1000] * 900
    host.socket.setsockopt(1, 8, 4096)  # a small receive buffer: the host has to wait for us
    assert host.invoke(event).json == event


MISCHIEF = [
    ("closes the socket", "os.closerange(3, 64)"),
    ("takes its number", "os.dup2(other[0].fileno(), event)"),
]


@pytest.mark.parametrize("body", [row[1] for row in MISCHIEF], ids=[row[0] for row in MISCHIEF])
def test_meddling_with_descriptors_ends_the_process(python, body):
    source = (
        f"import os, socket\nother = socket.socketpair()\ndef handler(event, context):\n    {body}"
    )
    host = python(source, "app.handler").ready()
    host.start_call(host.socket_fd)
    assert host.exit() == 1
    assert "this instance ends" in host.err


def test_threads_left_running_do_not_hold_the_host(python):
    source = """
import threading, time
def handler(event, context):
    threading.Thread(target=time.sleep, args=(3600,)).start()
    return threading.active_count()
"""
    host = python(source, "app.handler").ready()
    assert [host.invoke().json, host.invoke().json] == [2, 3]
    assert host.stop() == 0


def test_a_forked_child_does_not_answer(python):
    source = """
import os
def handler(event, context):
    pid = os.fork()
    return os.waitpid(pid, 0)[1] if pid else 'child'
"""
    host = python(source, "app.handler").ready()
    assert [host.invoke().json, host.invoke().json] == [0, 0]


def test_leaves_when_the_platform_does(python):
    host = python("def handler(event, context): pass", "app.handler").ready()
    host.socket.shutdown(2)
    assert host.process.wait(5) == 0


def test_environment_is_clean(python):
    host = python(
        "import os\ndef handler(e, c): return [k for k in os.environ if k.startswith('_')]",
        "app.handler",
    ).ready()
    assert host.invoke().json == ["_HANDLER", "_X_AMZN_TRACE_ID"]


def test_multiprocessing_works(python):
    source = """
import multiprocessing
def double(n): return n * 2
def handler(how, context):
    with multiprocessing.get_context(how).Pool(1) as pool:
        return pool.map(double, [1, 2])
"""
    host = python(source, "app.handler").ready()
    assert host.invoke("fork").json == [2, 4]
    assert host.invoke("spawn").json == [2, 4]
