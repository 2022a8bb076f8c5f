"""`mayfly doctor`: what this machine offers, what is missing, and how to get it."""

import re
import subprocess


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
