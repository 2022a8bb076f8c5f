"""`mayfly doctor`: what this machine offers, what is missing, and how to get it."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from harness.platform import BINARY


def version(program):
    text = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    return re.search(r"\d+\.\d+", text).group()


def test_it_finds_what_is_here(platform):
    text = platform.cli("doctor").stdout
    lower = text.lower()
    for feature in ("namespace", "cgroup", "seccomp", "landlock"):
        assert feature in lower, f"nothing about {feature}s:\n{text}"
    assert re.search(r"python\S* .*\d+\.\d+", lower)
    assert version("node") in text
    assert re.search(r"[\d.]+ ?(ms|µs|us)", text), "how quick a sync of the disk is"


def test_it_needs_no_platform(fresh):
    fresh().cli("doctor")


def test_what_is_missing_comes_with_how_to_get_it(fresh):
    """Here at least the platform itself is missing."""
    platform = fresh()
    text = platform.cli("doctor", code=None).stdout
    assert platform.endpoint in text
    assert "mayfly up" in text
    sections = platform.cli_json("doctor", code=None)["sections"]
    checks = [check for section in sections for check in section["checks"]]
    assert len(checks) >= 10
    not_good = [check for check in checks if check["mark"] != "good"]
    assert not_good
    for check in not_good:
        assert check.get("next") or check.get("remedy"), check


def test_a_running_platform_is_recognised(platform):
    done = platform.cli("doctor", code=None)
    assert f"nothing runs at {platform.endpoint}" not in done.stdout
    assert platform.endpoint in done.stdout


def as_nobody(*words):
    """The doctor as an ordinary user, who cannot see the tests' folders."""
    home = Path(tempfile.mkdtemp())
    os.chown(home, 65534, 65534)
    shutil.copy(BINARY, home / "mayfly")
    (home / "mayfly").chmod(0o755)
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "MAYFLY_ENDPOINT": "http://127.0.0.1:1", "TMPDIR": str(home)}
    try:
        return subprocess.run(
            [home / "mayfly", "doctor", *words], env=env, cwd=home, user=65534, group=65534, extra_groups=[],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout  # fmt: skip
    finally:
        shutil.rmtree(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root to be somebody else")
def test_an_ordinary_user_gets_advice_for_ordinary_users():
    sections = json.loads(as_nobody("--json"))["sections"]
    checks = {check["name"]: check for section in sections for check in section["checks"]}
    assert checks["account"]["mark"] == "warn" and "root" in checks["account"]["next"]
    for check in checks.values():
        advice = check.get("next", "")
        # What only root can type is no advice by itself.
        assert "modprobe" not in advice or "root" in advice, check
        if check["name"].startswith("CPU"):
            assert "memory" not in advice, check
    if checks["slots for copies"]["mark"] != "good":
        starts = next(section for section in sections if section["name"] == "quick starts")["checks"]
        assert all(check["mark"] != "good" for check in starts), "nothing is copied without a slot for it"


def test_free_space_is_told(platform):
    sections = platform.cli_json("doctor", "--data", platform.data, code=None)["sections"]
    disk = next(section for section in sections if section["name"] == "disk")["checks"]
    free = next(check for check in disk if check["name"] == "free space")
    assert re.search(r"\d \w?B of .* free in", free["found"]) and str(platform.data) in free["found"]
