"""A call that nobody made, over the whole way a call takes except the function's own code.

What it touches, compiles or looks up is done with before a real call comes.
"""

import os

from . import frames, host

META = (
    b'{"requestId": "00000000-0000-0000-0000-000000000000", "deadlineMs": 0, "arn": "",'
    b' "traceId": null, "clientContext": null, "identity": null}'
)
EVENT = b'{"name": "rehearsal", "list": [1, 2.5, true, null]}'


def rehearse(dialect):
    import _socket

    ours, theirs = (socket.detach() for socket in _socket.socketpair())
    handler, log = dialect.handler, getattr(dialect.sink, "fd", None)
    try:
        dialect.handler = echo
        if log is not None:
            dialect.sink.fd = theirs
        dialect.start(os.environ)
        platform, stage = frames.Channel(ours, ours), frames.Channel(theirs, theirs)
        platform.send(frames.INVOKE, 0, len(META).to_bytes(4, "little") + META + EVENT)
        host.answer_next(stage, dialect)
        os.read(ours, frames.READ_BYTES)
    finally:
        dialect.handler = handler
        if log is not None:
            dialect.sink.fd = log
        dialect.forget()
        os.close(ours)
        os.close(theirs)


def echo(event, context):
    if hasattr(context._sink, "fd"):
        context.log(str(event))
    context.get_remaining_time_in_millis()
    return event
