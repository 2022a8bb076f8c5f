"""A loaded host that does not serve but is forked: each copy becomes an instance of its own."""

import gc
import os

from . import frames, jsonio, logs, native


class Zygote:
    def __init__(self, channel, enter):
        self.channel = channel
        self.enter = enter
        self.library = native.Library()

    def makes_copies(self, dialect):
        """Forks until the platform has enough. True in each copy, which is ready to serve."""
        logs.flush_standard()
        gc.collect()
        gc.freeze()
        self.say({"forkable": True})
        log = getattr(dialect.sink, "fd", -1)
        order = self.library.serve(self.channel.fd, log, self.enter)
        if order is None:
            return False
        self.become_instance(jsonio.decode(order))
        return True

    def say(self, verdict):
        self.channel.send(frames.FORKABLE, 0, jsonio.Encoder(ascii_only=True).encode(verdict))

    def become_instance(self, order):
        self.channel.adopt()
        for name, value in order["env"].items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
