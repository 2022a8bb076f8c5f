"""`http` functions: any program that listens on $PORT; requests reach it as they are."""

import json
import threading
import time

import pytest
from harness import at_once, eventually
from harness.url import stream

SERVER = """
import json, os, threading, time, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

born, busy, most = str(uuid.uuid4()), 0, 0
lock = threading.Lock()

class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        global busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        try:
            self.route()
        finally:
            with lock:
                busy -= 1

    def route(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        if path == "/sleep":
            time.sleep(0.5)
            self.say({"born": born, "most": most})
        elif path == "/stream":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"one ", b"two ", b"three"):
                self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(piece), piece))
                self.wfile.flush()
                time.sleep(0.4)
            self.wfile.write(b"0\\r\\n\\r\\n")
        elif path == "/raw":
            self.send_response(int(self.headers["x-status"]), "As Asked")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Set-Cookie", "a=1")
            self.send_header("Set-Cookie", "b=2")
            self.end_headers()
            self.wfile.write(body)
        elif path == "/exit":
            os._exit(3)
        elif path == "/hang":
            time.sleep(60)
        else:
            print("asked for", self.path, flush=True)
            self.say({
                "method": self.command,
                "path": self.path,
                "headers": [[key.lower(), value] for key, value in self.headers.items()],
                "length": len(body),
                "born": born,
                "env": dict(os.environ),
            })

    def say(self, value):
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = answer

    def log_message(self, *words):
        pass

time.sleep(float(os.environ.get("START_S", 0)))
ThreadingHTTPServer.request_queue_size = 128
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Shop).serve_forever()
"""


def serve(platform, **settings):
    settings = {"url": True, "timeout": "10s", **settings}
    return platform.function({"server.py": SERVER}, "http", "python3 server.py", **settings)


@pytest.fixture(scope="module")
def shop(platform):
    return serve(platform)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_the_request_arrives_as_it_is(platform, shop, method):
    headers = {"X-One": "1", "Accept": "*/*", "Cookie": "a=1; b=2", "User-Agent": "test"}
    body = b"" if method in ("GET", "OPTIONS") else b"some bytes"
    response = platform.fetch(f"/fn/{shop}/a/b%20c?x=1&y=%2F&x=2", method, body, headers)
    assert response.status == 200
    seen = response.json()
    assert (seen["method"], seen["path"]) == (method, "/a/b%20c?x=1&y=%2F&x=2")
    assert seen["length"] == len(body)
    arrived = dict(seen["headers"])
    for name, value in headers.items():
        assert arrived[name.lower()] == value


def test_by_its_own_host_name(platform, shop):
    headers = {"Host": f"{shop}.fn.localhost:{platform.port}"}
    seen = platform.fetch("/any/path?q=1", headers=headers).json()
    assert seen["path"] == "/any/path?q=1"
    assert dict(seen["headers"])["host"] == headers["Host"]


def test_head_has_no_body(platform, shop):
    response = platform.fetch(f"/fn/{shop}/", "HEAD")
    assert (response.status, response.body) == (200, b"")


@pytest.mark.parametrize("status", [200, 201, 302, 404, 418, 500, 503])
def test_the_answer_arrives_as_it_is(platform, shop, status):
    body = bytes(range(256)) * 64
    response = platform.fetch(f"/fn/{shop}/raw", "POST", body, {"X-Status": str(status)})
    assert response.status == status
    assert response.body == body
    assert response.header("content-type") == "application/octet-stream"
    assert response.all("set-cookie") == ["a=1", "b=2"]


def test_headers_between_two_hops_stay_there(platform, shop):
    headers = {"Connection": "close, X-Private", "X-Private": "for the platform alone"}
    seen = platform.fetch(f"/fn/{shop}/", headers=headers).json()
    assert "x-private" not in dict(seen["headers"])


def test_a_stream_arrives_piece_by_piece(platform, shop):
    _, pieces = stream(platform.port, f"/fn/{shop}/stream")
    assert b"".join(data for _, data in pieces) == b"one two three"
    assert pieces[-1][0] - pieces[0][0] > 0.5


def test_one_instance_takes_many_requests_at_once(platform):
    name = serve(platform)
    platform.fetch(f"/fn/{name}/")
    answers = at_once(20, lambda i: platform.fetch(f"/fn/{name}/sleep").json())
    assert len({answer["born"] for answer in answers}) == 1
    assert max(answer["most"] for answer in answers) >= 10


def test_as_many_as_it_is_allowed(platform):
    name = serve(platform, instance_concurrency=2)
    answers = at_once(6, lambda i: platform.fetch(f"/fn/{name}/sleep"))
    good = [answer.json() for answer in answers if answer.status == 200]
    assert len(good) == 6
    assert max(answer["most"] for answer in good) <= 2
    assert len({answer["born"] for answer in good}) >= 3


def test_the_first_request_waits_until_the_server_listens(platform):
    name = serve(platform, env={"START_S": "1"}, check=False)
    start = time.monotonic()
    assert platform.fetch(f"/fn/{name}/").status == 200
    assert time.monotonic() - start >= 1


def test_the_environment(platform, shop):
    env = platform.fetch(f"/fn/{shop}/").json()["env"]
    assert int(env["PORT"]) > 0
    assert env["AWS_LAMBDA_FUNCTION_NAME"] == shop
    assert env["AWS_ENDPOINT_URL"].startswith("http://")


def test_what_it_prints_is_logged(platform, shop):
    platform.fetch(f"/fn/{shop}/look-at-me")
    platform.wait_logged(shop, "asked for /look-at-me")


def test_a_server_that_dies_is_a_502_and_is_started_again(platform):
    name = serve(platform)
    before = platform.fetch(f"/fn/{name}/").json()["born"]
    assert platform.fetch(f"/fn/{name}/exit").status == 502
    assert platform.fetch(f"/fn/{name}/").json()["born"] != before


def test_a_command_that_does_not_start_is_a_502(platform):
    name = platform.function(
        {"server.py": ""}, "http", "no-such-program --at all", url=True, timeout="5s", check=False
    )
    assert platform.fetch(f"/fn/{name}/").status == 502


def test_a_request_that_takes_too_long_is_a_504(platform):
    name = serve(platform, timeout="1s")
    start = time.monotonic()
    response = platform.fetch(f"/fn/{name}/hang")
    assert response.status in (502, 504)
    assert 1 <= time.monotonic() - start < 4


def test_a_client_that_leaves_takes_nothing_with_it(platform, shop):
    threads = [
        threading.Thread(target=stream, args=(platform.port, f"/fn/{shop}/stream"))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    try:
        platform.fetch(f"/fn/{shop}/sleep", timeout=0.1)
    except OSError:
        pass
    for thread in threads:
        thread.join()
    assert platform.fetch(f"/fn/{shop}/").status == 200


def test_large_bodies_pass_both_ways(platform, shop):
    body = b"x" * 5_000_000
    response = platform.fetch(f"/fn/{shop}/raw", "POST", body, {"X-Status": "200"})
    assert response.body == body


def test_each_request_is_in_the_ledger(platform):
    name = serve(platform)
    for path in ("/", "/raw", "/missing"):
        platform.fetch(f"/fn/{name}{path}", "POST", b"{}", {"X-Status": "404"})
    records = platform.records(name, 3)
    assert len(records) == 3
    assert {record["trigger"] for record in records} == {"url"}
    assert {record["outcome"] for record in records} == {"ok"}
    eventually(lambda: platform.show(name)["last_hour"]["invocations"] == 3)
    assert json.dumps(records)
