"""`mayfly rm`, and what comes after."""

from threading import Thread

import pytest
from harness import eventually, manifest
from harness.platform import numbers

ECHO = "def handler(event, context): return event"


def test_a_removed_function_is_gone(platform):
    name = platform.python(ECHO, url=True)
    platform.call(name)
    platform.cli("rm", name, "--yes")
    assert name not in platform.names()
    assert platform.invoke(name).status == 404
    assert platform.fetch(f"/fn/{name}/").status in (403, 404)
    assert platform.request("GET", f"/functions/{name}").status == 404
    eventually(lambda: platform.processes(name) == [])
    assert name in platform.cli("show", name, code=1).stderr


def test_it_asks_first(platform):
    name = platform.python(ECHO)
    platform.cli("rm", name, code=1)  # nobody is there to say yes
    assert name in platform.names()
    platform.cli("rm", name, stdin="n\n", code=None)
    assert name in platform.names()


@pytest.mark.parametrize("answer, stays", [("y\n", False), ("n\n", True), ("\n", True)])
def test_an_answer_at_the_terminal(platform, answer, stays):
    name = platform.python(ECHO)
    _, shown = platform.terminal("rm", name, typed=answer)
    assert name in shown
    assert (name in platform.names()) is stays


def test_what_is_not_there_cannot_be_removed(platform):
    assert "nobody" in platform.cli("rm", "nobody", "--yes", code=1).stderr


def test_it_can_be_deployed_again(platform):
    name = platform.python(ECHO)
    platform.call(name, 1)
    platform.cli("rm", name, "--yes")
    platform.redeploy(name, {"app.py": ECHO}, "python", "app.handler")
    assert platform.call(name, 2) == 2


def test_its_name_is_free_for_another_app(platform):
    name = platform.python(ECHO)
    platform.cli("rm", name, "--yes")
    other = f"other{next(numbers)}"
    settings = {"runtime": "python", "handler": "app.handler"}
    files = {"mayfly.toml": manifest(other, **{name: settings}), "app.py": ECHO}
    platform.deploy(files, folder=other)
    assert platform.show(name)["app"] == other


def test_it_stays_removed(fresh):
    platform = fresh()
    platform.start()
    name, stays = platform.python(ECHO), platform.python(ECHO)
    platform.cli("rm", name, "--yes")
    platform.restart()
    assert platform.names() == {stays}


@pytest.mark.parametrize("language", ["python", "node"])
def test_a_call_in_flight_is_answered(platform, language):
    if language == "python":
        name = platform.python(
            "import time\ndef handler(e, c):\n    time.sleep(1.5)\n    return 'done'", timeout="9s"
        )
    else:
        name = platform.node(
            "exports.handler = () => new Promise((ok) => setTimeout(ok, 1500, 'done'))",
            timeout="9s",
        )
    replies = []
    thread = Thread(target=lambda: replies.append(platform.invoke(name)))
    thread.start()
    eventually(lambda: platform.show(name)["instances"]["busy"] == 1)
    platform.cli("rm", name, "--yes")
    thread.join()
    assert replies[0].json() == "done"
