"""A copy of the data directory is another platform: nothing it does touches the original's things."""

import subprocess

import pytest
from harness import eventually, processes

SOURCE = """
import os, time
born = time.time()

def handler(event, context):
    return [os.environ["AWS_LAMBDA_FUNCTION_NAME"], born]
"""


@pytest.fixture
def pair(fresh):
    """The original, with a function that runs, and a copy of what it keeps, made meanwhile."""
    original, copy = fresh(), fresh()
    original.start()
    name = original.python(SOURCE)
    original.call(name)
    # What vanishes meanwhile cannot be copied, and need not be.
    subprocess.run(["cp", "-a", original.data, copy.data], stderr=subprocess.DEVNULL)
    assert (copy.data / "store.sqlite").exists() and (copy.data / "run/slots/lives").exists()
    return original, copy, name


def groups(platform, name):
    found = [processes.groups_of(pid) for pid in platform.instances(name)]
    return {group.parent for groups in found for group in groups}


def is_well(original, name, born):
    """Its instance is the same as before, new ones start, and it says so."""
    assert original.call(name) == born
    assert original.call(original.python(SOURCE))[1] > born[1]
    assert original.get("/health")["status"] == "ok"


def test_the_original_does_not_notice_its_copy(pair):
    original, copy, name = pair
    born = original.call(name)
    copy.start()
    assert copy.call(name)[0] == name
    assert original.call(name) == born
    assert not groups(original, name) & groups(copy, name)
    is_well(original, name, born)

    assert copy.stop() == 0
    is_well(original, name, born)

    # Killed, it leaves what its next start sweeps: its own things.
    copy.start()
    copy.call(name)
    left = groups(copy, name)
    copy.kill9()
    is_well(original, name, born)
    copy.start()
    assert not [group for group in left if group.exists()]
    assert copy.call(name)[0] == name
    is_well(original, name, born)
    copy.stop()
    is_well(original, name, born)


def test_a_copy_of_a_dead_platform_and_its_original_live_together(pair):
    original, copy, name = pair
    original.kill9()
    copy.start()
    copy.call(name)
    born = copy.call(name)
    original.start()
    assert original.call(name)[0] == name
    original.stop()
    is_well(copy, name, born)


def test_starts_that_fail_are_told(fresh):
    """Somebody takes away what groups are made in. The platform says so, and notices when it is back."""
    platform = fresh()
    platform.start()
    name = platform.python(SOURCE, idle="1s")
    platform.call(name)
    parents = groups(platform, name)
    if not parents:
        pytest.skip("no control groups here")

    def taken():
        # What is kept ready lies in them, and ends.
        # A thread of the platform's is in one while it starts something there.
        for pid in {pid for parent in parents for pid in inside(parent)} - {platform.process.pid}:
            processes.kill(pid)
        for parent in parents:
            for group in [*parent.iterdir(), parent]:
                if group.is_dir():
                    try:
                        group.rmdir()
                    except OSError:
                        return False
        return not [parent for parent in parents if parent.exists()]

    eventually(taken, 20, what="the groups are gone")
    reply = platform.invoke(name)
    assert reply.error
    told = reply.payload.decode()
    assert "/sys" not in told and str(platform.data) not in told
    answer = platform.fetch("/_mayfly/v1/health")
    assert answer.status == 503
    assert answer.json()["status"] == "failing" and "/sys" not in answer.text
    text = platform.cli("doctor", code=None).stdout
    assert "no instance can be started" in text
    assert "a slot cannot be made" in (platform.folder / "up.err").read_text()
    for parent in parents:
        parent.mkdir()
    eventually(lambda: platform.fetch("/_mayfly/v1/health").status == 200, 30, what="well again")
    assert platform.call(name)[0] == name


def inside(parent):
    for file in parent.glob("*/cgroup.procs"):
        try:
            yield from (int(pid) for pid in file.read_text().split())
        except OSError:
            pass
