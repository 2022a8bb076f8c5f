"""Function URLs: an HTTP request becomes an event, and what the function gives an answer."""

import base64
import json
import re
import time

import pytest
from harness.url import stream

ECHO = "def handler(event, context): return event"
# Gives back what the request's body describes, in Python.
ANSWER = """
import base64, json
def handler(event, context):
    body = event["body"]
    if event["isBase64Encoded"]:
        body = base64.b64decode(body)
    return json.loads(body)
"""


@pytest.fixture(scope="module")
def echo(platform):
    return platform.python(ECHO, url=True)


@pytest.fixture(scope="module")
def answer(platform):
    return platform.python(ANSWER, url=True)


def event(platform, name, path="/", method="GET", body=b"", headers=None):
    """The event that a request becomes."""
    response = platform.fetch(f"/fn/{name}{path}", method, body, headers)
    assert response.status == 200, response
    return response.json()


# From a request to an event: payload format 2.0.


def test_the_event(platform, echo):
    headers = {
        "Host": f"127.0.0.1:{platform.port}",
        "User-Agent": "a test",
        "X-Shop": "open",
        "Cookie": "a=1; b=2",
        "Content-Type": "application/json",
    }
    path = "/a/b%20c?x=1&y=%2F&x=2&empty="
    before = time.time() * 1000
    seen = event(platform, echo, path, "POST", b'{"n": 1}', headers)
    context = seen.pop("requestContext")
    arrived = seen.pop("headers")
    assert seen == {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/a/b%20c",
        "rawQueryString": "x=1&y=%2F&x=2&empty=",
        "cookies": ["a=1", "b=2"],
        "queryStringParameters": {"x": "1,2", "y": "/", "empty": ""},
        "body": '{"n": 1}',
        "isBase64Encoded": False,
    }
    assert arrived["x-shop"] == "open"
    assert arrived["user-agent"] == "a test"
    assert arrived["content-type"] == "application/json"
    assert arrived["x-forwarded-for"] == "127.0.0.1"
    assert arrived["x-forwarded-proto"] == "http"
    assert arrived["x-forwarded-port"] == str(platform.port)
    assert arrived["x-amzn-trace-id"].startswith("Root=1-")
    assert "cookie" not in arrived
    assert all(name == name.lower() for name in arrived)

    assert re.fullmatch(r"[0-9a-f-]{36}", context.pop("requestId"))
    assert before - 5 <= context.pop("timeEpoch") <= time.time() * 1000 + 5
    assert re.fullmatch(
        r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000", context.pop("time")
    )
    domain = context.pop("domainName")
    assert context.pop("domainPrefix") == domain.split(".")[0]
    assert context.pop("apiId")
    assert context == {
        "accountId": "anonymous",
        "http": {
            "method": "POST",
            "path": "/a/b%20c",
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "a test",
        },
        "routeKey": "$default",
        "stage": "$default",
    }


def test_what_is_not_there_is_left_out(platform, echo):
    seen = event(platform, echo)
    assert "body" not in seen and "cookies" not in seen and "queryStringParameters" not in seen
    assert seen["rawQueryString"] == "" and seen["isBase64Encoded"] is False


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_every_method(platform, echo, method):
    assert event(platform, echo, "/", method)["requestContext"]["http"]["method"] == method


def test_head(platform, echo):
    response = platform.fetch(f"/fn/{echo}/", "HEAD")
    assert (response.status, response.body) == (200, b"")


@pytest.mark.parametrize(
    "path, raw",
    [
        ("", "/"),
        ("/", "/"),
        ("/a", "/a"),
        ("/a/", "/a/"),
        ("//a//b", "//a//b"),
        ("/a%2Fb", "/a%2Fb"),
        ("/caf%C3%A9", "/caf%C3%A9"),
    ],
)
def test_paths(platform, echo, path, raw):
    seen = event(platform, echo, path)
    assert (seen["rawPath"], seen["requestContext"]["http"]["path"]) == (raw, raw)


