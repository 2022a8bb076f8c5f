"""WebAssembly components to deploy, built as their readers build them."""

import functools
import os
import subprocess
from pathlib import Path

from .platform import REPOSITORY, TARGET

GUESTS = REPOSITORY / "crates/wasm/tests/guests"
TRIPLE = "wasm32-wasip2"
# What the tests themselves are built with is not for their guests.
OTHERS = ("RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET")


@functools.cache
def rust(folder, name):
    """The component that a Rust package makes."""
    target = TARGET / "guests"
    command = ["cargo", "build", "--quiet", "--release", "--locked", "--target", TRIPLE]
    command += ["--manifest-path", folder / "Cargo.toml", "--target-dir", target]
    environment = {key: value for key, value in os.environ.items() if key not in OTHERS}
    subprocess.run([str(word) for word in command], env=environment, check=True, timeout=600)
    return target / TRIPLE / "release" / f"{name}.wasm"


def hostile():
    """Answers requests; misbehaves as their path says."""
    return rust(GUESTS / "hostile", "hostile")


def command():
    """Reads its event on stdin and prints its answer."""
    return rust(GUESTS / "command", "command")


def toolchain():
    """Variables with which `mayfly deploy` finds Rust's tools from a home of its own."""
    home = Path.home()
    return {
        "CARGO_HOME": os.environ.get("CARGO_HOME", str(home / ".cargo")),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(home / ".rustup")),
    }


def path_with(folder):
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
