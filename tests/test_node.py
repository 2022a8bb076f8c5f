"""What a Node function sees: Lambda's contract, to the letter."""

import json
import re
import time

import pytest

ARN = r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:"


# How handlers are written. All of them give their event back.

HANDLERS = {
    "async": {"index.js": "exports.handler = async (event) => event"},
    "a promise": {"index.js": "exports.handler = (event) => Promise.resolve(event)"},
    "a thenable": {"index.js": "exports.handler = (event) => ({ then: (ok) => ok(event) })"},
    "callback": {
        "index.js": "exports.handler = (event, context, callback) => callback(null, event)"
    },
    "callback, later": {
        "index.js": "exports.handler = (event, context, callback) => {"
        " setTimeout(() => callback(null, event), 50) }"
    },
    "context.succeed": {
        "index.js": "exports.handler = (event, context) => context.succeed(event)"
    },
    "context.done": {"index.js": "exports.handler = (event, context) => context.done(null, event)"},
    "module.exports": {"index.js": "module.exports = { handler: async (event) => event }"},
    "an ES module": {"index.mjs": "export const handler = async (event) => event"},
    "an ES module by its package": {
        "package.json": '{"type": "module"}',
        "index.js": "export const handler = async (event) => event",
    },
    "CommonJS by its name": {
        "package.json": '{"type": "module"}',
        "index.cjs": "exports.handler = async (event) => event",
    },
    "top-level await": {
        "index.mjs": "const same = await new Promise((ok) => setTimeout(ok, 50, (x) => x));\n"
        "export const handler = async (event) => same(event)"
    },
    "with modules beside it": {
        "helper.js": "exports.same = (x) => x",
        "index.js": "const { same } = require('./helper');\n"
        "exports.handler = async (event) => same(event)",
    },
    "with ES modules beside it": {
        "helper.mjs": "export const same = (x) => x",
        "index.mjs": "import { same } from './helper.mjs';\n"
        "export const handler = async (event) => same(event)",
    },
    "with packages": {
        "node_modules/same/package.json": '{"name": "same", "version": "1.0.0"}',
        "node_modules/same/index.js": "module.exports = (x) => x",
        "index.js": "const same = require('same');\n"
        "exports.handler = async (event) => same(event)",
    },
}


@pytest.mark.parametrize("files", HANDLERS.values(), ids=HANDLERS)
def test_handlers(platform, files):
    name = platform.function(files, "node", "index.handler", check=False)
    for _ in range(2):
        assert platform.call(name, {"a": 1}) == {"a": 1}


@pytest.mark.parametrize(
    "handler, files",
    [
        ("src/shop/app.handler", {"src/shop/app.js": "exports.handler = async (e) => e"}),
        ("app.api.v1.handler", {"app.js": "exports.api = { v1: { handler: async (e) => e } }"}),
        ("src/app.api.sell", {"src/app.mjs": "export const api = { sell: async (e) => e }"}),
    ],
)
def test_handler_strings(platform, handler, files):
    name = platform.function(files, "node", handler)
    assert platform.call(name, [1]) == [1]


def test_what_a_sync_handler_returns_is_nobodys(platform):
    name = platform.node("exports.handler = (event) => 'ignored'")
    assert [platform.call(name), platform.call(name)] == [None, None]


@pytest.mark.parametrize(
    "expression, value",
    [
        ("undefined", None),
        ("null", None),
        ("'é ☃'", "é ☃"),
        ("{ b: 1, a: [true, null, 1.5], u: undefined }", {"b": 1, "a": [True, None, 1.5]}),
        ("new Date(0)", "1970-01-01T00:00:00.000Z"),
    ],
)
def test_results_are_json(platform, expression, value):
    name = platform.node(f"exports.handler = async () => ({expression})")
    assert platform.call(name) == value


WAITS = """
exports.handler = (event, context, callback) => {
    context.callbackWaitsForEmptyEventLoop = event.wait;
    setTimeout(() => console.log("the loop is empty"), 1000);
    callback(null, "answered");
};
"""


