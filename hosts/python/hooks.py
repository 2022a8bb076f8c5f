"""Runs what functions registered with `snapshot_restore_py`, their own copy of it or ours."""

import sys

NAME = "snapshot_restore_py"


def before_fork():
    """The last registered goes first."""
    hooks = registered("get_before_snapshot")
    while hooks:
        call(hooks.pop())


def in_copy():
    for hook in registered("get_after_restore"):
        call(hook)


def registered(getter):
    module = sys.modules.get(NAME)
    return getattr(module, getter)() if module else []


def call(hook):
    function, args, kwargs = hook
    function(*args, **kwargs)
