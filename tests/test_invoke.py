"""Calling a function: `mayfly invoke`, and Lambda's Invoke through boto3."""

import base64
import json
import re
import time

import pytest
from botocore.exceptions import ClientError
from harness import eventually
from harness.witness import SOURCE as WITNESS

REQUEST_MAX = 6_291_456
RESPONSE_MAX = 6_291_556
ASYNC_MAX = 1_048_576

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@pytest.fixture(scope="module")
def echo(platform):
    return platform.python("def handler(event, context): return event", timeout="10s")


@pytest.fixture(scope="module")
def talk(platform):
    return platform.python(
        "def handler(event, context):\n    print('a line of its own')\n    return 'done'"
    )


@pytest.fixture(scope="module")
def broken(platform):
    return platform.python("def handler(event, context):\n    raise ValueError('no luck')")


@pytest.fixture(scope="module")
def client(platform):
    return platform.boto3_client()


# The command line.


@pytest.mark.parametrize(
    "text",
    ["{}", '{"a": [1, 2.5, null, true, "é ☃"]}', "[]", '"text"', "0", "false", "null"],
)
def test_the_payload_is_json_of_any_kind(platform, echo, text):
    done = platform.cli("invoke", echo, "--payload", text)
    assert json.loads(done.stdout) == json.loads(text)


def test_the_payload_can_come_from_a_file(platform, echo, tmp_path):
    (tmp_path / "event.json").write_text('{"from": "a file"}')
    done = platform.cli("invoke", echo, "--payload", f"@{tmp_path}/event.json")
    assert json.loads(done.stdout) == {"from": "a file"}


def test_the_payload_can_come_from_a_pipe(platform, echo):
    done = platform.cli("invoke", echo, "--payload", "-", stdin='{"from": "a pipe"}')
    assert json.loads(done.stdout) == {"from": "a pipe"}


def test_without_a_payload_the_event_is_an_empty_object(platform, echo):
    assert json.loads(platform.cli("invoke", echo).stdout) == {}


def test_a_payload_that_is_not_json_is_refused(platform, echo, tmp_path):
    done = platform.cli("invoke", echo, "--payload", "{oops", code=None)
    assert done.returncode in (1, 2) and "JSON" in done.stderr
    done = platform.cli("invoke", echo, "--payload", f"@{tmp_path}/nowhere.json", code=None)
    assert done.returncode in (1, 2) and "nowhere.json" in done.stderr


def test_only_the_response_is_on_stdout(platform, talk):
    done = platform.cli("invoke", talk)
    assert done.stdout.strip() == '"done"'


def test_logs_are_shown_beside_the_response(platform, talk):
    done = platform.cli("invoke", talk, "--logs")
    assert done.stdout.strip() == '"done"'
    assert "a line of its own" in done.stderr
    assert re.search(r"REPORT RequestId: \S+\s+Duration: ", done.stderr)


def test_a_function_error_exits_with_1_and_is_printed(platform, broken):
    done = platform.cli("invoke", broken, code=1)
    error = json.loads(done.stdout)
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no luck")


def test_a_function_that_is_not_there_is_named_with_what_to_do(platform, echo):
    done = platform.cli("invoke", "nobody", code=1)
    assert "nobody" in done.stderr and "mayfly" in done.stderr


def test_a_name_that_is_almost_right_is_corrected_or_listed(platform, echo):
    done = platform.cli("invoke", echo + "x", code=1)
    assert echo in done.stderr or "mayfly ls" in done.stderr


def test_async_returns_at_once_and_runs(platform, witness):
    source = WITNESS + (
        "import time\ndef handler(event, context):\n    time.sleep(1)\n    witness(event)\n"
    )
    name = platform.python(source, **witness.settings)
    start = time.monotonic()
    platform.cli("invoke", name, "--payload", '"later"', "--async")
    assert time.monotonic() - start < 1
    eventually(lambda: witness.lines() == ["later"], what="the call runs")


# The size of things.


def text_of(size):
    """A JSON string of exactly `size` bytes."""
    return b'"' + b"x" * (size - 2) + b'"'


def test_a_request_of_6_mb_goes_through(platform):
    name = platform.python("def handler(event, context): return len(event)", timeout="15s")
    assert platform.call(name, text_of(REQUEST_MAX)) == REQUEST_MAX - 2


