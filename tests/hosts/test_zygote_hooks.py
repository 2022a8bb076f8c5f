"""`snapshot_restore_py`: what functions have done before they are copied and in each copy."""


import pytest

HOOKS = """
from snapshot_restore_py import register_after_restore, register_before_snapshot
import os

order = []
register_before_snapshot(order.append, "before 1")
register_before_snapshot(order.append, "before 2")

@register_after_restore
def first():
    order.append("after 1 " + os.environ.get("KEY", ""))

def second(*args, **kwargs):
    order.append(["after 2", args, kwargs])

register_after_restore(second, 1, a=2)

def handler(event, context):
    return order
"""
# What the package of that name does; a function that brings it uses its own.
PACKAGE = """
before, after = [], []

def register_before_snapshot(func, *args, **kwargs):
    before.append((func, args, kwargs))
    return func

def register_after_restore(func, *args, **kwargs):
    after.append((func, args, kwargs))
    return func

def get_before_snapshot():
    return before

def get_after_restore():
    return after
"""


BROUGHT = {"snapshot_restore_py.py": PACKAGE}


@pytest.mark.parametrize("files", [{}, BROUGHT], ids=["ours", "brought"])
def test_hooks_run_in_order(python_zygote, files):
    parent = python_zygote({"app.py": HOOKS, **files}, "app.handler").forkable()
    for key in ("a", "b"):
        copy = parent.fork({"KEY": key}).ready()
        expected = ["before 2", "before 1", f"after 1 {key}", ["after 2", [1], {"a": 2}]]
        assert copy.invoke().json == copy.invoke().json == expected


def test_an_ordinary_start_runs_none(python):
    assert python(HOOKS, "app.handler").ready().invoke().json == []


FAILS = """
from snapshot_restore_py import register_after_restore
import os

@register_after_restore
def connect():
    print("connecting")
    if os.environ.get("FAIL"):
        raise ValueError("no connection")

def handler(event, context):
    return 1
"""


def test_a_failing_hook_fails_its_copy_only(python_zygote):
    parent = python_zygote(FAILS, "app.handler").forkable()
    copy = parent.fork({"FAIL": "1"})
    error = copy.init_error()
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no connection")
    assert parent.status_of(copy) == 1 << 8
    copy.exit()
    assert copy.out == "connecting\n"
    assert "[ERROR] ValueError: no connection" in copy.events[0].text
    assert parent.fork().ready().invoke().json == 1
