"""`mayfly up`: the first start, the next ones, and how it ends."""

import contextlib
import http.client
import ipaddress
import json
import os
import re
import socket
import stat
import statistics
import subprocess
import threading
import time
from pathlib import Path

import boto3
import pytest
from harness import Client, eventually, manifest, processes, send
from harness.platform import BINARY

# Slow machines and debug builds are allowed this much over what we promise.
PATIENCE = 3

SLEEP = """
import time
def handler(event, context):
    time.sleep(event["seconds"])
    return "awake"
"""


class Call(threading.Thread):
    """An invocation that goes on beside the test."""

    def __init__(self, platform, name, payload):
        super().__init__(daemon=True)
        self.platform, self.name_, self.payload = platform, name, payload
        self.reply = self.error = None
        self.start()

    def run(self):
        try:
            self.reply = self.platform.invoke(self.name_, self.payload)
        except Exception as error:  # noqa: BLE001 the test looks at it
            self.error = error


def busy(platform, seconds, **settings):
    """A function in the middle of a call."""
    name = platform.python(SLEEP, memory_mb=128, **settings)
    call = Call(platform, name, {"seconds": seconds})
    eventually(lambda: platform.show(name)["instances"]["busy"] == 1, what="the call runs")
    return name, call


def test_the_first_start_makes_everything_it_needs(fresh):
    platform = fresh()
    platform.start()
    assert platform.data.is_dir()
    # It answers a moment before it says so.
    out = platform.folder / "up.out"
    eventually(lambda: platform.endpoint in out.read_text(), what="the start screen")
    screen = out.read_text()
    assert str(platform.data) in screen
    commands = re.findall(r"^\W*mayfly \S.*$", screen, re.MULTILINE)
    assert len(commands) >= 3, f"three commands to try, please:\n{screen}"


def test_the_data_is_here_and_the_port_is_4566_unless_told_otherwise(fresh):
    platform = fresh()
    text = platform.cli("up", "--help").stdout
    assert ".mayfly" in text and "127.0.0.1:4566" in text


def test_up_deploys_the_projects_it_is_given(fresh):
    platform = fresh()
    one = platform.project(
        {
            "mayfly.toml": manifest(
                "one", hello={"runtime": "python", "handler": "app.handler", "url": True}
            ),
            "app.py": "def handler(event, context): return 'one'",
        }
    )
    two = platform.project({"index.js": "exports.handler = async () => 'two'"}, folder="two")
    platform.start(one, two)
    eventually(lambda: platform.names() == {"hello", "two"})
    assert platform.call("hello") == "one"
    assert platform.call("two") == "two"

    def printed():
        return re.search(r"http://\S*hello\S*", (platform.folder / "up.out").read_text())

    url = eventually(printed, what="the URL on the screen").group()
    assert "/fn/hello" in url or "hello.fn.localhost" in url


def test_a_broken_project_is_named_at_start(fresh):
    platform = fresh()
    broken = platform.project({"mayfly.toml": "name = \n"})
    platform.start(broken, wait=False)
    eventually(lambda: "mayfly.toml" in platform.tail(), what="the error names the file")


def test_it_is_ready_in_300_ms_on_existing_data(fresh):
    platform = fresh()
    platform.start()
    for _ in range(5):
        platform.python("def handler(event, context): return event")
    times = [platform.restart() for _ in range(7)]
    median = statistics.median(times)
    print(f"ready after {[round(t * 1000) for t in times]} ms")
    assert median < 0.3 * PATIENCE


def test_a_restart_needs_no_pause(fresh):
    """Nothing that the platform had started still holds the data directory when it is gone."""
    platform = fresh()
    platform.start()
    platform.python("def handler(event, context): return event")
    for _ in range(20):
        platform.restart()


def test_functions_and_keys_survive_a_restart(fresh):
    platform = fresh()
    platform.start()
    name = platform.python("def handler(event, context): return 'still here'")
    keys = platform.exports()
    assert platform.call(name) == "still here"
    platform.restart()
    assert platform.exports() == keys
    assert platform.call(name) == "still here"
    platform.kill9()
    platform.start()
    assert platform.exports() == keys
    assert platform.call(name) == "still here"


