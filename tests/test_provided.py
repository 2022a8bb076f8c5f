"""`provided`: any executable that speaks the Lambda Runtime API, our own and the official ones."""

import json
import re
import time

import pytest
from harness.platform import TARGET
from harness.url import stream

# The start of a bootstrap that does by hand what a runtime does: `call` is one request.
SPEAK = """#!/usr/bin/env python3
import base64, http.client, json, os, sys
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
def call(method, path, body=None, headers={}):
    api.request(method, "/2018-06-01/runtime" + path, body, headers)
    answer = api.getresponse()
    return answer.status, answer.headers, answer.read()
def next_event():
    status, headers, body = call("GET", "/invocation/next")
    return headers["Lambda-Runtime-Aws-Request-Id"], headers, body
"""

ECHO = (
    SPEAK
    + """
while True:
    request, headers, body = next_event()
    call("POST", f"/invocation/{request}/response", body)
"""
)


def test_an_event_there_and_back(platform):
    name = platform.provided(ECHO)
    for event in ({"a": [1, "é"]}, "text", None, 1.5):
        assert platform.call(name, json.dumps(event).encode()) == event
    assert len(platform.instances(name)) == 1


def test_what_comes_with_an_event(platform):
    name = platform.provided(
        SPEAK
        + """
while True:
    request, headers, body = next_event()
    answer = {"headers": dict(headers.items()), "handler": os.environ["_HANDLER"],
              "cwd": os.path.samefile(os.getcwd(), os.environ["LAMBDA_TASK_ROOT"]),
              "exec": os.environ["AWS_EXECUTION_ENV"], "argv": sys.argv[1:]}
    status, _, said = call("POST", f"/invocation/{request}/response", json.dumps(answer))
    assert (status, json.loads(said)) == (202, {"status": "OK"}), (status, said)
""",
        handler="any words",
        timeout="5s",
    )
    before = time.time() * 1000
    reply = platform.invoke(name, {}, context={"custom": {"k": "v"}})
    seen = reply.json()
    headers = {key.lower(): value for key, value in seen["headers"].items()}
    assert headers["lambda-runtime-aws-request-id"] == reply.request_id
    deadline = int(headers["lambda-runtime-deadline-ms"])
    assert before + 4000 < deadline < before + 9000
    arn = headers["lambda-runtime-invoked-function-arn"]
    assert re.fullmatch(rf"arn:aws:lambda:\S+:\d{{12}}:function:{name}", arn)
    assert re.match(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", headers["lambda-runtime-trace-id"])
    assert json.loads(headers["lambda-runtime-client-context"]) == {"custom": {"k": "v"}}
    assert headers["content-type"] == "application/json"
    assert seen["handler"] == "any words"
    assert seen["cwd"]
    assert seen["exec"].startswith("AWS_Lambda_provided")
    assert seen["argv"] == []


def test_an_error_is_passed_on_as_it_is(platform):
    error = {"errorType": "Shop.SoldOut", "errorMessage": "none left", "stackTrace": ["a", "b"]}
    name = platform.provided(
        SPEAK
        + f"""
while True:
    request, headers, body = next_event()
    status, _, _ = call("POST", f"/invocation/{{request}}/error", json.dumps({error!r}),
                        {{"Lambda-Runtime-Function-Error-Type": "Shop.SoldOut"}})
    assert status == 202
"""
    )
    reply = platform.invoke(name)
    assert (reply.status, reply.error, reply.json()) == (200, "Unhandled", error)
    assert platform.fail(name) == error, "the instance goes on"
    assert len(platform.instances(name)) == 1


def test_init_error(platform):
    name = platform.provided(
        SPEAK
        + """
status, _, _ = call("POST", "/init/error",
                    json.dumps({"errorType": "Shop.Closed", "errorMessage": "no stock"}),
                    {"Lambda-Runtime-Function-Error-Type": "Shop.Closed"})
assert status == 202, status
sys.exit(1)
""",
        check=False,
    )
    for _ in range(2):
        error = platform.fail(name)
        assert (error["errorType"], error["errorMessage"]) == ("Shop.Closed", "no stock")


@pytest.mark.parametrize(
    "end, reason",
    [
        ("sys.exit(7)", "exited with error: exit status 7"),
        ("sys.exit(0)", "exited without providing a reason"),
        ("os.kill(os.getpid(), 9)", "exited with error: signal: killed"),
    ],
)
@pytest.mark.parametrize("when", ["before", "during"])
def test_exits(platform, when, end, reason):
    source = SPEAK + ("next_event()\n" if when == "during" else "") + end + "\n"
    name = platform.provided(source, check=False)
    reply = platform.invoke(name)
    assert reply.error == "Unhandled"
    assert reply.json() == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {reply.request_id} Error: Runtime {reason}",
    }


