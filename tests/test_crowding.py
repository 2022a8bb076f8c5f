"""Nobody is crowded out: attacks on the platform's memory and its port, beside honest callers."""

import contextlib
import resource
import socket
import time

import pytest
from harness import at_once, eventually, send
from harness.crowd import ATTACKER, MB, Http2, beside, dial

MEMORY_MB = 300
# Honest callers beside an attack, on a machine of two processors that does other things too.
PATIENCE_S = 3.0

HELLO = "def handler(event, context):\n    return 'hello'\n"
LARGE = """
import base64
BODY = base64.b64encode(bytes(4_200_000)).decode()
def handler(event, context):
    return {"statusCode": 200, "isBase64Encoded": True, "body": BODY}
"""
TAKES = "def handler(event, context):\n    return len(event.get('body') or '')\n"
FLOODS = """
import http.client, os, threading, urllib.parse
def handler(event, context):
    to = urllib.parse.urlparse(os.environ["AWS_ENDPOINT_URL"])
    key = os.environ["AWS_ACCESS_KEY_ID"]
    told = []
    def flood():
        try:
            one = http.client.HTTPConnection(to.hostname, to.port, timeout=8)
            one.putrequest("POST", "/2015-03-31/functions")
            one.putheader("Content-Length", str(60 * 1024 * 1024))
            one.putheader("X-Amz-Date", event["date"])
            one.putheader("X-Amz-Security-Token", os.environ["AWS_SESSION_TOKEN"])
            one.putheader("Authorization", event["sign"].replace("KEY", key))
            one.endheaders()
            for _ in range(60):
                one.send(bytes(1024 * 1024))
            told.append(one.getresponse().status)
        except OSError as error:
            told.append(repr(error))
    threads = [threading.Thread(target=flood) for _ in range(48)]
    for one in threads: one.start()
    for one in threads: one.join()
    return told
"""


@pytest.fixture
def crowded(fresh):
    """A platform with a function for honest callers; a test has it to itself."""
    platform = fresh()
    platform.start()
    platform.hello = platform.python(HELLO, url=True, memory_mb=128)
    eventually(lambda: platform.fetch(f"/fn/{platform.hello}/").status == 200, what="it answers")
    return platform


def check(honest, memory):
    assert len(honest.times) > 3, honest.times
    assert not honest.failures, honest.failures[:5]
    assert honest.p99() < PATIENCE_S, sorted(honest.times)[-5:]
    assert memory.peak_mb < MEMORY_MB, f"{memory.peak_mb} MB"


def forged(platform, service="lambda"):
    """The head of a signature by a key that exists, whose secret nobody here knows."""
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    key = platform.exports()["AWS_ACCESS_KEY_ID"]
    scope = f"{now[:8]}/us-east-1/{service}/aws4_request"
    sign = (
        f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=host;x-amz-date, "
        f"Signature={'0' * 64}"
    )
    return now, sign


def flood(port, head, megabytes, end):
    """Sends a head and as much of a body as is taken until then."""
    with contextlib.suppress(OSError), dial(port, timeout=1) as one:
        one.sendall(head)
        for _ in range(megabytes):
            if time.monotonic() > end:
                return
            one.sendall(bytes(MB))
        one.recv(1000)


def test_answers_that_nobody_reads(crowded):
    large = crowded.python(LARGE, url=True, memory_mb=256, timeout="30s")
    asks = f"GET /fn/{large}/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with beside(crowded, crowded.hello) as (honest, memory):
        unread = [dial(crowded.port, receive=4_096) for _ in range(60)]
        for one in unread:
            one.sendall(asks)
        time.sleep(8)
        for one in unread:
            one.close()
    check(honest, memory)
    # And whoever reads gets all of it.
    assert len(crowded.fetch(f"/fn/{large}/").body) == 4_200_000


def test_bodies_before_anybody_is_asked(crowded):
    takes = crowded.python(TAKES, url=True, memory_mb=128)
    size = 6 * MB - 1_000
    head = f"POST /fn/{takes}/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode()
    with beside(crowded, crowded.hello) as (honest, memory):
        slow = [dial(crowded.port, timeout=1) for _ in range(150)]
        for one in slow:
            with contextlib.suppress(OSError):
                one.sendall(head + bytes(5 * MB))
        time.sleep(3)
        for one in slow:
            one.close()
    check(honest, memory)
    assert crowded.fetch(f"/fn/{takes}/", "POST", b"x" * 3_000_000).json() == 4_000_000


def test_a_stranger_with_the_id_of_a_key(crowded):
    date, sign = forged(crowded)
    head = (
        f"POST /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nX-Amz-Date: {date}\r\n"
        f"Authorization: {sign}\r\nContent-Length: {60 * MB}\r\n\r\n"
    ).encode()
    with beside(crowded, crowded.hello) as (honest, memory):
        end = time.monotonic() + 6
        at_once(24, lambda _: flood(crowded.port, head, 60, end))
    check(honest, memory)