def test_a_second_platform_on_the_same_data_is_refused(fresh):
    platform = fresh()
    platform.start()
    second = platform.cli(
        "up", "--data", platform.data, "--listen", "127.0.0.1:0", code=1, timeout=20
    )
    assert str(platform.data) in second.stderr
    assert re.search(r"already|in use|another|running", second.stderr)
    assert platform.is_healthy()


def test_a_port_that_is_taken_is_named(fresh):
    platform = fresh()
    platform.start()
    address = f"127.0.0.1:{platform.port}"
    second = platform.cli(
        "up", "--data", platform.folder / "other", "--listen", address, code=1, timeout=20
    )
    assert address in second.stderr


def test_ctrl_c_lets_running_calls_finish(fresh):
    platform = fresh()
    platform.start()
    name, call = busy(platform, seconds=2, timeout="30s")
    start = time.monotonic()
    assert platform.stop() == 0
    assert time.monotonic() - start < 8
    call.join(5)
    assert call.reply is not None, call.error
    assert call.reply.json() == "awake"
    assert platform.processes(name) == []


def test_ctrl_c_waits_ten_seconds_at_most(fresh):
    platform = fresh()
    platform.start()
    name, _ = busy(platform, seconds=120, timeout="150s")
    start = time.monotonic()
    platform.stop(timeout=20)
    took = time.monotonic() - start
    assert 8 < took < 12, f"{took:.1f} s"
    assert platform.processes(name) == []


def test_a_second_ctrl_c_stops_at_once(fresh):
    platform = fresh()
    platform.start()
    name, _ = busy(platform, seconds=120, timeout="150s")
    platform.interrupt()
    time.sleep(0.5)
    assert platform.process.poll() is None, "it drains"
    start = time.monotonic()
    platform.interrupt()
    platform.process.wait(5)
    assert time.monotonic() - start < 2
    eventually(lambda: platform.processes(name) == [], 3, what="the function is gone")


def test_credentials_are_for_this_account_alone(fresh):
    platform = fresh()
    platform.start()
    file = platform.home / ".config/mayfly/credentials.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    exports = platform.exports()
    assert str(platform.port) in text
    assert exports["AWS_ACCESS_KEY_ID"] in text
    assert exports["AWS_SECRET_ACCESS_KEY"] in text
    for path in platform.data.rglob("*"):
        if path.is_file() and exports["AWS_SECRET_ACCESS_KEY"].encode() in path.read_bytes():
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, f"{path} is open to others"


def test_one_book_holds_the_keys_of_several_platforms(fresh):
    one, two = fresh(), fresh()
    two.home = one.home
    one.start()
    two.start()
    assert one.exports()["AWS_ACCESS_KEY_ID"] != two.exports()["AWS_ACCESS_KEY_ID"]
    one.cli("ls")
    two.cli("ls")
    one.cli("ls", "--endpoint", two.endpoint)


def test_keys_from_the_environment_come_first(fresh, tmp_path):
    platform = fresh()
    platform.start()
    keys = platform.exports()
    good = {
        "MAYFLY_ACCESS_KEY": keys["AWS_ACCESS_KEY_ID"],
        "MAYFLY_SECRET_KEY": keys["AWS_SECRET_ACCESS_KEY"],
    }
    stranger = {"HOME": str(tmp_path / "nobody")}
    os.mkdir(stranger["HOME"])
    refused = platform.cli("ls", env=stranger, code=1)
    assert re.search(r"MAYFLY_ACCESS_KEY|mayfly up|credentials", refused.stderr)
    platform.cli("ls", env={**stranger, **good})
    wrong = {**good, "MAYFLY_SECRET_KEY": "wrong"}
    platform.cli("ls", env=wrong, code=1)


ROUTES = [
    ("GET", "/_mayfly/v1/functions"),
    ("GET", "/_mayfly/v1/functions/secret"),
    ("DELETE", "/_mayfly/v1/functions/secret"),
    ("GET", "/_mayfly/v1/functions/secret/logs"),
    ("GET", "/_mayfly/v1/functions/secret/logs?follow=1"),
    ("GET", "/_mayfly/v1/functions/secret/invocations"),
    ("HEAD", "/_mayfly/v1/packages/" + "0" * 64),
    ("PUT", "/_mayfly/v1/packages/" + "0" * 64),
    ("POST", "/_mayfly/v1/deploy"),
    ("POST", "/2015-03-31/functions/secret/invocations"),
]


