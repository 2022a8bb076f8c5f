"""Whether copies of this interpreter work: forks once and tries in the copy what functions use.

Prints `{"ok": …, "failed": […]}`; where it is not ok, instances start the ordinary way.
"""

import asyncio
import hashlib
import json
import os
import select
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

from . import frames, native

PATIENCE_S = 10


def main():
    library = native.Library()
    ours, zygote, writing, reading = library.order_one()
    if library.serve(frames.Channel(zygote, writing), -1, None) is not None:
        os.write(writing, json.dumps(failures()).encode())
        os._exit(0)
    os.close(writing)
    failed = answer_of(reading, copy_id(ours))
    print(json.dumps({"ok": not failed, "failed": failed}))
    return 1 if failed else 0


def copy_id(channel):
    """From the FORKED frame."""
    return int.from_bytes(os.read(channel, 13)[9:], "little")


def answer_of(channel, copy):
    if not select.select([channel], [], [], PATIENCE_S)[0]:
        os.kill(copy, signal.SIGKILL)
        return ["it hangs"]
    try:
        return json.loads(os.read(channel, 1 << 16))
    except ValueError:
        return ["it dies"]


def failures():
    failed = []
    for check in (threads, processes, tls, coroutines, texts, clocks, hashes, sockets, imports):
        try:
            check()
        except Exception as error:
            failed.append(f"{check.__name__}: {type(error).__name__}: {error}")
    return failed


def expect(condition):
    if not condition:
        raise ValueError("another result than in any process")


def threads():
    seen = []
    started = [threading.Thread(target=seen.append, args=(number,)) for number in range(4)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(PATIENCE_S)
    expect(sorted(seen) == [0, 1, 2, 3])


def processes():
    done = subprocess.run([sys.executable, "-I", "-S", "-c", "print(6 * 7)"], capture_output=True)
    expect(done.stdout == b"42\n")


def tls():
    ssl.create_default_context()
    expect(len(ssl.RAND_bytes(16)) == 16)


def coroutines():
    async def work():
        await asyncio.sleep(0.001)
        return await asyncio.get_running_loop().run_in_executor(None, os.getpid)

    expect(asyncio.run(work()) == os.getpid())


def texts():
    expect(json.loads(json.dumps({"a": [1, 2.5, None, "é"]})) == {"a": [1, 2.5, None, "é"]})


def clocks():
    before = time.monotonic()
    time.sleep(0.005)
    expect(0.004 < time.monotonic() - before < PATIENCE_S)


def hashes():
    expect(hashlib.sha256(b"").hexdigest().startswith("e3b0c442"))
    hashlib.pbkdf2_hmac("sha256", b"a", b"b", 1000)


def sockets():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), PATIENCE_S) as client:
            served, _ = server.accept()
            with served:
                client.sendall(b"ping")
                expect(served.recv(4) == b"ping")


def imports():
    import decimal

    expect(decimal.Decimal("0.1") * 3 == decimal.Decimal("0.3"))
