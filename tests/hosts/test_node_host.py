"""What a Node function sees and what its caller gets back."""

import socket
import time

import pytest

from .driver import ARN, REQUEST_ID

LIMIT = 6_291_556

RESULTS = [
    # name, the handler, the response as text
    ("async", "async (event) => ({ event })", '{"event":{"a":[1,"é"]}}'),
    ("promise", "() => Promise.resolve('p')", '"p"'),
    ("thenable", "() => ({ then: (yes) => yes(1) })", "1"),
    ("undefined", "async () => {}", "null"),
    ("function", "async () => () => 1", "null"),
    ("callback", "(event, context, callback) => callback(null, 1)", "1"),
    ("late callback", "(e, c, callback) => setTimeout(() => callback(null, 2), 20)", "2"),
    ("succeed", "(event, context) => context.succeed('s')", '"s"'),
    ("done", "(event, context) => context.done(null, 'd')", '"d"'),
    ("plain value is ignored", "() => 5", "null"),
    ("a promise that never settles", "() => new Promise(() => {})", "null"),
    (
        "first outcome counts",
        "(e, c, callback) => { callback(null, 1); callback(null, 2); c.fail(3); }",
        "1",
    ),
    (
        "callback before promise",
        "async (e, c, callback) => { callback(null, 'cb'); return 'p'; }",
        '"cb"',
    ),
]


@pytest.mark.parametrize(
    "handler, expected", [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS]
)
def test_result(node, handler, expected):
    host = node(f"exports.handler = {handler};", "index.handler").ready()
    for _ in range(2):
        reply = host.invoke({"a": [1, "é"]})
        assert (reply.kind, reply.payload.decode()) == ("RESPONSE", expected)


WAITS = """
exports.handler = (event, context, callback) => {
  %s
  setTimeout(() => console.log('late'), 30);
  callback(null, 1);
};"""


def test_callback_waits_for_an_empty_event_loop(node):
    host = node(WAITS % "", "index.handler").ready()
    assert host.invoke().json == 1
    assert [event.text.split("\t")[3] for event in host.events] == ["late\n"]


def test_callback_does_not_wait_when_told_so(node):
    source = WAITS % "context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000);"
    host = node(source, "index.handler").ready()
    assert host.invoke().json == 1 and not host.events
    assert host.invoke().json == 1


def test_an_async_result_does_not_wait(node):
    host = node(
        "exports.handler = async () => { setInterval(() => {}, 1000); return 1; };", "index.handler"
    ).ready()
    assert host.invoke().json == 1


def test_what_loading_began_goes_on_before_the_first_call(node):
    source = """
setTimeout(() => process.stdout.write('began'), 20);
exports.handler = async () => 1;"""
    host = node(source, "index.handler").ready()
    deadline = time.monotonic() + 5
    while not host.out and time.monotonic() < deadline:
        host.pump(0)
    assert host.out == "began"
    assert [host.invoke().json, host.invoke().json] == [1, 1]


def test_unfinished_work_goes_on_in_the_next_call(node):
    source = """
let late = 0;
exports.handler = async (wait) => {
  if (wait) await new Promise((done) => setTimeout(done, wait));
  else setTimeout(() => { late += 1; }, 10);
  return late;
};"""
    host = node(source, "index.handler").ready()
    assert [host.invoke(0).json, host.invoke(60).json] == [0, 1]


def test_a_connection_closed_between_calls_is_not_used_again(node):
    source = """
const http = require('http');
const agent = new http.Agent({ keepAlive: true });
exports.handler = (port, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  const done = (status) => setImmediate(callback, null, status);
  const answered = (answer) => answer.resume().on('end', () => done(answer.statusCode));
  http.get({ port, host: '127.0.0.1', agent }, answered).on('error', callback);
};"""
    host = node(source, "index.handler").ready()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        for _ in range(3):
            host.start_call(server.getsockname()[1])
            connection, _ = server.accept()
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            assert host.finish_call().json == 200
            time.sleep(0.03)  # the host has gone to sleep
            connection.close()


def test_calls_share_no_async_context(node):
    source = """
const { AsyncLocalStorage } = require('async_hooks');
const store = new AsyncLocalStorage();
exports.handler = (event, context, callback) => {
  const before = store.getStore() ?? null;
  context.callbackWaitsForEmptyEventLoop = false;
  store.run('mine', () => setTimeout(() => callback(null, before), 1));
};"""
    host = node(source, "index.handler").ready()
    assert [host.invoke().json for _ in range(3)] == [None] * 3