@pytest.mark.parametrize("method, path", ROUTES, ids=lambda value: value.rsplit("/", 1)[-1][:20])
def test_the_management_api_wants_the_key(platform, method, path):
    body = b"{}" if method in ("POST", "PUT") else b""
    right = platform.exports()["AWS_ACCESS_KEY_ID"]
    secret = platform.exports()["AWS_SECRET_ACCESS_KEY"]

    no_key = platform.fetch(path, method, body)
    assert no_key.status == 403

    for keys in [("AKIASTRANGER", secret), (right, "not the secret"), (right, "")]:
        response = Client(platform.port, *keys).request(method, path, body)
        assert response.status == 403, keys

    other = "iam" if "_mayfly" not in path else "lambda"
    response = platform.client.request(method, path, body, service=other)
    assert response.status == 403, "a signature for one service is none for another"

    nonsense = {"Authorization": "Bearer let-me-in"}
    assert platform.fetch(path, method, body, nonsense).status in (400, 403)


@pytest.mark.parametrize(
    "what, change",
    [
        ("another body", lambda h, m, p, b: (h, m, p, b + b" ")),
        ("another path", lambda h, m, p, b: (h, m, p.replace("victim", "other"), b)),
        ("another method", lambda h, m, p, b: (h, "PUT", p, b)),
    ],
)
def test_a_signature_covers_the_whole_request(platform, what, change):
    method, path, body = "POST", "/2015-03-31/functions/victim/invocations", b"{}"
    headers = platform.client.signed(method, path, body)
    headers, method, path, body = change(headers, method, path, body)
    assert send(platform.port, method, path, body, headers).status == 403


def test_health_is_for_everyone(platform):
    response = platform.fetch("/_mayfly/v1/health")
    assert response.status == 200
    assert response.json()["status"] == "ok"
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", response.json()["version"])


def test_wrong_usage_exits_with_2(platform):
    for words in (["--no-such-flag"], ["no-such-command"], ["invoke"], ["logs"], ["show"]):
        done = platform.cli(*words, code=2)
        assert "--help" in done.stderr or "Usage" in done.stderr


def test_an_unreachable_platform_says_how_to_start_one(fresh):
    platform = fresh()
    done = platform.cli("ls", code=1)
    assert "mayfly up" in done.stderr


def test_nothing_listens_after_the_end(fresh):
    platform = fresh()
    platform.start()
    pid = platform.process.pid
    platform.stop()
    assert not platform.is_healthy()
    assert not processes.is_alive(pid)


def test_an_open_platform_lets_everybody_in(fresh):
    platform = fresh("--open")
    platform.start()
    client = boto3.client(
        "lambda",
        endpoint_url=platform.exports()["AWS_ENDPOINT_URL"],
        aws_access_key_id="anything",
        aws_secret_access_key="at all",
        region_name="us-east-1",
    )
    assert client.list_functions()["Functions"] == []
    name = platform.python("def handler(event, context): return event")
    assert client.invoke(FunctionName=name, Payload=b"[1]")["Payload"].read() == b"[1]"
    assert platform.fetch(f"/2015-03-31/functions/{name}").status == 200
    assert "whoever reaches this port is let in as the owner" in platform.tail()


def test_an_open_platform_takes_nothing_from_pages_of_the_web(fresh):
    platform = fresh("--open")
    platform.start()
    body = json.dumps({"FunctionName": "x"}).encode()
    for path in ["/2015-03-31/functions", "/_mayfly/v1/deploy"]:
        page = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
        told = platform.fetch(path, "POST", body, page)
        assert told.status == 403 and "web pages of elsewhere" in told.text
        page["Origin"] = "http://localhost:3000"
        assert platform.fetch(path, "POST", body, page).status == 400


