"""A loaded Node host that is forked: what its copies are and do."""

import os
import signal

import pytest

from .driver import Gone
from .zygotes import fds_of

HELLO = """
let loads = 0;
loads += 1;

exports.handler = async (event, context) => {
  console.log('call', event);
  return { pid: process.pid, loads, stream: context.logStreamName,
           key: process.env.KEY, gone: process.env.GONE };
};
"""


def test_a_copy_answers(node_zygote):
    zygote = node_zygote(HELLO, "index.handler").forkable()
    copy = zygote.fork().ready()
    reply = copy.invoke({"a": 1})
    assert (reply.kind, reply.json["pid"], reply.json["loads"]) == ("RESPONSE", copy.pid, 1)
    assert [e.text.split("\t")[3] for e in copy.events] == ["call { a: 1 }\n"]
    assert (zygote.out, zygote.events) == ("", [])