ERRORS = [
    # name, handler, type, message
    ("throws", "() => { throw new RangeError('no'); }", "RangeError", "no"),
    ("rejects", "async () => { throw new Error('no\\nway'); }", "Error", "no\nway"),
    ("rejects with a string", "async () => { throw 'no'; }", "string", "no"),
    ("rejects with nothing", "async () => { throw null; }", "string", "handled"),
    ("rejects with an object", "async () => { throw { a: 1 }; }", "object", "[object Object]"),
    (
        "callback with an error",
        "(e, c, callback) => callback(new TypeError('t'))",
        "TypeError",
        "t",
    ),
    ("callback with a string", "(e, c, callback) => callback('s')", "string", "s"),
    ("fail", "(event, context) => context.fail(new Error('f'))", "Error", "f"),
    ("fail with nothing", "(event, context) => context.fail()", "string", "handled"),
    (
        "own class",
        "async () => { const e = new Error('m'); e.name = 'Mine'; throw e; }",
        "Mine",
        "m",
    ),
    (
        "cycle",
        "async () => { const a = {}; a.a = a; return a; }",
        "Error",
        "Unable to stringify response body",
    ),
    ("BigInt", "async () => ({ n: 1n })", "Error", "Unable to stringify response body"),
    (
        "BigInt by callback",
        "(e, c, callback) => callback(null, 1n)",
        "Error",
        "Unable to stringify response body",
    ),
    (
        "recursion",
        "async function f() { await f(); }",
        "RangeError",
        "Maximum call stack size exceeded",
    ),
]


@pytest.mark.parametrize(
    "handler, kind, message", [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS]
)
def test_error(node, handler, kind, message):
    host = node(f"exports.handler = {handler};", "index.handler").ready()
    for _ in range(2):
        reply = host.invoke({})
        error = reply.json
        assert reply.kind == "ERROR" and list(error) == ["errorType", "errorMessage", "trace"]
        assert (error["errorType"], error["errorMessage"]) == (kind, message)
        assert "Invoke Error" in host.events[-1].text and host.events[-1].level == "ERROR"


def test_trace(node, tmp_path):
    host = node(
        "exports.handler = async () => {\n  throw new Error('x');\n};", "index.handler"
    ).ready()
    first, second = host.invoke().json["trace"][:2]
    assert first == "Error: x" and f"{tmp_path}/task/index.js:2:9" in second


def test_broken_event(node):
    host = node("exports.handler = async (event) => event;", "index.handler").ready()
    for raw in (b"", b"{", b"nul", b"[" * 100_000):
        assert host.invoke(raw=raw).json["errorType"] in ("SyntaxError", "RangeError")
    assert host.invoke(raw=b" 1 ").json == 1


CRASHES = [
    (
        "uncaught exception",
        "(e, c, cb) => { setTimeout(() => { throw new Error('x'); }, 5); }",
        129,
        "Error",
        "x",
    ),
    (
        "unhandled rejection",
        "(e, c, cb) => { Promise.reject(new Error('x')); setTimeout(cb, 50); }",
        128,
        "Runtime.UnhandledPromiseRejection",
        "Error: x",
    ),
    (
        "unhandled symbol",
        "(e, c, cb) => { Promise.reject(Symbol('x')); setTimeout(cb, 50); }",
        128,
        "Runtime.UnhandledPromiseRejection",
        "Symbol(x)",
    ),
    (
        "thrown in a callback's wait",
        "(e, c, cb) => { cb(null, 1); setTimeout(() => { throw 'x'; }, 5); }",
        129,
        "string",
        "x",
    ),
]


@pytest.mark.parametrize(
    "handler, status, kind, message", [row[1:] for row in CRASHES], ids=[row[0] for row in CRASHES]
)
def test_crash(node, handler, status, kind, message):
    host = node(f"exports.handler = {handler};", "index.handler").ready()
    reply = host.invoke()
    assert (reply.kind, reply.json["errorType"], reply.json["errorMessage"]) == (
        "ERROR",
        kind,
        message,
    )
    assert host.exit() == status


@pytest.mark.parametrize(
    "statement, status",
    [("process.exit(7)", 7), ("process.exit()", 0), ("process.kill(process.pid, 9)", -9)],
)
def test_exit_in_handler(node, statement, status):
    host = node(f"exports.handler = () => {{ {statement}; }};", "index.handler").ready()
    host.start_call()
    assert host.exit() == status


