"""A host whose network is not there yet, or changes: what may reach the internet reaches nothing else."""

import json
import os
import pwd
import shutil
import subprocess

import pytest
from harness import eventually
from harness.hosts import Host
from harness.platform import BINARY
from harness.project import manifest

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="takes root to make networks")

PORT = 8099
# On the internet, as far as the test's host is concerned.
FAR = "203.0.113.9"

REACH = """
import socket

def reach(address, port):
    try:
        with socket.create_connection((address, port), timeout=5) as connection:
            return connection.recv(100).decode()
    except TimeoutError:
        return "left waiting"
    except OSError:
        return "refused"

def handler(event, context):
    return [reach(address, port) for address, port in event]
"""


@pytest.fixture
def host():
    made = Host()
    # A server of this machine's, the cloud's metadata, and an address of an inner network.
    made.ip("addr add 169.254.169.254/32 dev lo")
    made.ip("addr add 10.9.9.9/32 dev lo")
    made.serve(PORT, "near")
    yield made
    made.close()


@pytest.fixture
def island(fresh, host):
    """A platform on that host. What talks to it does so from there."""
    platform = fresh()
    platform.by = host.by
    return platform


def up(platform, *flags):
    out = platform.folder / "up.out"
    before = out.read_text().count("is up") if out.exists() else 0
    platform.start(flags=flags, wait=False)
    eventually(lambda: said(platform, "up.out").count("is up") > before, 30, what="the start screen")


def said(platform, file):
    return (platform.folder / file).read_text()


def deploy(platform):
    functions = {
        name: {"runtime": "python", "handler": "app.handler", "timeout": "30s", "egress": name}
        for name in ("internet", "none", "host")
    }
    platform.deploy({"mayfly.toml": manifest("reach", **functions), "app.py": REACH})


def reach(platform, name, places):
    payload = json.dumps(places)
    return json.loads(platform.cli("invoke", name, "--payload", payload, "--quiet").stdout)


def near(platform, *more):
    """Everything that no function reaches but those that may reach the host."""
    own = ["127.0.0.1", "169.254.169.254", "10.9.9.9", *more]
    return [[address, PORT] for address in own] + [[own[0], platform.port], [own[2], platform.port]]


def nothing_near(platform, *more):
    for name in ("internet", "none"):
        places = near(platform, *more)
        answers = reach(platform, name, places)
        assert answers == ["refused"] * len(places), (name, answers)


def test_without_a_way_to_the_internet_there_is_none_until_there_is(island, host):
    up(island)
    deploy(island)
    assert reach(island, "host", [["127.0.0.1", PORT]]) == ["near"], "the test can tell"
    nothing_near(island, FAR)

    # Everybody who could wonder is told.
    missing = 'egress "internet" is "none" now'
    assert missing in said(island, "up.out") and "no default route" in said(island, "up.out")
    assert "no default route" in said(island, "up.err")
    assert missing in island.cli("show", "internet").stdout
    assert missing not in island.cli("show", "none").stdout
    assert missing not in island.cli("show", "host").stdout
    checks = [c for s in island.cli_json("doctor")["sections"] for c in s["checks"]]
    told = {check["name"]: check for check in checks}
    assert told["its internet"]["mark"] == "warn" and missing in told["its internet"]["found"]
    assert told["internet"]["mark"] == "warn" and "no default route" in told["internet"]["found"]
    assert told["starts"]["mark"] == "good"

    # A default route appears while the platform runs.
    outside = Host()
    try:
        outside.ip(f"addr add {FAR}/32 dev lo")
        outside.ip("addr add 10.8.8.8/32 dev lo")
        outside.serve(PORT, "far")
        host.cable(outside, "198.51.100.6/31", "198.51.100.7/31")
        host.ip("route add default via 198.51.100.7")
        eventually(lambda: missing not in island.cli("show", "internet").stdout, 15)
        assert reach(island, "internet", [[FAR, PORT]]) == ["far"]
        assert reach(island, "none", [[FAR, PORT]]) == ["refused"]
        private = ("10.8.8.8", "198.51.100.6", "198.51.100.7")
        nothing_near(island, *private)
        assert "there is a way to the internet again" in said(island, "up.err")

        # The host becomes part of one network more, which is private for that.
        host.cable(outside, "203.0.113.1/24", "203.0.113.2/24", name="office")
        closed = [[FAR, PORT], ["203.0.113.2", PORT], ["203.0.113.1", PORT]]
        refused = ["refused"] * len(closed)
        eventually(lambda: reach(island, "internet", closed) == refused, 15)
        host.ip("link del office")
        eventually(lambda: reach(island, "internet", [[FAR, PORT]]) == ["far"], 15)

        # And it is taken away again.
        host.ip("route del default")
        eventually(lambda: missing in island.cli("show", "internet").stdout, 15)
        nothing_near(island, FAR, *private)

        # Killed, it leaves nothing on the network, and comes back as if nothing had been.
        host.ip("route add default via 198.51.100.7")
        island.kill9()
        eventually(lambda: "mayfly" not in links(host), 15)
        up(island)
        assert reach(island, "internet", [[FAR, PORT]]) == ["far"]
        nothing_near(island, *private)
    finally:
        outside.close()


def links(host):
    listed = subprocess.run([*host.by, "ip", "-o", "link"], capture_output=True, text=True)
    return listed.stdout


def test_an_ordinary_user_gives_no_function_its_network_unasked(island, host):
    """Only root can make a way to the internet. The manifest alone says who has the host's network."""
    nobody = pwd.getpwnam("nobody")
    # Under /tmp itself, which everybody may enter.
    home = f"/tmp/mayfly-nobody-{os.getpid()}"
    os.mkdir(home, 0o755)
    try:
        program = shutil.copy(BINARY, home)
        os.chmod(program, 0o755)
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        start_as(island, nobody, program, home)
        deploy(island)
        assert reach(island, "host", [["127.0.0.1", PORT]]) == ["near"]
        nothing_near(island, FAR)
        assert 'egress "internet" is "none" now' in island.cli("show", "internet").stdout
        assert "it takes" in said(island, "up.out") and "root" in said(island, "up.err")
        island.stop()
    finally:
        shutil.rmtree(home)


def start_as(platform, user, program, home):
    with open(platform.folder / "up.out", "ab") as out, open(platform.folder / "up.err", "ab") as err:
        command = [*platform.by, "setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"]
        command += ["--clear-groups", program, "up", "--data", f"{home}/data"]
        command += ["--listen", f"127.0.0.1:{platform.port}"]
        env = {"HOME": home, "PATH": "/usr/bin:/bin"}
        platform.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, cwd=home,
            start_new_session=True,
        )
    eventually(lambda: "is up" in said(platform, "up.out"), 30, what="the start screen")
    # The keys are where its own account keeps them.
    shutil.copytree(f"{home}/.config", platform.home / ".config", dirs_exist_ok=True)
