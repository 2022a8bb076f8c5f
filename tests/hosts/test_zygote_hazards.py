"""What a module may have begun that makes its host unfit for forking, and the reason told."""

import os

import pytest

PYTHON = {
    "thread": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), name='poller', daemon=True).start()",
        "it started a thread (poller)",
    ),
    "connected socket": (
        "import socket\nserver = socket.create_server(('127.0.0.1', 0))\n"
        "client = socket.create_connection(server.getsockname())\nserver.accept()\nserver.close()",
        "it keeps a socket open, connected to 127.0.0.1:",
    ),
    "listening socket": (
        "import socket\nserver = socket.create_server(('127.0.0.1', 0))",
        "it keeps a socket open, listening on 127.0.0.1:",
    ),
    "unconnected socket": (
        "import socket\nprobe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "it keeps a socket open, not connected",
    ),
    "event loop": ("import asyncio\nloop = asyncio.new_event_loop()", "it keeps "),
    "epoll": ("import select\npoll = select.epoll()", "it keeps anon_inode"),
    "pipe": ("import os\npipe = os.pipe()", "it keeps pipe open"),
    "child": (
        "import subprocess\nchild = subprocess.Popen(['sleep', '60'])",
        "it started a process that still runs or was not waited for",
    ),
    "shared memory": (
        "import mmap\nshared = mmap.mmap(-1, 4096)",
        "it shares writable memory between processes (/dev/zero (deleted))",
    ),
    "file open for writing": (
        "import tempfile\nlog = tempfile.NamedTemporaryFile()",
        "open for writing; close it after use",
    ),
    "unsafe module": ("import grpc", "it uses grpc, which cannot be forked: "),
    "failed hook": (
        "from snapshot_restore_py import register_before_snapshot\n"
        "@register_before_snapshot\ndef flush(): raise ValueError('lost')",
        "its hook before the snapshot failed: ValueError: lost",
    ),
}
NODE = {
    "timer": (
        "setInterval(() => {}, 1000);",
        "it did not finish what it began while loading (Timeout)",
    ),
    "server": (
        "require('net').createServer().listen(0, '127.0.0.1');",
        "it did not finish what it began while loading (TCPServerWrap)",
    ),
    "idle server": (
        "require('net').createServer().listen(0, '127.0.0.1').unref();",
        "it keeps a socket open (descriptor ",
    ),
    "worker": (
        "const { Worker } = require('worker_threads');"
        "new Worker('setInterval(() => {}, 1000)', { eval: true }).unref();",
        "it started ",
    ),
    "child": (
        "require('child_process').spawn('sleep', ['60'], { stdio: 'ignore' }).unref();",
        "it started a process that still runs (",
    ),
    "open file": (
        "require('fs').openSync(__filename);",
        "open; close it after use",
    ),
    "pool of random bytes": (
        "require('crypto').randomFillSync(Buffer.alloc(256));",
        "it keeps random bytes for later",
    ),
}


@pytest.mark.parametrize("source, why", PYTHON.values(), ids=PYTHON)
def test_python_module(python_zygote, source, why):
    files = {"app.py": source + "\ndef handler(event, context): pass\n", "grpc.py": ""}
    assert_refused(python_zygote(files, "app.handler"), why)


@pytest.mark.parametrize("source, why", NODE.values(), ids=NODE)
def test_node_module(node_zygote, source, why):
    assert_refused(node_zygote(source + "exports.handler = () => {};", "index.handler"), why)


def test_numpy_with_threads_of_its_own(python_zygote, packages):
    env = {"PYTHONPATH": packages, "OPENBLAS_NUM_THREADS": "2"}
    source = "import numpy\ndef handler(event, context): pass\n"
    assert_refused(
        python_zygote(source, "app.handler", env),
        "it started a thread; set OPENBLAS_NUM_THREADS=1",
    )


def test_code_before_the_hosts(node_zygote, tmp_path):
    (tmp_path / "tracer.js").write_text("")
    env = {"NODE_OPTIONS": f"--require {tmp_path}/tracer.js"}
    parent = node_zygote("exports.handler = () => {};", "index.handler", env)
    assert_refused(parent, "NODE_OPTIONS has --require, which runs code before the host")


