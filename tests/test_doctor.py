"""`mayfly doctor`: what this machine offers, what is missing, and how to get it."""

import os
import re
import shutil
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


def test_it_says_what_is_missing_and_how_to_get_it(platform, tmp_path):
    """On a machine with nothing but a shell."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "cat"):
        os.symlink(shutil.which(name), tools / name)
    home = tmp_path / "home"
    home.mkdir()
    done = platform.cli("doctor", env={"PATH": str(tools), "HOME": str(home)}, code=None)
    assert done.returncode in (0, 1)
    text = done.stdout + done.stderr
    assert re.search(r"(?i)node.*(missing|not found|none|no )", text)
    assert "install" in text


def test_json_for_scripts(platform):
    assert isinstance(platform.cli_json("doctor"), dict)