def test_a_request_over_6_mb_is_refused(platform, echo, client):
    reply = platform.invoke(echo, text_of(REQUEST_MAX + 1))
    assert reply.status == 413
    assert reply.response.header("x-amzn-ErrorType").startswith("RequestTooLargeException")
    assert str(REQUEST_MAX) in reply.response.text
    with pytest.raises(ClientError) as error:
        client.invoke(FunctionName=echo, Payload=text_of(REQUEST_MAX + 1))
    assert error.value.response["Error"]["Code"] == "RequestTooLargeException"


def test_a_request_without_end_is_cut_off(platform, echo):
    """Nobody may fill the platform's memory by lying about how much will come."""
    headers = platform.client.signed("POST", f"/2015-03-31/functions/{echo}/invocations", b"{}")
    headers["Content-Length"] = str(10**12)
    path = f"/2015-03-31/functions/{echo}/invocations"
    assert platform.fetch(path, "POST", b"{}", headers, timeout=20).status in (400, 403, 413)


def test_the_command_line_names_the_limit_too(platform, echo, tmp_path):
    (tmp_path / "large.json").write_bytes(text_of(REQUEST_MAX + 1))
    done = platform.cli("invoke", echo, "--payload", f"@{tmp_path}/large.json", code=None)
    assert done.returncode in (1, 2)
    assert re.search(r"6 ?MB|6 ?MiB|6291456", done.stderr)


@pytest.mark.parametrize("language", ["python", "node"])
def test_a_response_of_6_mb_goes_through_and_no_more(platform, language):
    if language == "python":
        name = platform.python("def handler(event, context): return 'x' * event", timeout="15s")
    else:
        name = platform.node("exports.handler = async (n) => 'x'.repeat(n)", timeout="15s")
    assert len(platform.invoke(name, RESPONSE_MAX - 2).payload) == RESPONSE_MAX
    error = platform.fail(name, RESPONSE_MAX - 1)
    assert error["errorType"] == "Function.ResponseSizeTooLarge"
    assert error["errorMessage"] == (
        f"Response payload size exceeded maximum allowed payload size ({RESPONSE_MAX} bytes)."
    )
    assert platform.call(name, 1) == "x", "and it goes on working"


def test_an_async_request_may_have_1_mb(platform, witness):
    source = WITNESS + "def handler(event, context): witness(len(event))\n"
    name = platform.python(source, **witness.settings)
    assert platform.invoke(name, text_of(ASYNC_MAX), kind="Event").status == 202
    refused = platform.invoke(name, text_of(ASYNC_MAX + 1), kind="Event")
    assert refused.status == 413
    assert str(ASYNC_MAX) in refused.response.text
    eventually(lambda: witness.lines() == [str(ASYNC_MAX - 2)])


# boto3.


def test_request_response(client, echo):
    reply = client.invoke(FunctionName=echo, Payload=b'{"a": 1}')
    assert reply["StatusCode"] == 200
    assert reply["ExecutedVersion"] == "$LATEST"
    assert "FunctionError" not in reply
    assert json.load(reply["Payload"]) == {"a": 1}
    assert re.fullmatch(UUID, reply["ResponseMetadata"]["RequestId"])


def test_event(client, witness, platform):
    source = WITNESS + "def handler(event, context): witness(context.aws_request_id)\n"
    name = platform.python(source, **witness.settings)
    reply = client.invoke(FunctionName=name, InvocationType="Event", Payload=b"{}")
    assert reply["StatusCode"] == 202
    assert reply["Payload"].read() == b""
    eventually(lambda: witness.lines() == [reply["ResponseMetadata"]["RequestId"]])


def test_dry_run(client, witness, platform):
    source = WITNESS + "def handler(event, context): witness('ran')\n"
    name = platform.python(source, **witness.settings)
    assert client.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"] == 204
    client.invoke(FunctionName=name)
    assert witness.lines() == ["ran"], "only the real one ran"


def test_an_unknown_invocation_type_is_refused(platform, echo):
    assert platform.invoke(echo, {}, kind="Sometimes").status == 400


def test_log_tail(client, talk, broken):
    reply = client.invoke(FunctionName=talk, LogType="Tail")
    log = base64.b64decode(reply["LogResult"]).decode()
    request = reply["ResponseMetadata"]["RequestId"]
    assert log.index(f"START RequestId: {request} Version: $LATEST") == 0
    assert "a line of its own\n" in log
    assert log.index(f"END RequestId: {request}") < log.index(f"REPORT RequestId: {request}\t")
    reply = client.invoke(FunctionName=broken, LogType="Tail")
    log = base64.b64decode(reply["LogResult"]).decode()
    assert "[ERROR] ValueError: no luck" in log and "Traceback" in log