@pytest.mark.parametrize("wait", [True, False])
def test_a_callback_waits_for_an_empty_loop_unless_told_not_to(platform, wait):
    name = platform.node(WAITS)
    platform.invoke(name, {"wait": False})  # the cold start is over
    time.sleep(1.2)
    start = time.monotonic()
    assert platform.call(name, {"wait": wait}) == "answered"
    took = time.monotonic() - start
    assert took >= 1 if wait else took < 0.9, f"{took:.2f} s"


def test_the_module_is_loaded_once(platform):
    name = platform.node("let calls = 0;\nexports.handler = async () => ++calls")
    assert [platform.call(name) for _ in range(3)] == [1, 2, 3]


STREAM = """
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
    stream.setContentType("text/plain");
    for (const piece of ["one ", "two ", "three"]) {
        stream.write(piece);
        await new Promise((ok) => setTimeout(ok, 50));
    }
    if (event.fail) throw new Error("broken off");
    stream.end();
});
"""


def test_a_streaming_handler_answers_an_invoke_in_one_piece(platform):
    name = platform.node(STREAM)
    for _ in range(2):
        reply = platform.invoke(name, {})
        assert (reply.status, reply.error, reply.payload) == (200, None, b"one two three")


# What the context says.

CONTEXT = """
exports.handler = async (event, context) => {
    const first = context.getRemainingTimeInMillis();
    await new Promise((ok) => setTimeout(ok, 100));
    const { functionName, functionVersion, memoryLimitInMB, logGroupName, logStreamName,
        invokedFunctionArn, awsRequestId, identity, clientContext,
        callbackWaitsForEmptyEventLoop } = context;
    return { functionName, functionVersion, memoryLimitInMB, logGroupName, logStreamName,
        invokedFunctionArn, awsRequestId, identity, clientContext, callbackWaitsForEmptyEventLoop,
        remaining: [first, context.getRemainingTimeInMillis()],
        methods: ["done", "fail", "succeed"].map((name) => typeof context[name]) };
};
"""


def test_the_context(platform):
    name = platform.node(CONTEXT, memory_mb=256, timeout="5s")
    reply = platform.invoke(name)
    context = reply.json()
    first, second = context.pop("remaining")
    assert 4000 < first <= 5000 and 50 <= first - second <= 1000
    stream = context.pop("logStreamName")
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}", stream)
    assert re.fullmatch(ARN + name, context.pop("invokedFunctionArn"))
    assert context == {
        "awsRequestId": reply.request_id,
        "functionName": name,
        "functionVersion": "$LATEST",
        "memoryLimitInMB": "256",
        "logGroupName": f"/aws/lambda/{name}",
        "callbackWaitsForEmptyEventLoop": True,
        "methods": ["function", "function", "function"],
    }
    sent = {"client": {"installation_id": "i-1"}, "custom": {"k": "v"}, "env": {"locale": "de"}}
    assert platform.call(name, context=sent)["clientContext"] == sent


# What the environment says.

ENVIRONMENT = "exports.handler = async () => process.env"


