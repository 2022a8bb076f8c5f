"""Compiling a WebAssembly component has limits on time and memory, and is in nobody's way."""

import threading
import time

from harness import components, manifest
from harness.platform import numbers

WASM = {"runtime": "wasm", "handler": "app.wasm"}


def leb(number):
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def section(kind, content):
    return bytes([kind]) + leb(len(content)) + content


def heavy(blocks, locals_=2_000, seed=0):
    """A component of a few hundred KB whose one function is a compiler's nightmare: very many places
    to jump to, with very many values that are alive in all of them."""
    body = bytearray(leb(1) + leb(locals_) + b"\x7f")
    for block in range(blocks):
        one, two, three = ((block * step + seed) % locals_ for step in (7, 13, 31))
        # block; br_if; local = local * local + local; end
        body += b"\x02\x40\x20" + leb(one) + b"\x0d\x00"
        body += b"\x20" + leb(two) + b"\x20" + leb(three) + b"\x6c"
        body += b"\x20" + leb(one) + b"\x6a\x21" + leb(two) + b"\x0b"
    for local in range(locals_):
        body += b"\x20" + leb(local) + b"\x20\x00\x73\x21\x00"
    body += b"\x20\x00\x0b"
    module = b"\0asm\x01\0\0\0"
    module += section(1, b"\x01\x60\x00\x01\x7f") + section(3, b"\x01\x00")
    module += section(7, b"\x01\x01f\x00\x00") + section(10, b"\x01" + leb(len(body)) + bytes(body))
    return b"\0asm\x0d\0\x01\0" + section(1, module)


def project(platform, component):
    name = f"w{next(numbers)}"
    files = {"mayfly.toml": manifest(name, **{name: WASM}), "app.wasm": component}
    return name, platform.project(files, folder=name)


def peak_mb(platform):
    with open(f"/proc/{platform.process.pid}/status") as status:
        return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) // 1024


def test_time(fresh):
    platform = fresh("--compile-seconds", "2")
    platform.start()
    echo = platform.python("def handler(event, context): return event")
    name, folder = project(platform, heavy(60_000))
    began = time.monotonic()
    refused = platform.cli("deploy", folder, code=1)
    assert "is not done after 2 s" in refused.stderr
    assert "--compile-seconds" in refused.stderr
    assert time.monotonic() - began < 20
    assert name not in platform.names()
    assert platform.call(echo, 1) == 1


def test_memory(fresh):
    platform = fresh("--compile-memory-mb", "96", "--compile-seconds", "60")
    platform.start()
    before = peak_mb(platform)
    name, folder = project(platform, heavy(60_000))
    refused = platform.cli("deploy", folder, code=1)
    assert "more than 96 MB of memory" in refused.stderr
    assert "--compile-memory-mb" in refused.stderr
    assert peak_mb(platform) - before < 100, "it is not the platform's own memory"
    assert name not in platform.names()


def test_who_brings_many_is_not_in_the_way(fresh):
    """One function's hostile components, one after another, and somebody's honest one between."""
    platform = fresh("--compile-seconds", "4")
    platform.start()
    honest, honest_folder = project(platform, components.command())
    hostile = f"w{next(numbers)}"
    texts = {"mayfly.toml": manifest(hostile, **{hostile: WASM})}
    folders = [
        platform.project({**texts, "app.wasm": heavy(60_000, seed=seed)}, folder=f"{hostile}-{seed}")
        for seed in range(5)
    ]
    threads = [
        threading.Thread(target=platform.cli, args=("deploy", folder), kwargs={"code": None})
        for folder in folders
    ]
    for thread in threads:
        thread.start()
    time.sleep(1)
    began = time.monotonic()
    platform.cli("deploy", honest_folder)
    took = time.monotonic() - began
    busy = sum(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join(60)
    assert platform.call(honest, "mayfly") == "MAYFLY"
    assert busy >= 2, f"others still waited when it was done, after {took:.1f} s"
    assert hostile not in platform.names()