def test_context(node):
    source = """
exports.handler = async (event, context) => ({
  ...context,
  left: context.getRemainingTimeInMillis(),
  trace: process.env._X_AMZN_TRACE_ID ?? null,
  functions: Object.keys(context).filter((key) => typeof context[key] === 'function'),
});"""
    host = node(source, "index.handler").ready()
    client = {"client": {"app_title": "t"}, "custom": {}, "env": {}}
    identity = {"cognitoIdentityId": "i", "cognitoIdentityPoolId": "p"}
    full = host.invoke(clientContext=client, identity=identity, tenantId="blue").json
    assert 1000 < full.pop("left") <= 3000
    assert full == {
        "callbackWaitsForEmptyEventLoop": True,
        "functionVersion": "7",
        "functionName": "shop",
        "memoryLimitInMB": "128",
        "logGroupName": "/aws/lambda/shop",
        "logStreamName": "2026/01/01/[7]abc",
        "clientContext": client,
        "identity": identity,
        "invokedFunctionArn": ARN,
        "awsRequestId": REQUEST_ID,
        "tenantId": "blue",
        "trace": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
        "functions": ["succeed", "fail", "done", "getRemainingTimeInMillis"],
    }
    bare = host.invoke(traceId=None).json
    assert bare["trace"] is None and not {"clientContext", "identity", "tenantId"} & set(bare)


def test_response_size(node):
    host = node("exports.handler = async (n) => 'é'.repeat(n / 2);", "index.handler").ready()
    assert len(host.invoke(LIMIT - 2).payload) == LIMIT
    assert host.invoke(LIMIT).json == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": f"Response payload size exceeded maximum allowed payload size ({LIMIT} bytes).",
    }
    assert host.invoke(2).json == "é"


def test_huge_error_is_cut_to_fit_a_frame(node):
    host = node(
        "exports.handler = async () => { throw new Error('x'.repeat(9e6)); };", "index.handler"
    ).ready()
    error = host.invoke().json
    assert error["errorType"] == "Error" and 1000 < len(error["errorMessage"]) < 1_000_000


def test_large_event_and_slow_reader(node):
    host = node("exports.handler = async (event) => event;", "index.handler").ready()
    event = ["é" * 1000] * 900
    host.socket.setsockopt(1, 8, 4096)  # a small receive buffer: the host has to wait for us
    assert host.invoke(event).json == event
    assert host.invoke([1]).json == [1]


MISCHIEF = [
    ("closes the socket", "for (let n = 3; n < 64; n++) try { fs.closeSync(n) } catch {}"),
    ("takes its number", "await connect(port); fs.closeSync(fd); await connect(port);"),
]


@pytest.mark.parametrize("body", [row[1] for row in MISCHIEF], ids=[row[0] for row in MISCHIEF])
def test_meddling_with_descriptors_ends_the_process(node, body):
    source = f"""
const fs = require('fs');
const connect = (port) => new Promise((done) => require('net').connect(port, '127.0.0.1', done));
exports.handler = async ({{ fd, port }}) => {{ {body} }};"""
    host = node(source, "index.handler").ready()
    with socket.create_server(("127.0.0.1", 0)) as server:
        host.start_call({"fd": host.socket_fd, "port": server.getsockname()[1]})
        assert host.exit() not in (0, None)


def test_stops_and_leaves_when_the_platform_does(node):
    source = "setInterval(() => {}, 1000); exports.handler = async () => 1;"
    host = node(source, "index.handler").ready()
    host.invoke()
    assert host.stop() == 0
    host = node(source, "index.handler").ready()
    host.socket.shutdown(2)
    assert host.process.wait(5) == 0


def test_environment_is_clean(node):
    source = (
        "exports.handler = async () => Object.keys(process.env).filter((k) => k.startsWith('_'));"
    )
    host = node(source, "index.handler").ready()
    assert host.invoke().json == ["_HANDLER", "_X_AMZN_TRACE_ID"]


def test_network_and_workers_work(node):
    source = """
const http = require('http');
const { Worker } = require('worker_threads');
exports.handler = async () => {
  const server = http.createServer((_, answer) => answer.end('over http'));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const said = await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();
  server.close();
  const code = "require('worker_threads').parentPort.postMessage(6 * 7)";
  const worker = new Worker(code, { eval: true });
  return [said, await new Promise((done) => worker.once('message', done))];
};"""
    host = node(source, "index.handler").ready()
    assert host.invoke().json == ["over http", 42]
    assert host.invoke().json == ["over http", 42]
