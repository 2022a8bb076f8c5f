"""A manifest with a mistake is refused with the file, the line, and what was probably meant."""

import re

import pytest

APP = "def handler(event, context): return event\n"
HEAD = 'name = "shop"\n[functions.hello]\n'
RUNS = 'runtime = "python"\nhandler = "app.handler"\n'
GOOD = HEAD + RUNS  # four lines; the mistakes below come after them

# What is wrong, the manifest, the line to be named, and what the message has to mention.
MISTAKES = [
    ("not TOML", 'name = "shop"\n[functions.hello\n', 2, []),
    ("a string never closed", 'name = "shop\n', 1, []),
    ("the same key twice", GOOD + 'handler = "app.other"\n', 5, ["handler"]),
    ("an empty name", 'name = ""\n', 1, ["name"]),
    ("a name with a slash", 'name = "a/b"\n[functions.hello]\n' + RUNS, 1, ["a/b"]),
    ("a name that is a number", "name = 5\n[functions.hello]\n" + RUNS, 1, ["name"]),
    ("no functions", 'name = "shop"\n', None, ["functions"]),
    ("an unknown key at the top", "nam = 'shop'\n[functions.hello]\n" + RUNS, 1, ["nam", "name"]),
    ("a misspelt table", 'name = "shop"\n[function.hello]\n' + RUNS, 2, ["functions"]),
    ("a function name with a space", 'name = "shop"\n[functions."a b"]\n' + RUNS, 2, ["a b"]),
    ("a misspelt key", HEAD + 'runtme = "python"\nhandler = "app.handler"\n', 3, ["runtime"]),
    ("a key of another tool", GOOD + "memory = 128\n", 5, ["memory_mb"]),
    ("no runtime", HEAD + 'handler = "app.handler"\n', 2, ["runtime"]),
    ("no handler", HEAD + 'runtime = "python"\n', 2, ["handler"]),
    ("an unknown runtime", HEAD + 'runtime = "pyhton"\nhandler = "app.handler"\n', 3, ["python"]),
    (
        "a handler without a function",
        HEAD + 'runtime = "python"\nhandler = "app"\n',
        4,
        ["handler", "app"],
    ),
    (
        "a handler in a file that is not there",
        HEAD + 'runtime = "python"\nhandler = "main.handler"\n',
        4,
        ["main.py"],
    ),
    ("memory as text", GOOD + 'memory_mb = "128"\n', 5, ["memory_mb"]),
    ("too little memory", GOOD + "memory_mb = 1\n", 5, ["memory_mb", "64"]),
    ("too much memory", GOOD + "memory_mb = 99999\n", 5, ["memory_mb", "10240"]),
    ("a timeout without a unit", GOOD + 'timeout = "3"\n', 5, ["timeout", "3s"]),
    ("a timeout that is too long", GOOD + 'timeout = "16m"\n', 5, ["timeout", "15m"]),
    ("a timeout of nothing", GOOD + 'timeout = "0s"\n', 5, ["timeout"]),
    ("an env that is a list", GOOD + 'env = ["A=1"]\n', 5, ["env"]),
    ("an env value that is a number", GOOD + "env = { A = 1 }\n", 5, ["A"]),
    ("a reserved env variable", GOOD + 'env = { AWS_REGION = "x" }\n', 5, ["AWS_REGION"]),
    ("url as text", GOOD + 'url = "yes"\n', 5, ["url", "true"]),
    ("a way of asking for a URL that is none", GOOD + 'url = { auth = "aws" }\n', 5, ["auth", "iam"]),
    ("pages that are none", GOOD + 'url = { cors = { origins = ["shop"] } }\n', 5, ["shop", "https://"]),
    ("cookies for every page", GOOD + 'url.cors = { origins = ["*"], credentials = true }\n', 5, ["credentials"]),
    ("a use without a name", GOOD + 'uses = ["bucket"]\n', 5, ['write "bucket:NAME"', "function:NAME"]),
    ("negative concurrency", GOOD + "concurrency = -1\n", 5, ["concurrency"]),
    ("more warm than allowed", GOOD + "concurrency = 1\nkeep_warm = 2\n", 6, ["keep_warm"]),
    ("too many retries", GOOD + "retries = 3\n", 5, ["retries", "2"]),
    ("an event age that is too short", GOOD + 'max_event_age = "1s"\n', 5, ["max_event_age"]),
    ("a destination of no kind", GOOD + 'on_failure = "hello"\n', 5, ["function:"]),
    (
        "many at once for a handler",
        GOOD + "instance_concurrency = 5\n",
        5,
        ["instance_concurrency", "http"],
    ),
]


@pytest.mark.parametrize("what, text, line, words", MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_found_and_explained(platform, what, text, line, words):
    refused = platform.deploy({"mayfly.toml": text, "app.py": APP}, code=None)
    message = refused.stderr
    if refused.returncode == 0:
        platform.cli("rm", "hello", "--yes")
    assert refused.returncode == 1, f"it was deployed:\n{refused.stdout}"
    assert "mayfly.toml" in message
    if line is not None:
        named = rf"mayfly\.toml:{line}\b|\bline {line}\b"
        assert re.search(named, message), f"line {line} is not named:\n{message}"
    for word in words:
        assert word in message, f"{word!r} is not mentioned:\n{message}"
    assert "panicked" not in message
    assert "hello" not in platform.names()


def test_there_are_enough_of_them():
    assert len(MISTAKES) >= 24


def test_a_manifest_that_is_not_text_is_refused(platform):
    refused = platform.deploy({"mayfly.toml": b"\xff\xfe\0", "app.py": APP}, code=1)
    assert "mayfly.toml" in refused.stderr and "UTF-8" in refused.stderr


def test_a_manifest_without_end_is_refused(platform):
    refused = platform.deploy({"mayfly.toml": "#" * 20_000_000, "app.py": APP}, code=1)
    assert "mayfly.toml" in refused.stderr


def test_a_bootstrap_has_to_be_there_and_to_be_executable(platform):
    text = HEAD + 'runtime = "provided"\nhandler = "x"\n'
    missing = platform.deploy({"mayfly.toml": text}, code=1)
    assert "bootstrap" in missing.stderr
    project = platform.project({"mayfly.toml": text, "bootstrap": "#!/bin/sh\n"})
    (project / "bootstrap").chmod(0o644)
    refused = platform.cli("deploy", project, code=1)
    assert "bootstrap" in refused.stderr and "chmod" in refused.stderr


@pytest.mark.parametrize("text", [m[1] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_nobody_is_told_to_write_what_was_written(platform, text):
    refused = platform.deploy({"mayfly.toml": text, "app.py": APP}, code=1).stderr
    for meant in re.findall(r'did you mean "([^"]*)"', refused):
        assert f'"{meant}"' not in text and f"\n{meant} " not in text, refused