@pytest.mark.parametrize(
    "bootstrap",
    [b"\x7fELF is not all there is to it", "#!/no/such/interpreter\n"],
    ids=["not a program", "no interpreter"],
)
def test_a_bootstrap_that_cannot_be_started(platform, bootstrap):
    reply = platform.invoke(platform.provided(bootstrap, check=False))
    assert reply.error == "Unhandled"
    assert reply.json()["errorType"] in ("Runtime.InvalidEntrypoint", "Runtime.ExitError")


def test_a_timeout(platform):
    name = platform.provided(SPEAK + "next_event()\nimport time\ntime.sleep(60)\n", timeout="1s")
    reply = platform.invoke(name)
    assert reply.json() == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {reply.request_id} Error: Task timed out after 1.00 seconds; "
        "if it needs longer, raise its `timeout`",
    }
    assert platform.instances(name) == []


# The API's own errors, asked for by a bootstrap that then answers with what it saw.

PROBE = """
request, headers, body = next_event()
probes = json.loads(body)
seen = []
for method, path, size in probes:
    status, _, answer = call(method, path.replace("ID", request), b"x" * size or None)
    seen.append([status, json.loads(answer).get("errorType") if answer[:1] == b"{" else None])
call("POST", f"/invocation/{request}/response", json.dumps(seen))
next_event()
"""


@pytest.mark.parametrize(
    "method, path, size, status, kind",
    [
        ("POST", "/invocation/not-a-call/response", 2, 400, "InvalidRequestID"),
        ("POST", "/invocation/not-a-call/error", 2, 400, "InvalidRequestID"),
        ("POST", "/init/error", 2, 403, "InvalidStateTransition"),
        ("GET", "/no/such/path", 0, 404, None),
    ],
)
def test_the_apis_own_errors(platform, method, path, size, status, kind):
    name = platform.provided(SPEAK + PROBE)
    [seen] = platform.call(name, [[method, path, size]])
    assert seen[0] == status
    assert kind is None or seen[1] == kind


def test_a_response_that_is_too_large(platform):
    name = platform.provided(
        SPEAK
        + """
while True:
    request, headers, body = next_event()
    status, _, said = call("POST", f"/invocation/{request}/response", b"x" * 6291557)
    print("status", status, said.decode(), flush=True)
"""
    )
    error = platform.fail(name)
    assert error == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size"
        " (6291556 bytes).",
    }
    platform.wait_logged(name, r"status 413 .*RequestEntityTooLarge")


# Streams.

STREAMS = (
    SPEAK
    + """
import time
def piece(data):
    api.send(b"%x\\r\\n%s\\r\\n" % (len(data), data))
while True:
    request, headers, body = next_event()
    wanted = json.loads(body)
    wanted = json.loads(wanted["body"]) if "body" in wanted else wanted
    api.putrequest("POST", f"/2018-06-01/runtime/invocation/{request}/response")
    api.putheader("Lambda-Runtime-Function-Response-Mode", "streaming")
    api.putheader("Transfer-Encoding", "chunked")
    api.putheader("Content-Type", wanted["type"])
    api.putheader("Trailer", "Lambda-Runtime-Function-Error-Type")
    api.putheader("Trailer", "Lambda-Runtime-Function-Error-Body")
    api.endheaders()
    if "prelude" in wanted:
        piece(json.dumps(wanted["prelude"]).encode() + b"\\0" * 8)
    for text in ["one ", "two ", "three"]:
        piece(text.encode())
        time.sleep(0.4)
    api.send(b"0\\r\\n")
    if wanted.get("fail"):
        error = json.dumps({"errorType": "Shop.Fire", "errorMessage": "left midway"}).encode()
        api.send(b"Lambda-Runtime-Function-Error-Type: Shop.Fire\\r\\n")
        api.send(b"Lambda-Runtime-Function-Error-Body: %s\\r\\n" % base64.b64encode(error))
    api.send(b"\\r\\n")
    assert api.getresponse().read() is not None
"""
)