def test_a_function_that_floods_its_own_door(crowded):
    name = crowded.python(FLOODS, memory_mb=256, timeout="60s")
    date, sign = forged(crowded)
    key = crowded.exports()["AWS_ACCESS_KEY_ID"]
    with beside(crowded, crowded.hello) as (honest, memory):
        told = crowded.call(name, {"date": date, "sign": sign.replace(key, "KEY")}, timeout=90)
    check(honest, memory)
    # Its own policies allow it nothing of the kind, which is told before anything is kept.
    assert 403 in told, told


def test_a_thousand_streams_on_one_connection(crowded):
    large = crowded.python(LARGE, url=True, memory_mb=256, timeout="30s")
    with beside(crowded, crowded.hello) as (honest, memory):
        one = Http2(crowded.port)
        with contextlib.suppress(OSError):
            for number in range(1_000):
                one.get(2 * number + 1, f"/fn/{large}/", "localhost")
        time.sleep(6)
        one.socket.close()
    check(honest, memory)


@pytest.mark.parametrize(
    "kind, stream, payload, flags",
    [(6, 0, bytes(8), 0), (4, 0, b"", 0), (8, 0, b"\0\0\0\1", 0)],
    ids=["pings", "settings", "windows"],
)
def test_noise_ends_a_connection(crowded, kind, stream, payload, flags):
    one = Http2(crowded.port, window=65_535)
    batch = (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload) * 500
    with pytest.raises(OSError):
        for _ in range(400):
            one.socket.sendall(batch)
            time.sleep(0.01)
    assert crowded.fetch(f"/fn/{crowded.hello}/").status == 200


def test_resets_end_a_connection(crowded):
    one = Http2(crowded.port, window=65_535)
    with pytest.raises(OSError):
        for number in range(50_000):
            one.get(2 * number + 1, f"/fn/{crowded.hello}/", "localhost")
            one.send(3, 2 * number + 1, (8).to_bytes(4, "big"))
    assert crowded.fetch(f"/fn/{crowded.hello}/").status == 200


def limited(fresh, descriptors):
    """A platform that may have so many descriptors, half of which are for connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8_000)), hard))
    platform = fresh()
    platform.by = ["prlimit", f"--nofile={descriptors}:{descriptors}"]
    platform.start()
    platform.hello = platform.python(HELLO, url=True, memory_mb=128)
    assert platform.fetch(f"/fn/{platform.hello}/").status == 200
    return platform


def test_connections_that_ask_and_never_read(fresh):
    """More than there are places, from two addresses."""
    platform = limited(fresh, 2_048)
    health = b"GET /_mayfly/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with beside(platform, platform.hello) as (honest, memory):
        many = []
        try:
            for number in range(1_300):
                with contextlib.suppress(OSError):
                    source = f"127.0.0.{66 + number % 2}"
                    many.append(dial(platform.port, source, receive=4_096, timeout=0.5))
                    many[-1].sendall(health * 200)
            assert platform.cli_json("ls"), "the owner is served"

            def served():
                with contextlib.suppress(OSError), dial(platform.port, timeout=2) as one:
                    one.sendall(health)
                    return b"200 OK" in one.recv(100)

            # Once what was asked before is answered: 260,000 requests are a while's work.
            what = "another caller at the attacker's own address is served"
            eventually(served, 60, what=what)
            time.sleep(4)
        finally:
            for one in many:
                one.close()
    check(honest, memory)


def test_silent_connections_under_the_usual_limit(fresh):
    platform = limited(fresh, 1_024)
    with beside(platform, platform.hello) as (honest, memory):
        silent = []
        for _ in range(1_000):
            with contextlib.suppress(OSError):
                silent.append(dial(platform.port, timeout=1))
        assert platform.cli_json("ls")
        assert send(platform.port, "GET", "/_mayfly/v1/health", timeout=5).status == 200
        time.sleep(2)
        for one in silent:
            one.close()
    check(honest, memory)


def test_slow_readers_are_cut_off(crowded):
    large = crowded.python(LARGE, url=True, memory_mb=256, timeout="30s")
    with dial(crowded.port, receive=4_096, timeout=60) as one:
        one.sendall(f"GET /fn/{large}/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(22)
        got = 0
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                got += len(data)
    assert got < 4_200_000, "it was cut off in the middle"


def test_the_address_of_a_peer_is_all_that_an_attack_uses_up(crowded):
    """One peer's requests that are not answered do not keep another from asking."""
    sleeps = crowded.python(
        "import time\ndef handler(event, context):\n    time.sleep(5)\n", url=True, memory_mb=128
    )
    asks = f"GET /fn/{sleeps}/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with beside(crowded, crowded.hello) as (honest, memory):
        waiting = [dial(crowded.port, ATTACKER) for _ in range(30)]
        for one in waiting:
            one.sendall(asks)
        time.sleep(5)
        for one in waiting:
            one.close()
    check(honest, memory)


def test_many_who_come_at_once_all_find_a_place_to_wait(crowded):
    """Six hundred connections in one go: the kernel drops none, for which its client would wait a second."""
    wait = [socket.socket() for _ in range(600)]
    for one in wait:
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", crowded.port))
    time.sleep(0.8)
    there = [one for one in wait if one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0 and is_connected(one)]
    for one in wait:
        one.close()
    assert len(there) == len(wait)


def is_connected(one):
    try:
        return one.getpeername() is not None
    except OSError:
        return False