def test_the_environment(platform):
    name = platform.node(ENVIRONMENT, memory_mb=256, env={"GREETING": "hi"})
    env = platform.call(name)
    expected = {
        "_HANDLER": "index.handler",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "TZ": ":UTC",
        "GREETING": "hi",
    }
    assert {key: env.get(key) for key in expected} == expected
    assert re.fullmatch(r"AWS_Lambda_nodejs\d+\.x", env["AWS_EXECUTION_ENV"])
    assert env["AWS_REGION"] == platform.exports()["AWS_REGION"]
    assert env["AWS_ENDPOINT_URL"].startswith("http://")
    assert env["AWS_ACCESS_KEY_ID"] and env["AWS_SECRET_ACCESS_KEY"] and env["LAMBDA_TASK_ROOT"]
    assert re.match(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", env["_X_AMZN_TRACE_ID"])
    assert str(platform.home) not in json.dumps(env)


# How it fails.


def test_an_exception(platform):
    name = platform.node(
        "const deeper = () => { throw new TypeError('no luck'); };\n"
        "exports.handler = async () => deeper();\n"
    )
    error = platform.fail(name)
    assert list(error) == ["errorType", "errorMessage", "trace"]
    assert (error["errorType"], error["errorMessage"]) == ("TypeError", "no luck")
    assert error["trace"][0] == "TypeError: no luck"
    assert re.fullmatch(r"    at deeper \(.*index\.js:1:\d+\)", error["trace"][1])


# How the handler fails, and the error's type, message and first line of its trace.
FAILURES = {
    "a rejected promise": (
        "exports.handler = async () => { throw new RangeError('no') }",
        ("RangeError", "no", "RangeError: no"),
    ),
    "a sync throw": (
        "exports.handler = () => { throw new Error('no') }",
        ("Error", "no", "Error: no"),
    ),
    "an error for the callback": (
        "exports.handler = (event, context, callback) => callback(new Error('no'))",
        ("Error", "no", "Error: no"),
    ),
    "a text for the callback": (
        "exports.handler = (event, context, callback) => callback('no')",
        ("string", "no", None),
    ),
    "context.fail": (
        "exports.handler = (event, context) => context.fail(new Error('no'))",
        ("Error", "no", "Error: no"),
    ),
    "context.done": (
        "exports.handler = (event, context) => context.done(new Error('no'))",
        ("Error", "no", "Error: no"),
    ),
    "a thrown text": (
        "exports.handler = async () => { throw 'no' }",
        ("string", "no", None),
    ),
    "an error of one's own": (
        "class Sold extends Error { constructor(m) { super(m); this.name = 'SoldOut' } }\n"
        "exports.handler = async () => { throw new Sold('no') }",
        ("SoldOut", "no", None),
    ),
    "an exception nobody awaits": (
        "exports.handler = () => new Promise(() => setTimeout(() => { throw new Error('no') }, 9))",
        ("Error", "no", "Error: no"),
    ),
    "a rejection nobody awaits": (
        "exports.handler = () => new Promise(() => { Promise.reject(new Error('no')) })",
        ("Runtime.UnhandledPromiseRejection", "Error: no", None),
    ),
    "a result that is no JSON": (
        "exports.handler = async () => { const a = {}; a.a = a; return a }",
        ("Error", "Unable to stringify response body", None),
    ),
    "a result that JSON does not know": (
        "exports.handler = async () => 1n",
        ("Error", "Unable to stringify response body", None),
    ),
}


@pytest.mark.parametrize("source, expected", FAILURES.values(), ids=FAILURES)
def test_failures(platform, source, expected):
    name = platform.node(source)
    for _ in range(2):
        error = platform.fail(name)
        kind, message, trace = expected
        assert (error["errorType"], error["errorMessage"]) == (kind, message)
        assert set(error) == {"errorType", "errorMessage", "trace"}
        if trace:
            assert error["trace"][0] == trace


EXITS = {
    "process.exit": ("process.exit(3)", "error: exit status 3"),
    "a clean exit": ("process.exit(0)", None),
    "a signal": ("process.kill(process.pid, 'SIGKILL')", "error: signal: killed"),
    "abort": ("process.abort()", "error: signal: aborted"),
}


@pytest.mark.parametrize("statement, reason", EXITS.values(), ids=EXITS)
def test_exits(platform, statement, reason):
    name = platform.node(f"exports.handler = () => new Promise(() => {{ {statement} }})")
    reply = platform.invoke(name)
    assert reply.error == "Unhandled"
    error = reply.json()
    reason = f"exited with {reason}" if reason else "exited without providing a reason"
    start = f"RequestId: {reply.request_id} Error: Runtime {reason}"
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].removesuffix(" (core dumped)") == start
    assert set(error) == {"errorType", "errorMessage"}