def test_a_stream_is_collected_for_an_invoke(platform):
    name = platform.provided(STREAMS, timeout="10s")
    for _ in range(2):
        reply = platform.invoke(name, {"type": "text/plain"})
        assert (reply.error, reply.payload) == (None, b"one two three")


def test_a_stream_that_breaks_off_says_why(platform):
    name = platform.provided(STREAMS, timeout="10s")
    error = platform.fail(name, {"type": "text/plain", "fail": True})
    assert error == {"errorType": "Shop.Fire", "errorMessage": "left midway"}
    assert platform.invoke(name, {"type": "text/plain"}).payload == b"one two three"
    outcomes = [record["outcome"] for record in platform.records(name, 2)]
    assert outcomes == ["ok", "function_error"]


def test_a_stream_reaches_a_browser_piece_by_piece(platform):
    name = platform.provided(STREAMS, timeout="10s", url=True)
    kind = "application/vnd.awslambda.http-integration-response"
    prelude = {"statusCode": 201, "headers": {"x-shop": "open"}, "cookies": ["a=1", "b=2"]}
    wanted = {"type": kind, "prelude": prelude}
    body, headers = json.dumps(wanted).encode(), {"Content-Type": "application/json"}
    response, pieces = stream(platform.port, f"/fn/{name}/", "POST", body, headers)
    assert response.status == 201
    assert response.header("x-shop") == "open"
    assert response.all("set-cookie") == ["a=1", "b=2"]
    assert b"".join(data for _, data in pieces) == b"one two three"
    assert pieces[-1][0] - pieces[0][0] > 0.5, "the first came long before the last"


# The official runtimes, as they are published.

RUST = TARGET / "programs/debug/lambda-runtime-program"
PYTHON = TARGET / "python-runtime"
NODE = TARGET / "npm/node-runtime/node_modules/aws-lambda-ric"


needs_node_runtime = pytest.mark.skipif(
    not (NODE / "dist/rapid-client.node").exists(),
    reason="aws-lambda-ric could not be built here; `cargo xtask test` says why",
)


@pytest.fixture(scope="module")
def rust(platform):
    files = {"bootstrap": RUST}
    return platform.function(files, "provided.al2023", "answer", memory_mb=192, timeout="5s")


def test_lambda_runtime_crate(platform, rust):
    reply = platform.invoke(rust, {"n": 1})
    answer = reply.json()
    assert answer["event"] == {"n": 1}
    assert answer["request_id"] == reply.request_id
    assert answer["arn"].endswith(f":function:{rust}")
    assert answer["function"] == rust
    assert answer["memory_mb"] == 192
    assert answer["trace_id"].startswith("Root=1-")
    assert 0 < answer["deadline_ms"] - time.time() * 1000 < 5000


def test_lambda_runtime_crate_errors(platform, rust):
    error = platform.fail(rust, {"fail": "no luck"})
    assert error["errorMessage"] == "no luck" and error["errorType"]
    assert "as asked" in platform.fail(rust, {"panic": True})["errorMessage"]
    assert platform.call(rust, 7)["event"] == 7


def test_lambda_runtime_crate_streams(platform):
    name = platform.function(
        {"bootstrap": RUST}, "provided.al2023", "stream", url=True, timeout="10s"
    )
    # The crate always sends a head for HTTP, which an Invoke gives back as it came.
    head, _, body = platform.invoke(name, {}).payload.partition(b"\0" * 8)
    assert (json.loads(head)["statusCode"], body) == (200, b"one\ntwo\nthree\n")
    _, pieces = stream(platform.port, f"/fn/{name}/")
    assert b"".join(data for _, data in pieces) == b"one\ntwo\nthree\n"
    assert pieces[-1][0] - pieces[0][0] > 0.5
    # When a stream breaks off, this version of the crate may send its trailers as a last piece of
    # the body, which nobody can tell from data. So no more than this is sure:
    assert b"three" not in platform.invoke(name, {"break": True}).payload
    assert platform.invoke(name, {}).error is None, "the next call works"