def test_python_code_before_the_function(python_zygote, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import os\npipe = os.pipe()\n")
    env = {"PYTHONPATH": str(tmp_path)}
    parent = python_zygote("def handler(event, context): pass\n", "app.handler", env)
    assert_refused(parent, "it keeps pipe open")


def assert_refused(parent, why):
    verdict = parent.verdict()
    assert verdict["forkable"] is False
    assert why in verdict["why"] and "\n" not in verdict["why"]
    assert parent.exit() == 0


PYTHON_SAFE = {
    "ended thread": "import threading\nt = threading.Thread(target=int)\nt.start()\nt.join()",
    "ended child": "import subprocess\nsubprocess.run(['true'])",
    "closed socket": "import socket\nsocket.socket().close()",
    "forgotten socket": "import socket\nclass Held: pass\n"
    "a = Held()\na.a = a\na.s = socket.socket()\ndel a",
    "devices": "null = open('/dev/null', 'w')\nnoise = open('/dev/urandom', 'rb')",
    "lock": "import threading\nlock = threading.RLock()",
    "private memory": "import mmap\nm = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
}
NODE_SAFE = {
    "finished work": "require('fs').readFile(__filename, () => {}); setTimeout(() => {}, 20);",
    "ended child": "require('child_process').execFileSync('true');",
    "awaited child": "require('child_process').execFile('true', () => {});",
    "idle timer": "setInterval(() => {}, 1000).unref();",
    "signal handler": "process.on('SIGTERM', () => {});",
    "one key": "require('crypto').randomFillSync(Buffer.alloc(32));",
    "closed server": "const s = require('http').createServer().listen(0, () => s.close());",
    "printing": "process.stdout.write('x'); process.stderr.write('y'); process.stdin.fd;",
}


@pytest.mark.parametrize("source", PYTHON_SAFE.values(), ids=PYTHON_SAFE)
def test_safe_python_module(python_zygote, source):
    parent = python_zygote(source + "\ndef handler(event, context): return 1\n", "app.handler")
    assert parent.forkable().fork().ready().invoke().json == 1


@pytest.mark.parametrize("source", NODE_SAFE.values(), ids=NODE_SAFE)
def test_safe_node_module(node_zygote, source):
    parent = node_zygote(source + "exports.handler = async () => 1;", "index.handler")
    assert parent.forkable().fork().ready().invoke().json == 1


def test_a_failing_module_is_no_verdict(zygote):
    broken = {"python": "raise ValueError('broken')", "node": "throw new RangeError('broken');"}
    parent = zygote(broken)
    assert parent.init_error()["errorMessage"] == "broken"
    assert parent.exit() != 0


READER = """
file = open(__file__, "rb", buffering=0)
file.read(2)

def handler(event, context):
    return file.read(event).decode()
"""


def test_copies_read_open_files_independently(python_zygote):
    parent = python_zygote(READER, "app.handler").forkable()
    first, second = parent.fork().ready(), parent.fork().ready()
    assert first.invoke(4).json == "ile " and second.invoke(4).json == "ile "
    assert first.invoke(5).json == "= ope" and parent.fork().ready().invoke(4).json == "ile "


LEAVES = {
    "python": "import os\nname = '/tmp/' + os.environ['NAME']\nopen(name, 'w').close()\n"
    "def handler(event, context): return 1",
    "node": "require('fs').writeFileSync('/tmp/' + process.env.NAME, '');"
    "exports.handler = async () => 1;",
}


@pytest.mark.parametrize("slots", [True, False], ids=["own /tmp", "one /tmp"])
def test_files_left_behind(zygote, slots):
    name = f"mayfly-test-{os.getpid()}"
    env = {"NAME": name, **({"_MAYFLY_ENTER": "/nonexistent/enter.so"} if slots else {})}
    try:
        parent = zygote(LEAVES, env)
        if slots:
            why = f"it left /tmp/{name} behind, which copies do not have"
            assert parent.verdict() == {"forkable": False, "why": why}
        else:
            parent.forkable()
    finally:
        os.unlink(f"/tmp/{name}")
