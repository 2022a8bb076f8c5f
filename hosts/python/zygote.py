"""A loaded host that does not serve but is forked: each copy becomes an instance of its own."""

import gc
import os

from . import frames, hazards, hooks, jsonio, logs, native, orders
from .randomness import Randomness
from .rehearsal import rehearse

# So often has a call been gone through before the first copy is made: the interpreter specialises
# code that has run a few times, and should not do so in every copy.
REHEARSALS = 16


class Zygote:
    """Made before the function's code is loaded, to tell what that code brings along."""

    def __init__(self, channel, enter):
        self.channel = channel
        self.enter = enter
        self.library = native.Library()
        self.randomness = Randomness()
        self.before = hazards.Before("/tmp" if self.enter else None)

    def make_copies(self, dialect):
        """Forks until the platform has enough. Returns in each copy, which is ready to serve."""
        files = self.prepare(dialect)
        log = getattr(dialect.sink, "fd", -1)
        order = self.library.serve(self.channel, log, self.enter)
        if order is None:
            os._exit(0)
        self.become_instance(dialect, jsonio.decode(order), files)

    def prepare(self, dialect):
        """Ends the process when there can be no copies; else what they open for themselves."""
        try:
            hooks.before_fork()
        except Exception as error:
            self.refuse(f"its hook before the snapshot failed: {type(error).__name__}: {error}")
        gc.collect()
        findings = hazards.Findings(self.before)
        if findings.why:
            self.refuse(findings.why)
        for _ in range(REHEARSALS):
            rehearse(dialect)
        self.randomness.before_fork()
        gc.collect()
        # Its next collections would otherwise write to every object, and so copy its page.
        gc.freeze()
        logs.flush_standard()
        self.say({"forkable": True})
        return findings.files

    def refuse(self, why):
        logs.flush_standard()
        self.say({"forkable": False, "why": why.partition("\n")[0]})
        # Without the function's own exit functions, which are for instances.
        os._exit(0)

    def say(self, verdict):
        self.channel.send(frames.FORKABLE, 0, jsonio.Encoder(ascii_only=True).encode(verdict))

    def become_instance(self, dialect, order, files):
        self.channel.adopt()
        orders.apply(order)
        hazards.reopen(files)
        self.randomness.in_copy()
        self.restore(dialect)
        if order.get("park"):
            rehearse(dialect)

    def restore(self, dialect):
        try:
            hooks.in_copy()
        except Exception as error:
            self.channel.send(frames.INIT_ERROR, 0, dialect.failed(error))
            raise SystemExit(1) from None
        finally:
            logs.flush_standard()
