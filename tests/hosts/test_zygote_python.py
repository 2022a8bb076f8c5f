"""A loaded Python host that is forked: what its copies are and do."""

import os
import signal

import pytest

from .driver import Gone
from .zygotes import fds_of

HELLO = """
import os
loads = []
loads.append(1)

def handler(event, context):
    print("call", event)
    context.log("logged\\n")
    return {"pid": os.getpid(), "loads": len(loads), "stream": context.log_stream_name,
            "key": os.environ.get("KEY"), "gone": os.environ.get("GONE")}
"""


def test_a_copy_answers(python_zygote):
    zygote = python_zygote(HELLO, "app.handler").forkable()
    copy = zygote.fork().ready()
    reply = copy.invoke({"a": 1})
    assert (reply.kind, reply.json["pid"], reply.json["loads"]) == ("RESPONSE", copy.pid, 1)
    assert copy.out == "call {'a': 1}\n" and [e.text for e in copy.events] == ["logged\n"]
    assert (zygote.out, zygote.events) == ("", [])