def test_who_is_unknown_deploys_to_an_open_platform(fresh):
    platform = fresh("--open")
    platform.start()
    keys = {"MAYFLY_ACCESS_KEY": "AKIAIOSFODNN7EXAMPLE", "MAYFLY_SECRET_KEY": "any"}
    folder = platform.project({"app.py": "def handler(event, context): return event"}, folder="near")
    platform.cli("deploy", folder, env=keys)
    platform.cli("ls", env=keys)


def test_an_open_platform_listens_on_this_machine_alone(fresh):
    told = fresh().cli("up", "--open", "--listen", "0.0.0.0:0", code=1)
    assert "listen on 127.0.0.1, or leave --open out" in told.stderr


def listening(platform, where):
    """Starts the platform at this address, whatever the harness would say."""
    environment = platform.environment()
    command = [BINARY, "up", "--data", platform.data, "--listen", where]
    with open(platform.folder / "up.out", "ab") as out, open(platform.folder / "up.err", "ab") as err:
        platform.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env=environment, cwd=platform.folder, start_new_session=True,
        )  # fmt: skip
    platform.wait_ready()


def healthy_at(address, port):
    with socket.create_connection((address, port), timeout=5) as connection:
        connection.sendall(b"GET /_mayfly/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return connection.recv(64).startswith(b"HTTP/1.1 200")


def test_localhost_is_both_of_its_addresses(fresh):
    platform = fresh()
    listening(platform, f"localhost:{platform.port}")
    assert healthy_at("127.0.0.1", platform.port)
    if Path("/proc/net/if_inet6").exists() and "00000000000000000000000000000001" in Path("/proc/net/if_inet6").read_text():
        assert healthy_at("::1", platform.port)
    # The command line works with either name.
    for name in ("127.0.0.1", "localhost"):
        platform.cli("ls", "--endpoint", f"http://{name}:{platform.port}")


@pytest.mark.parametrize(
    "where, words",
    [
        (":4566", ["127.0.0.1:4566", "0.0.0.0:4566"]),
        ("4566", ["127.0.0.1:4566"]),
        ("localhost", ["localhost:4566"]),
        ("::1", ["[::1]:4566"]),
        ("127.0.0.1:99999", ["65535"]),
    ],
)
def test_an_address_that_is_none_says_what_to_write(fresh, where, words):
    refused = fresh().cli("up", "--listen", where, code=2).stderr
    for word in words:
        assert word in refused, refused


def test_a_name_that_nobody_knows_is_named(fresh):
    refused = fresh().cli("up", "--listen", "nowhere.invalid:4566", code=1).stderr
    assert "nowhere.invalid" in refused and "127.0.0.1:4566" in refused


def test_an_open_platform_looks_at_what_a_name_stands_for(fresh):
    """The machine's own name is often an address that others reach."""
    name = socket.gethostname()
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(name, 4566, type=socket.SOCK_STREAM)}
    except OSError:
        pytest.skip("this machine does not know its own name")
    if all(ipaddress.ip_address(address.split("%")[0]).is_loopback for address in addresses):
        pytest.skip("this machine's name is for itself alone")
    refused = fresh().cli("up", "--open", "--listen", f"{name}:4566", code=1).stderr
    assert "--open" in refused


# The platform's log.


def test_the_log_has_times_no_colours_and_one_line_for_many_alike(fresh):
    """A package that the disk spoiled is trouble each time that it is asked for."""
    platform = fresh()
    platform.start()
    name = platform.python("def handler(event, context): return event")
    location = platform.boto3_client("lambda").get_function(FunctionName=name)["Code"]["Location"]
    for blob in (platform.data / "blobs").rglob("*"):
        if blob.is_file() and blob.stat().st_size:
            blob.chmod(0o600)
            blob.write_bytes(b"x" * blob.stat().st_size)
    for _ in range(300):
        with contextlib.suppress(OSError, http.client.HTTPException):
            platform.fetch(location.removeprefix(platform.endpoint))

    def said():
        return (platform.folder / "up.err").read_text()

    summary = r"\(and 299 more like it in the last 10 s\)"
    eventually(lambda: re.search(summary, said()), timeout=20, what="the sum of the lines")
    lines = said().splitlines()
    assert len(lines) == 2, lines
    for line in lines:
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (ERROR| WARN) \w+", line), line
    assert "\x1b" not in said()
