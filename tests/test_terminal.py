"""What somebody at a terminal sees: no row is wider than it, and files get everything."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest
from harness.platform import BINARY


def at_width(platform, columns, *words):
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen([BINARY, *words], stdout=its, stdin=its, stderr=its, env=platform.environment(TERM="xterm")) as command:
        os.close(its)
        shown = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
        assert command.wait(30) == 0
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()


@pytest.fixture(scope="module")
def name(platform):
    name = platform.python("def handler(event, context): return 1", url=True, check=True)
    platform.call(name)
    platform.records(name, at_least=1)
    return name


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_rows_fit(platform, name, columns):
    rows = at_width(platform, columns, "ls")
    assert len(rows) == 1 + len(platform.names())
    assert all(len(row) <= columns for row in rows), rows
    assert any(row.startswith(f"{name} ") for row in rows)
    # Addresses stay whole, so that they can be copied; nothing else is wider.
    shown = at_width(platform, columns, "show", name)
    assert all(len(row) <= columns or "://" in row or "arn:" in row for row in shown), shown


def test_a_wide_terminal_and_a_file_get_everything(platform, name):
    address = f"{platform.endpoint}/fn/{name}/"
    assert any(row.endswith(address) for row in at_width(platform, 250, "ls"))
    assert address in platform.cli("ls", env={"COLUMNS": "40"}).stdout
    assert "…" not in platform.cli("ls").stdout