def test_the_log_tail_has_4_kb_at_most(platform):
    name = platform.python(
        "def handler(event, context):\n    for i in range(1000): print(f'line {i:04}')"
    )
    log = platform.invoke(name, tail=True).log
    assert 2048 < len(log) <= 4096
    assert "line 0999" in log and "REPORT" in log and "line 0000" not in log


def test_no_log_without_asking(client, talk):
    assert "LogResult" not in client.invoke(FunctionName=talk)


def test_client_context(client, platform):
    name = platform.python(
        "def handler(event, context): return context.client_context.custom['who']"
    )
    context = base64.b64encode(json.dumps({"custom": {"who": "me"}}).encode()).decode()
    reply = client.invoke(FunctionName=name, ClientContext=context)
    assert json.load(reply["Payload"]) == "me"


def test_a_client_context_that_is_nonsense_is_refused(platform, echo):
    path = f"/2015-03-31/functions/{echo}/invocations"
    for text in ("not base64!", base64.b64encode(b"not json").decode()):
        headers = {"X-Amz-Client-Context": text}
        assert platform.client.request("POST", path, b"{}", headers).status == 400


def test_function_error(client, broken):
    reply = client.invoke(FunctionName=broken)
    assert reply["StatusCode"] == 200
    assert reply["FunctionError"] == "Unhandled"
    assert json.load(reply["Payload"])["errorMessage"] == "no luck"


@pytest.mark.parametrize(
    "spelling",
    [
        "{name}",
        "{name}:$LATEST",
        "000000000000:function:{name}",
        "arn:aws:lambda:us-east-1:000000000000:function:{name}",
    ],
)
def test_a_function_can_be_named_as_on_lambda(platform, client, echo, spelling):
    arn = platform.show(echo)["arn"]
    _, _, _, region, account, *_ = arn.split(":")
    name = spelling.format(name=echo).replace("us-east-1", region).replace("0" * 12, account)
    assert json.load(client.invoke(FunctionName=name, Payload=b"7")["Payload"]) == 7


def test_latest_can_be_asked_for(client, echo):
    assert client.invoke(FunctionName=echo, Qualifier="$LATEST")["StatusCode"] == 200


@pytest.mark.parametrize(
    "call, code, status",
    [
        ({"FunctionName": "nobody"}, "ResourceNotFoundException", 404),
        ({"Payload": b"{oops"}, "InvalidRequestContentException", 400),
        ({"Payload": b"\xff\xfe"}, "InvalidRequestContentException", 400),
        ({"Qualifier": "7"}, "ResourceNotFoundException", 404),
        ({"FunctionName": "nobody", "InvocationType": "Event"}, "ResourceNotFoundException", 404),
        ({"FunctionName": "nobody", "InvocationType": "DryRun"}, "ResourceNotFoundException", 404),
    ],
    ids=["unknown", "not JSON", "not text", "no such version", "unknown async", "unknown dry"],
)
def test_errors_are_lambdas(client, echo, call, code, status):
    with pytest.raises(ClientError) as error:
        client.invoke(**{"FunctionName": echo, **call})
    assert error.value.response["Error"]["Code"] == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_many_calls_share_an_instance(platform):
    name = platform.python(
        "import uuid\nborn = str(uuid.uuid4())\ndef handler(event, context): return born"
    )
    assert len({platform.call(name) for _ in range(50)}) == 1


def test_a_stream_for_http_is_shown_as_its_body(platform):
    name = platform.node(
        "exports.handler = awslambda.streamifyResponse(async (event, stream) => {\n"
        "  const head = { statusCode: 418, headers: { 'x-kind': 'tea' }, cookies: ['a=b'] };\n"
        "  const http = awslambda.HttpResponseStream.from(stream, head);\n"
        "  http.write('<p>short');\n  http.end(' and stout');\n});\n"
    )
    done = platform.cli("invoke", name)
    assert done.stdout == "<p>short and stout"
    assert done.stderr == "HTTP 418\nx-kind: tea\nset-cookie: a=b\n"
    told = platform.cli_json("invoke", name)
    assert told["payload"] == "<p>short and stout"
    assert told["response"] == {
        "statusCode": 418, "headers": {"x-kind": "tea"}, "cookies": ["a=b"],
    }
