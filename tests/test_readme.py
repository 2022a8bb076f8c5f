"""The README does what it says: its commands are run, and their output is compared.

A block to be tested is fenced with three backticks and `console`, preceded by a line
`<!-- tested -->`. In it, lines that start with `$ ` are commands, and the lines up to the next
command are what they print, where `…` stands for anything, on a line or, alone on one, for any
lines. A command that ends in `&` goes on beside the others until the end of the README.

All blocks run in order in one shell-like place: a copy of the repository's examples, with `mayfly`
on the PATH, and a home of its own.
"""

import os
import re
import shutil
import signal
import subprocess
import time

import pytest
from harness.platform import BINARY, REPOSITORY, Platform

README = REPOSITORY / "README.md"
ANYTHING = "…"


def blocks(text):
    """The tested blocks: lists of (command, expected lines)."""
    found = []
    pattern = r"^<!-- tested -->\s*\n```console\n(.*?)^```"
    for block in re.findall(pattern, text, re.MULTILINE | re.DOTALL):
        commands = []
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            elif commands:
                commands[-1][1].append(line)
        found.append(commands)
    return found


def looks_like(expected, printed):
    """Whether the lines are the expected ones, spaces and `…` taken loosely."""
    parts = []
    for line in (line.strip() for line in expected):
        if line == ANYTHING:
            parts.append(r"(?:.*\n)*?")
        elif line:
            words = [re.escape(word) for word in re.split(r"\s+", line)]
            words = [word.replace(re.escape(ANYTHING), ".*") for word in words]
            parts.append(r"\s*" + r"\s+".join(words) + r"\s*\n")
    return re.fullmatch("".join(parts) + r"\s*", printed + "\n") is not None


@pytest.mark.parametrize(
    "expected, printed, same",
    [
        (["a"], "a", True),
        (["a"], "b", False),
        (["a  b"], "a b", True),
        (["took … ms"], "took 1.5 ms", True),
        (["took … ms"], "took 1.5 s", False),
        (["a", "…"], "a\nb\nc", True),
        (["a", "…", "c"], "a\nb\nb\nc", True),
        (["a", "…", "c"], "a\nb", False),
        ([], "", True),
        ([], "a", False),
        (["…"], "a\nb", True),
    ],
)
def test_what_looks_alike(expected, printed, same):
    assert looks_like(expected, printed) is same


def test_the_readme_has_a_tour():
    commands = [command for block in blocks(README.read_text()) for command, _ in block]
    assert any(command.startswith("mayfly up") for command in commands)
    assert any("mayfly invoke" in command for command in commands)


def test_the_first_of_the_two_commands(tmp_path):
    """The second runs this test."""
    text = README.read_text()
    assert "cargo xtask hello" in text and "cargo xtask test" in text
    address = f"127.0.0.1:{Platform(tmp_path / 'unused').port}"
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(
        ["cargo", "xtask", "hello", "--once", "--listen", address],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '{"message": "Hello, you!"}' in done.stdout


def test_the_tour(tmp_path):
    place, home, tools = tmp_path / "place", tmp_path / "home", tmp_path / "bin"
    for folder in (place, home, tools):
        folder.mkdir()
    os.symlink(BINARY, tools / "mayfly")
    shutil.copytree(REPOSITORY / "examples", place / "examples")
    port = Platform(tmp_path / "unused").port
    environment = Platform(tmp_path / "unused").environment(
        HOME=str(home),
        PATH=f"{tools}:{os.environ['PATH']}",
        MAYFLY_ENDPOINT=f"http://127.0.0.1:{port}",
    )
    beside = []
    try:
        for block in blocks(README.read_text()):
            for command, expected in block:
                command = at_port(command, port)
                if command.endswith("&"):
                    beside.append(start(command[:-1], place, environment, port))
                    continue
                done = subprocess.run(
                    ["bash", "-c", command],
                    cwd=place,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    timeout=120,
                )
                printed = done.stdout.replace(str(port), "4566")
                wanted = "\n".join(expected)
                assert looks_like(expected, printed), f"$ {command}\n{printed}\n---\n{wanted}"
    finally:
        for process in beside:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def at_port(command, port):
    """The README speaks of the default port; the test must not."""
    command = command.replace("4566", str(port))
    if re.match(r"mayfly up\b", command) and "--listen" not in command:
        rest = command.removeprefix("mayfly up")
        command = f"mayfly up --listen 127.0.0.1:{port}{rest}"
    return command


def start(command, place, environment, port):
    process = subprocess.Popen(
        ["bash", "-c", f"exec {command}"],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watcher = Platform(place)
    watcher.port = port
    end = time.monotonic() + 30
    while not watcher.is_healthy() and time.monotonic() < end:
        time.sleep(0.05)
    # The projects named on the command line follow right after.
    time.sleep(2)
    return process