PYTHON_APP = """
import logging
logging.getLogger().setLevel("INFO")
def handler(event, context):
    logging.info("seen %s", event)
    if event == "fail":
        raise ValueError("no luck\\nat all")
    return [event, context.aws_request_id, context.function_name, context.memory_limit_in_mb]
"""


def test_awslambdaric(platform):
    files = {entry.name: entry for entry in PYTHON.iterdir() if entry.name[0] not in "._"}
    bootstrap = '#!/bin/sh\nexec python3 -m awslambdaric "$_HANDLER"\n'
    files.update({"bootstrap": bootstrap, "app.py": PYTHON_APP})
    name = platform.function(files, "provided.al2023", "app.handler", timeout="10s")
    reply = platform.invoke(name, "hi", tail=True)
    assert reply.json() == ["hi", reply.request_id, name, "128"]
    assert f"{reply.request_id}\tseen hi" in reply.log
    reply = platform.invoke(name, "fail")
    error = reply.json()
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no luck\nat all")
    assert error["requestId"] == reply.request_id
    # The runtime frames its log records for us, so the error with its traceback is one event.
    events = [e for e in platform.logs(name) if "no luck" in e["text"]]
    assert len(events) == 1 and "Traceback" in events[0]["text"]
    assert events[0]["level"] == "error"


def test_awslambdaric_that_cannot_load(platform):
    files = {entry.name: entry for entry in PYTHON.iterdir() if entry.name[0] not in "._"}
    bootstrap = '#!/bin/sh\nexec python3 -m awslambdaric "$_HANDLER"\n'
    name = platform.function({**files, "bootstrap": bootstrap}, "provided", "missing.handler",
                             check=False, timeout="10s")
    error = platform.fail(name)
    assert error["errorType"] == "Runtime.ImportModuleError"
    assert error["errorMessage"] == "Unable to import module 'missing': No module named 'missing'"


NODE_APP = """
exports.handler = async (event, context) => {
    console.log("seen", event);
    if (event === "fail") throw new RangeError("no luck");
    return [event, context.awsRequestId, context.functionName, context.memoryLimitInMB];
};
exports.stream = awslambda.streamifyResponse(async (event, stream) => {
    for (const piece of ["one ", "two ", "three"]) {
        stream.write(piece);
        await new Promise((ok) => setTimeout(ok, 400));
    }
    stream.end();
});
"""


def node_files():
    bootstrap = (
        '#!/bin/sh\nexec node node_modules/aws-lambda-ric/bin/index.mjs "$_HANDLER"\n'
    )
    parts = ["bin", "dist", "package.json"]
    runtime = {f"node_modules/aws-lambda-ric/{part}": NODE / part for part in parts}
    return {"bootstrap": bootstrap, "app.js": NODE_APP, **runtime}


@needs_node_runtime
def test_aws_lambda_ric(platform):
    name = platform.function(
        node_files(), "provided.al2023", "app.handler", memory_mb=256, timeout="10s"
    )
    reply = platform.invoke(name, "hi", tail=True)
    assert reply.json() == ["hi", reply.request_id, name, "256"]
    assert f"{reply.request_id}\tINFO\tseen hi" in reply.log
    error = platform.fail(name, "fail")
    assert (error["errorType"], error["errorMessage"]) == ("RangeError", "no luck")
    assert error["trace"][0] == "RangeError: no luck"


@needs_node_runtime
def test_aws_lambda_ric_streams(platform):
    name = platform.function(
        node_files(), "provided.al2023", "app.stream", memory_mb=256, timeout="10s", url=True
    )
    assert platform.invoke(name, {}).payload == b"one two three"
    _, pieces = stream(platform.port, f"/fn/{name}/")
    assert b"".join(data for _, data in pieces) == b"one two three"
    assert pieces[-1][0] - pieces[0][0] > 0.5
