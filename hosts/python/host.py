"""The host's life: take the channel, load the user's code, answer calls one at a time, leave."""

import os
import sys

from . import frames, imports, logs, orders


def main():
    status = 1
    try:
        status = run()
    except SystemExit as leaving:
        status = exit_status(leaving.code)
    except frames.Broken as broken:
        complain(f"mayfly: {broken}; this instance ends")
    except BaseException as error:
        sys.excepthook(*sys.exc_info())
        status = 130 if isinstance(error, KeyboardInterrupt) else 1
    finish(status)


def run():
    if "_MAYFLY_FD" not in os.environ:
        raise SystemExit("mayfly: _MAYFLY_FD is not set; this program is started by the platform")
    channel = frames.Channel(*map(int, os.environ.pop("_MAYFLY_FD").split(",")))
    zygote = open_zygote(channel)
    sys.stdout.reconfigure(line_buffering=True)
    sink = logs.open_sink(os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None))
    dialect = choose_dialect(os.environ.pop("_MAYFLY_DIALECT", "aws"), sink)
    if os.environ.pop("_MAYFLY_STEM", None) and not orders.wait(channel):
        return 0
    when_loaded = {"logging": dialect.logging_ready}
    if zygote is not None:
        when_loaded["random"] = zygote.randomness.watch
    imports.prepare(os.environ, when_loaded)
    error = dialect.load()
    logs.flush_standard()
    if error is not None:
        channel.send(frames.INIT_ERROR, 0, error)
        return 1
    if zygote is not None:
        zygote.make_copies(dialect)
    return serve(channel, dialect)


def open_zygote(channel):
    """The part that forks, if this host is to be one that does."""
    enter = os.environ.pop("_MAYFLY_ENTER", None)
    if not os.environ.pop("_MAYFLY_ZYGOTE", None):
        return None
    from .zygote import Zygote

    return Zygote(channel, enter)


def choose_dialect(name, sink):
    """One module per provider in `dialects/`, each with a class `Dialect`."""
    if not name.isidentifier():
        raise SystemExit(f"mayfly: no dialect is called {name!r}; set _MAYFLY_DIALECT=aws")
    module = __import__("_mayfly.dialects." + name, fromlist=["Dialect"])
    return module.Dialect(sink)


def serve(channel, dialect):
    """Everything after loading. A fork of a loaded host starts here, with its own channel."""
    dialect.start(os.environ)
    channel.send(frames.READY)
    while answer_next(channel, dialect):
        pass
    return 0


def answer_next(channel, dialect):
    """Does what the next frame asks for. False when that was the last."""
    frame = channel.receive()
    if frame is None:
        return False
    kind, call, payload = frame
    if kind == frames.STOP:
        return False
    if kind == frames.INVOKE:
        meta_end = 4 + int.from_bytes(payload[:4], "little")
        kind, answer = dialect.call(payload[4:meta_end], payload[meta_end:])
        payload = frame = None
        logs.flush_standard()
        channel.send(kind, call, answer)
    return True


def exit_status(code):
    """What the interpreter itself would exit with for `SystemExit(code)`."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    complain(code)
    return 1


def complain(message):
    try:
        print(message, file=sys.stderr)
    except Exception:
        pass


def finish(status):
    """Leaves without waiting for the user's threads, which may never end."""
    try:
        import atexit

        atexit._run_exitfuncs()
    except BaseException:
        pass
    logs.flush_standard()
    os._exit(status)