@pytest.mark.parametrize(
    "query, parameters",
    [
        ("a=1", {"a": "1"}),
        ("a=1&a=2&b=3", {"a": "1,2", "b": "3"}),
        ("a", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("q=%C3%A9+x", {"q": "é x"}),
        ("%61=1", {"a": "1"}),
    ],
)
def test_query_strings(platform, echo, query, parameters):
    seen = event(platform, echo, f"/?{query}")
    assert seen["rawQueryString"] == query
    assert seen["queryStringParameters"] == parameters


def test_headers_of_one_name_are_joined(platform, echo):
    seen = event(platform, echo, headers={"X-Many": ["1", "2"]})
    assert seen["headers"]["x-many"] == "1,2"


@pytest.mark.parametrize(
    "kind, body, encoded",
    [
        ("application/json", b"{}", False),
        ("text/plain; charset=utf-8", "é".encode(), False),
        ("application/xml", b"<a/>", False),
        ("application/javascript", b"1", False),
        ("application/x-www-form-urlencoded", b"a=1", True),
        ("application/octet-stream", b"\0\xff", True),
        ("image/png", b"\x89PNG", True),
        (None, b"\xff", True),
    ],
)
def test_bodies(platform, echo, kind, body, encoded):
    headers = {"Content-Type": kind} if kind else {}
    seen = event(platform, echo, "/", "POST", body, headers)
    assert seen["isBase64Encoded"] is encoded
    text = seen["body"]
    assert (base64.b64decode(text) if encoded else text.encode()) == body


def test_a_body_over_6_mb_is_refused(platform, echo):
    response = platform.fetch(f"/fn/{echo}/", "POST", b"x" * 6_300_000)
    assert response.status == 413


# From a result to an answer. Each line: what the function gives; status, type and body of the
# answer; further headers.

ANSWERS = {
    "a plain object is JSON": ({"a": 1}, 200, "application/json", b'{"a": 1}', {}),
    "so is a list": ([1, 2], 200, "application/json", b"[1, 2]", {}),
    "a text is itself": ("hello", 200, "application/json", b"hello", {}),
    "a number is JSON": (5, 200, "application/json", b"5", {}),
    "nothing": (None, 200, "application/json", b"null", {}),
    "a status and a body": (
        {"statusCode": 201, "body": "made"},
        201,
        "application/json",
        b"made",
        {},
    ),
    "a status alone": ({"statusCode": 204}, 204, None, b"", {}),
    "headers": (
        {"statusCode": 200, "headers": {"Content-Type": "text/html", "X-Shop": "open"}, "body": "x"},
        200,
        "text/html",
        b"x",
        {"x-shop": ["open"]},
    ),
    "header values that are no text": (
        {"statusCode": 200, "headers": {"X-N": 5, "X-B": True}, "body": ""},
        200,
        "application/json",
        b"",
        {"x-n": ["5"], "x-b": ["true"]},
    ),
    "cookies": (
        {"statusCode": 200, "cookies": ["a=1; Path=/", "b=2"], "body": ""},
        200,
        "application/json",
        b"",
        {"set-cookie": ["a=1; Path=/", "b=2"]},
    ),
    "base64": (
        {
            "statusCode": 200,
            "headers": {"content-type": "image/png"},
            "body": base64.b64encode(bytes(range(256))).decode(),
            "isBase64Encoded": True,
        },
        200,
        "image/png",
        bytes(range(256)),
        {},
    ),
    "a redirect": (
        {"statusCode": 302, "headers": {"Location": "/there"}},
        302,
        None,
        b"",
        {"location": ["/there"]},
    ),
    "a status as text": ({"statusCode": "404", "body": "no"}, 404, "application/json", b"no", {}),
}


@pytest.mark.parametrize("given, status, kind, body, headers", ANSWERS.values(), ids=ANSWERS)
def test_answers(platform, answer, given, status, kind, body, headers):
    sent = json.dumps(given).encode()
    response = platform.fetch(f"/fn/{answer}/", "POST", sent, {"Content-Type": "application/json"})
    assert response.status == status
    if kind == "application/json" and body[:1] in (b"[", b"{"):
        assert json.loads(response.body) == json.loads(body)
    else:
        assert response.body == body
    assert kind is None or response.header("content-type") == kind
    for name, values in headers.items():
        assert response.all(name) == values


@pytest.mark.parametrize(
    "given",
    [
        {"statusCode": 99},
        {"statusCode": 1000},
        {"statusCode": "soon"},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a b": "c"}},
        {"statusCode": 200, "headers": {"a": "b\r\nSet-Cookie: evil=1"}},
        {"statusCode": 200, "cookies": ["a=1\r\nX-Evil: 1"]},
        {"statusCode": 200, "body": "&&&", "isBase64Encoded": True},
    ],
    ids=str,
)
def test_answers_that_make_no_sense_are_a_502(platform, answer, given):
    sent = json.dumps(given).encode()
    response = platform.fetch(f"/fn/{answer}/", "POST", sent, {"Content-Type": "application/json"})
    assert response.status == 502
    assert not response.all("set-cookie") and not response.all("x-evil")


@pytest.mark.parametrize(
    "source",
    [
        "def handler(event, context): raise ValueError('a secret')",
        "import os\ndef handler(event, context): os._exit(1)",
        "import time\ndef handler(event, context): time.sleep(60)",
        "raise ValueError('a secret')",
    ],
    ids=["an exception", "a crash", "a timeout", "a module that does not load"],
)
def test_a_function_that_fails_is_a_502_and_tells_nobody_why(platform, source):
    name = platform.python(source, url=True, timeout="1s")
    response = platform.fetch(f"/fn/{name}/")
    assert response.status in (502, 504)
    assert "secret" not in response.text and "Traceback" not in response.text


# Which functions have one.


def test_its_own_host_name(platform, echo):
    headers = {"Host": f"{echo}.fn.localhost:{platform.port}"}
    response = platform.fetch("/fn/other/x?y=1", headers=headers)
    assert response.status == 200
    seen = response.json()
    assert (seen["rawPath"], seen["rawQueryString"]) == ("/fn/other/x", "y=1")
    assert seen["requestContext"]["domainName"] == f"{echo}.fn.localhost"
    assert seen["requestContext"]["domainPrefix"] == echo


def test_a_host_name_is_not_the_management_api(platform, echo):
    headers = {"Host": f"{echo}.fn.localhost:{platform.port}"}
    response = platform.fetch("/_mayfly/v1/functions", headers=headers)
    assert response.json()["rawPath"] == "/_mayfly/v1/functions"


def test_without_url_there_is_none(platform):
    name = platform.python(ECHO)
    assert platform.fetch(f"/fn/{name}/").status in (403, 404)
    headers = {"Host": f"{name}.fn.localhost:{platform.port}"}
    assert platform.fetch("/", headers=headers).status in (403, 404)
    assert platform.show(name)["url"] is None


def test_it_can_be_taken_away(platform):
    name = platform.python(ECHO, url=True)
    assert platform.fetch(f"/fn/{name}/").status == 200
    platform.redeploy(name, {"app.py": ECHO}, "python", "app.handler", url=False)
    assert platform.fetch(f"/fn/{name}/").status in (403, 404)


@pytest.mark.parametrize("path", ["/fn/nobody/", "/fn/", "/fn/" + "x" * 500 + "/"])
def test_a_function_that_is_not_there(platform, path):
    assert platform.fetch(path).status in (403, 404)


def test_where_show_says_it_is(platform, echo):
    url = platform.show(echo)["url"]
    assert url.startswith("http://") and echo in url and str(platform.port) in url
    prefix = f"http://127.0.0.1:{platform.port}"
    if url.startswith(prefix):
        assert platform.fetch(url[len(prefix) :]).status == 200


# Streams.

STREAM = """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
    stream = awslambda.HttpResponseStream.from(stream, {
        statusCode: 201,
        headers: { "Content-Type": "text/plain", "X-Shop": "open" },
        cookies: ["a=1", "b=2"],
    });
    for (const piece of ["one ", "two ", "three"]) {
        stream.write(piece);
        await new Promise((ok) => setTimeout(ok, 400));
    }
    if (event.rawPath === "/fail") throw new Error("midway");
    stream.end();
});
"""


@pytest.fixture(scope="module")
def streaming(platform):
    return platform.node(STREAM, url=True, timeout="10s")


def test_a_stream_arrives_piece_by_piece(platform, streaming):
    for _ in range(2):
        response, pieces = stream(platform.port, f"/fn/{streaming}/")
        assert response.status == 201
        assert response.header("content-type") == "text/plain"
        assert response.header("x-shop") == "open"
        assert response.all("set-cookie") == ["a=1", "b=2"]
        assert b"".join(data for _, data in pieces) == b"one two three"
        assert pieces[-1][0] - pieces[0][0] > 0.5


def test_a_stream_that_breaks_off_is_seen_to(platform, streaming):
    """The client must not take half an answer for a whole one."""
    with pytest.raises(Exception) as error:
        stream(platform.port, f"/fn/{streaming}/fail")
    assert "IncompleteRead" in repr(error.value) or "Connection" in repr(error.value)
    assert stream(platform.port, f"/fn/{streaming}/")[0].status == 201


def test_a_stream_without_a_head_of_its_own(platform):
    name = platform.node(
        "exports.handler = awslambda.streamifyResponse(async (event, stream) => {\n"
        "    stream.setContentType('text/csv'); stream.write('a,b'); stream.end(); });",
        url=True,
    )
    response, pieces = stream(platform.port, f"/fn/{name}/")
    assert (response.status, response.header("content-type")) == (200, "text/csv")
    assert b"".join(data for _, data in pieces) == b"a,b"


def test_a_stream_may_be_larger_than_6_mb(platform):
    name = platform.node(
        "exports.handler = awslambda.streamifyResponse(async (event, stream) => {\n"
        "    const { pipeline } = require('stream/promises');\n"
        "    const { Readable } = require('stream');\n"
        "    const piece = Buffer.alloc(65536, 'x');\n"
        "    await pipeline(Readable.from(function* () {\n"
        "        for (let i = 0; i < 320; i++) yield piece; }()), stream); });",
        url=True,
        timeout="30s",
        memory_mb=256,
    )
    _, pieces = stream(platform.port, f"/fn/{name}/")
    assert sum(len(data) for _, data in pieces) == 320 * 65536


def test_a_refused_call_is_a_429(platform):
    name = platform.python(ECHO, url=True, concurrency=0)
    assert platform.fetch(f"/fn/{name}/").status == 429
