"""Loaded hosts that are forked: what their copies are, and how they live and end."""

import os
import signal
import socket
import struct
import time
from pathlib import Path

import pytest

from .driver import Gone
from .zygotes import FORK, compile_library, fds_of, undisturbed

HELLO = {
    "python": """
import os
loads = [print("loading")]

def handler(event, context):
    if event == "leave":
        os._exit(3)
    if event == "crash":
        os.abort()
    print("called", event)
    context.log("logged\\n")
    return {"pid": os.getpid(), "loads": len(loads), "stream": context.log_stream_name,
            "key": os.environ.get("KEY"), "old": os.environ.get("OLD"),
            "mayfly": [name for name in os.environ if "MAYFLY" in name]}
""",
    "node": """
console.log('loading');
let loads = 1;

exports.handler = async (event, context) => {
  if (event === 'leave') process.reallyExit(3);
  if (event === 'crash') process.abort();
  process.stdout.write(`called ${event}\\n`);
  console.log('logged');
  return { pid: process.pid, loads, stream: context.logStreamName, key: process.env.KEY ?? null,
           old: process.env.OLD ?? null,
           mayfly: Object.keys(process.env).filter((name) => name.includes('MAYFLY')) };
};
""",
}
COPIES = 300


def test_copies_answer_for_themselves(zygote):
    parent = zygote(HELLO, {"OLD": "x", "KEY": "zygote"}).forkable()
    first = parent.fork({"AWS_LAMBDA_LOG_STREAM_NAME": "s1", "KEY": "k1", "OLD": None}).ready()
    second = parent.fork({"AWS_LAMBDA_LOG_STREAM_NAME": "s2"}).ready()
    for copy, stream, key, old in ((first, "s1", "k1", None), (second, "s2", "zygote", "x")):
        for _ in range(2):
            assert copy.invoke("x").json == {
                "pid": copy.pid, "loads": 1, "stream": stream, "key": key, "old": old, "mayfly": []
            }  # fmt: skip
        assert copy.out == "called x\n" * 2
        assert [event.text.split("\t")[-1] for event in copy.events] == ["logged\n"] * 2
        assert copy.err == ""
    # What was said while loading was said once, to the zygote's own pipes.
    assert parent.out + "".join(event.text for event in parent.events) != ""
    assert "called" not in parent.out


def test_without_a_log_pipe(zygote):
    parent = zygote(HELLO, framed_logs=False).forkable()
    copy = parent.fork().ready()
    assert copy.invoke("x").json["pid"] == copy.pid
    assert "called x" in copy.out and "logged" in copy.out


def test_a_parked_copy_answers(zygote):
    copy = zygote(HELLO).forkable().fork(park=True).ready()
    assert (copy.out, copy.events) == ("", [])
    assert copy.invoke("x").json["pid"] == copy.pid


def test_ends_are_told(zygote):
    parent = zygote(HELLO).forkable()
    stopped, left, crashed, killed, bystander = (parent.fork().ready() for _ in range(5))
    stopped.stop()
    assert parent.status_of(stopped) == 0
    left.start_call("leave")
    assert os.waitstatus_to_exitcode(parent.status_of(left)) == 3
    crashed.start_call("crash")
    assert os.WTERMSIG(parent.status_of(crashed)) == signal.SIGABRT
    os.kill(killed.pid, signal.SIGKILL)
    assert parent.status_of(killed) == signal.SIGKILL
    assert bystander.invoke("x").kind == "RESPONSE"
    assert parent.fork().ready().invoke("x").kind == "RESPONSE"


def test_copies_outlive_their_zygote(zygote):
    parent = zygote(HELLO).forkable()
    copies = [parent.fork().ready() for _ in range(3)]
    parent.process.kill()
    parent.process.wait()
    for copy in copies:
        assert copy.invoke("x").json["pid"] == copy.pid
        copy.stop()


@pytest.mark.parametrize("way", ["stop", "hang up"])
def test_a_zygote_ends_when_told(zygote, way):
    parent = zygote(HELLO).forkable()
    copy = parent.fork().ready()
    if way == "stop":
        assert parent.stop() == 0
    else:
        parent.socket.shutdown(socket.SHUT_RDWR)
        assert parent.process.wait(10) == 0
    assert copy.invoke("x").kind == "RESPONSE"


def test_a_copy_holds_nothing_of_its_zygote(zygote):
    parent = zygote(HELLO).forkable()
    earlier, later = parent.fork().ready(), parent.fork().ready()
    handed = {str(fd) for fd in (1, 2, parent.socket_fd, parent.log_fd)}
    theirs = set(fds_of(later.pid).values())
    for other in (parent.process.pid, earlier.pid):
        assert not theirs & {name for fd, name in fds_of(other).items() if fd in handed}
    # The pipe in which the zygote hears of ends is the last it made.
    assert len(fds_of(later.pid)) == len(fds_of(parent.process.pid)) - 2


def test_many_copies_leave_nothing_behind(zygote):
    parent = zygote(HELLO).forkable()
    for _ in range(20):
        ended(parent, parent.fork().ready())
    fds, memory = len(fds_of(parent.process.pid)), resident(parent.process.pid)
    for _ in range(COPIES):
        copy = parent.fork().ready()
        assert copy.invoke("x").json["pid"] == copy.pid
        ended(parent, copy)
    assert len(fds_of(parent.process.pid)) == fds
    assert resident(parent.process.pid) < memory + 1024
    assert len(parent.gone) == COPIES + 20


def ended(parent, copy):
    copy.stop()
    assert parent.status_of(copy) == 0
    parent.copies.remove(copy)
    copy.close()


def resident(pid):
    status = open(f"/proc/{pid}/status").read()
    return int(status.partition("VmRSS:")[2].split()[0])


def test_a_burst_of_forks(zygote):
    parent = zygote(HELLO).forkable()
    copies = [parent.send_fork({"KEY": str(number)}) for number in range(30)]
    for number, copy in enumerate(copies):
        parent.forked(copy)
        assert copy.ready().invoke("x").json["key"] == str(number)


def test_what_cannot_be_forked_is_said(zygote):
    parent = zygote(HELLO).forkable()
    parent.send_raw(FORK, b'{"env": {}}')
    kind, why = parent.frame()
    assert (kind, parent.last_call) == ("FORK_FAILED", 77) and b"all five" in why
    lonely = parent.send_fork(entry=[parent.socket.fileno()])
    kind, why = parent.frame()
    assert (kind, parent.last_call) == ("FORK_FAILED", lonely.number) and b"slot" in why
    with pytest.raises(Gone):
        lonely.frame()
    assert parent.fork().ready().invoke("x").kind == "RESPONSE"


def test_frames_out_of_bounds_end_the_zygote(zygote):
    parent = zygote(HELLO).forkable()
    parent.socket.send(struct.pack("<IBI", 1 << 30, FORK, 1))
    with pytest.raises(Gone):
        parent.frame()
    assert parent.process.wait(10) != 0


def test_the_slot_is_entered_first(zygote, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("namespaces are made by root")
    library = tmp_path / "enter.so"
    compile_library(Path(__file__).with_name("enter.c"), library)
    parent = undisturbed(lambda: zygote(HELLO, {"_MAYFLY_ENTER": str(library)}))
    reading, writing = os.pipe()
    copies = [parent.fork(entry=[writing]).ready() for _ in range(2)]
    assert os.read(reading, 10) == b"11"
    for copy in copies:
        assert copy.invoke("x").json["pid"] == 1
    refused = parent.fork(entry=[writing, writing])
    refused.exit()
    assert "slot" in refused.err
