"""Hosts started by themselves, with a function written on the spot.

MAYFLY_TEST_PYTHONS=/path/a/python3:/path/b/python3 runs the Python tests on several versions;
MAYFLY_TEST_NODES does so for Node.
"""

import os
import sys

import pytest

from .driver import HOSTS, Host
from .zygotes import NODE_FLAGS, PYTHON_FLAGS, Zygote, install

PYTHONS = os.environ.get("MAYFLY_TEST_PYTHONS", sys.executable).split(":")
NODES = os.environ.get("MAYFLY_TEST_NODES", "node").split(":")


def start(tmp_path, argv, main_file, kind=Host):
    """`run(files, handler, env)`: one source, or a dict of files, to a running host."""
    hosts = []

    def run(files, handler, env=(), **options):
        files = {main_file: files} if isinstance(files, str) else files
        root = tmp_path / "task"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        hosts.append(kind(argv, root, handler, env, **options))
        return hosts[-1]

    yield run
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
