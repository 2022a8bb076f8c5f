"""Hosts started by themselves, with a function written on the spot.

MAYFLY_TEST_PYTHONS=/path/a/python3:/path/b/python3 runs the Python tests on several versions;
MAYFLY_TEST_NODES does so for Node.
MAYFLY_TEST_PACKAGES=/a/folder with what `pip install --target` left there tries real packages too.
"""

import os
import sys

import pytest

from .driver import HOSTS, Host
from .zygotes import NODE_FLAGS, PYTHON_FLAGS, Zygote, install

PYTHONS = os.environ.get("MAYFLY_TEST_PYTHONS", sys.executable).split(":")
NODES = os.environ.get("MAYFLY_TEST_NODES", "node").split(":")
PACKAGES = os.environ.get("MAYFLY_TEST_PACKAGES")


def start(tmp_path, argv, main_file, kind=Host):
    """`run(files, handler, env)`: one source, or a dict of files, to a running host."""
    hosts = []

    def run(files, handler, env=(), inside=(), **options):
        files = {main_file: files} if isinstance(files, str) else files
        root = tmp_path / "task"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        hosts.append(kind([*inside, *argv], root, handler, env, **options))
        return hosts[-1]

    try:
        yield run
    finally:
        for host in hosts:
            host.__exit__()


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    return install(tmp_path_factory.mktemp("hosts"))


@pytest.fixture(params=PYTHONS)
def python(tmp_path, request):
    argv = [request.param, *PYTHON_FLAGS, HOSTS / "python" / "main.py"]
    yield from start(tmp_path, argv, "app.py")


@pytest.fixture(params=PYTHONS)
def python_zygote(tmp_path, request, installed):
    argv = [request.param, *PYTHON_FLAGS, installed / "python" / "main.py"]
    yield from start(tmp_path, argv, "app.py", Zygote)


@pytest.fixture(params=NODES)
def node(tmp_path, request):
    yield from start(tmp_path, [request.param, HOSTS / "node" / "main.js"], "index.js")


@pytest.fixture(params=NODES)
def node_zygote(tmp_path, request, installed):
    argv = [request.param, *NODE_FLAGS, installed / "node" / "main.js"]
    yield from start(tmp_path, argv, "index.js", Zygote)


@pytest.fixture
def packages():
    if not PACKAGES:
        pytest.skip("MAYFLY_TEST_PACKAGES is not set")
    return PACKAGES


BOTH = [("python", program) for program in PYTHONS] + [("node", program) for program in NODES]


@pytest.fixture(params=BOTH)
def zygote(tmp_path, request, installed):
    """`zygote(sources, handler)`, where `sources` has one entry for each language."""
    language, program = request.param
    if language == "python":
        flags, main, main_file = PYTHON_FLAGS, "main.py", "app.py"
    else:
        flags, main, main_file = NODE_FLAGS, "main.js", "index.js"
    starting = start(tmp_path, [program, *flags, installed / language / main], main_file, Zygote)
    run = next(starting)

    def choose(sources, env=(), **options):
        if language not in sources:
            pytest.skip("the other language's")
        handler = main_file.rpartition(".")[0] + ".handler"
        return run(sources[language], handler, env, **options)

    yield choose
    starting.close()
