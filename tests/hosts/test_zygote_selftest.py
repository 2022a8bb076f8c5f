"""Interpreters that tell whether their copies work."""

import json
import subprocess

import pytest

from .conftest import NODES, PYTHONS
from .zygotes import NODE_FLAGS, PYTHON_FLAGS


def self_test(*argv):
    done = subprocess.run([*argv, "--self-test"], capture_output=True, text=True, timeout=30)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("program", PYTHONS)
def test_python(installed, program):
    result = self_test(program, *PYTHON_FLAGS, installed / "python" / "main.py")
    assert result == (0, {"ok": True, "failed": []})


@pytest.mark.parametrize("program", NODES)
def test_node(installed, program):
    result = self_test(program, *NODE_FLAGS, installed / "node" / "main.js")
    assert result == (0, {"ok": True, "failed": []})


def test_node_with_threads_of_its_own_is_found_out(installed):
    """Without the flags for zygotes, V8 waits for threads that a copy does not have."""
    status, result = self_test(NODES[0], installed / "node" / "main.js")
    assert status == 1 and not result["ok"] and result["failed"]
