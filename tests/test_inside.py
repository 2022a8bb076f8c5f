"""What functions bring along works in their sandbox: native libraries, addons, runtimes of their own.

The same programs are tried without a platform by the `sandbox` crate's escape suite.
"""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from harness import manifest
from harness.platform import REPOSITORY

PROGRAMS = REPOSITORY / "tests/programs/inside"
PACKAGES = Path(sysconfig.get_paths()["platlib"])
# What a function that uses numpy, Pillow and boto3 brings along.
SCIENCE = ("numpy", "PIL", "pillow", "boto3", "botocore", "s3transfer", "dateutil", "jmespath", "six", "urllib3")

ECHO = "def handler(event, context): return event"


def needs(program):
    reason = f"there is no {program} on this machine; `cargo xtask ci` installs it"
    return pytest.mark.skipif(shutil.which(program) is None, reason=reason)


def make(*command):
    subprocess.run([str(word) for word in command], check=True)


def packages():
    """Of the Python packages these tests run beside, those for a function to bring along."""
    return {entry.name: entry for entry in PACKAGES.iterdir() if entry.name.startswith(SCIENCE)}


def test_numpy_pillow_and_boto3(platform):
    runtime = f"python3.{sys.version_info.minor}"
    science = {"runtime": runtime, "handler": "science.handler", "memory_mb": 1024}
    science = {**science, "timeout": "60s", "uses": ["function:science-echo"]}
    echo = {"runtime": runtime, "handler": "echo.handler"}
    app = manifest("inside", science=science, **{"science-echo": echo})
    files = {"science.py": PROGRAMS / "science.py", "echo.py": ECHO, **packages()}
    platform.deploy({"mayfly.toml": app, **files})
    for _ in range(2):
        done = platform.call("science", {"call": "science-echo"})
        assert done == {"sum": 200.0, "size": [64, 48], "answer": '"signed"'}
    assert len(platform.instances("science")) == 1


@needs("cc")
def test_a_native_addon_on_worker_threads(platform, tmp_path):
    addon = tmp_path / "addon.node"
    make("cc", "-shared", "-fPIC", "-o", addon, PROGRAMS / "addon.c")
    files = {"native.js": PROGRAMS / "native.js", "addon.node": addon}
    name = platform.function(files, "node", "native.handler", memory_mb=512, timeout="30s")
    for _ in range(2):
        done = platform.call(name)
        assert done == {"product": 42, "products": [0, 10, 20, 30], "counted": 4000}


def test_a_static_rust_program(platform, tmp_path):
    bootstrap = tmp_path / "bootstrap"
    static = ["-C", "target-feature=+crt-static"]
    make("rustc", "--edition", "2024", *static, "-o", bootstrap, PROGRAMS / "bootstrap.rs")
    name = platform.function({"bootstrap": bootstrap}, "provided", "any", timeout="30s")
    assert [platform.call(name) for _ in range(2)] == [140, 140]


@needs("javac")
def test_a_java_virtual_machine(platform, tmp_path):
    make("javac", "-d", tmp_path, PROGRAMS / "Hello.java")
    bootstrap = "#!/bin/sh\nexec java -Xmx256m -cp . Hello\n"
    files = {"bootstrap": bootstrap, "Hello.class": tmp_path / "Hello.class"}
    name = platform.function(files, "provided", "any", memory_mb=512, timeout="60s")
    assert [platform.call(name) for _ in range(2)] == [499999500000, 499999500000]