# What is wrong with the module, the files, and the error's type and start of its message.
BROKEN = {
    "a require that is not there": (
        {"index.js": "require('nothing-like-it');\nexports.handler = async () => 1"},
        "Runtime.ImportModuleError",
        "Error: Cannot find module 'nothing-like-it'",
    ),
    "an import that is not there": (
        {"index.mjs": "import 'nothing-like-it';\nexport const handler = async () => 1"},
        None,
        "Cannot find package 'nothing-like-it'",
    ),
    "a syntax error": (
        {"index.js": "exports.handler = async () => {"},
        "Runtime.UserCodeSyntaxError",
        "SyntaxError: Unexpected end of input",
    ),
    "a syntax error in an ES module": (
        {"index.mjs": "export const handler = async () => {"},
        "Runtime.UserCodeSyntaxError",
        "SyntaxError: Unexpected end of input",
    ),
    "a handler that is not there": (
        {"index.js": "exports.other = async () => 1"},
        "Runtime.HandlerNotFound",
        "index.handler is undefined or not exported",
    ),
    "a handler that is no function": (
        {"index.js": "exports.handler = 5"},
        "Runtime.HandlerNotFound",
        "index.handler is not a function",
    ),
    "an exception while loading": (
        {"index.js": "throw new RangeError('no setting')"},
        "RangeError",
        "no setting",
    ),
    "a rejection while loading": (
        {"index.mjs": "await Promise.reject(new RangeError('no setting'))"},
        "RangeError",
        "no setting",
    ),
}


@pytest.mark.parametrize("files, kind, message", BROKEN.values(), ids=BROKEN)
def test_modules_that_do_not_load(platform, files, kind, message):
    name = platform.function(files, "node", "index.handler", check=False)
    for _ in range(2):
        error = platform.fail(name)
        assert kind is None or error["errorType"] == kind
        assert message in error["errorMessage"]
        assert error["errorMessage"].startswith(message) or kind is None
        assert set(error) == {"errorType", "errorMessage", "trace"}


def test_the_next_call_after_a_crash_works(platform):
    name = platform.node(
        "let born;\n"
        "exports.handler = async (event) => {\n"
        "    born ??= crypto.randomUUID();\n"
        "    if (event === 'die') setTimeout(() => { throw new Error('x') });\n"
        "    await new Promise((ok) => setTimeout(ok, 50));\n"
        "    return born;\n}"
    )
    first = platform.call(name)
    assert platform.fail(name, "die")["errorMessage"] == "x"
    assert platform.call(name) != first


@pytest.mark.parametrize(
    "body",
    ["await new Promise((ok) => setTimeout(ok, 60000))", "for (;;);"],
    ids=["waiting", "spinning"],
)
def test_a_timeout(platform, body):
    name = platform.node(f"exports.handler = async () => {{ {body} }}", timeout="1s")
    start = time.monotonic()
    reply = platform.invoke(name, tail=True)
    assert 1 <= time.monotonic() - start < 3
    assert reply.json() == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {reply.request_id} Error: Task timed out after 1.00 seconds; "
        "if it needs longer, raise its `timeout`",
    }
    assert f"{reply.request_id} Task timed out after 1.00 seconds" in reply.log


def test_too_much_memory(platform):
    name = platform.node(
        "const kept = [];\n"
        "exports.handler = async () => {\n"
        "    for (let i = 0; i < 64; i++) {\n"
        "        kept.push(Buffer.alloc(16 << 20, 1));\n"
        "        await new Promise((ok) => setTimeout(ok, 10));\n"
        "    }\n"
        "    await new Promise((ok) => setTimeout(ok, 3000));\n"
        "    return 'survived';\n};",
        memory_mb=256,
        timeout="10s",
    )
    reply = platform.invoke(name)
    assert reply.error == "Unhandled", "1 GB does not fit into 256 MB"
    assert reply.json()["errorType"] in ("Runtime.OutOfMemory", "Runtime.ExitError")
    assert platform.records(name, 1)[0]["outcome"] == "out_of_memory"


def test_console(platform):
    name = platform.node(
        "exports.handler = async () => {\n"
        "    console.log('said %s', 'so'); console.warn('careful'); console.error('bad'); };"
    )
    reply = platform.invoke(name, tail=True)
    for level, text in [("INFO", "said so"), ("WARN", "careful"), ("ERROR", "bad")]:
        assert re.search(rf"T\S+Z\t{reply.request_id}\t{level}\t{text}\n", reply.log)
