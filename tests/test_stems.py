"""Where programs cannot be copied: instances start in interpreters that run already."""

import statistics

import pytest
from harness import Platform, at_once, eventually, processes
from harness.platform import FORK_START

pytestmark = pytest.mark.skipif(FORK_START == "off", reason="tried with the other way of starting")

STARTS = "in an interpreter that runs already: the platform runs with --fork-start=stems"

PYTHON = """
import os, time
LOADED = time.time_ns()
def handler(event, context):
    time.sleep(1)
    open("/tmp/mine", "x").close()  # fails in a /tmp that somebody else has been in
    return [LOADED, os.environ["AWS_ACCESS_KEY_ID"], context.log_stream_name]
"""

NODE = """
const LOADED = process.hrtime.bigint().toString();
exports.handler = async (event, context) => {
  await new Promise((done) => setTimeout(done, 1000));
  require("fs").writeFileSync("/tmp/mine", "", { flag: "wx" });
  return [LOADED, process.env.AWS_ACCESS_KEY_ID, context.logStreamName];
};
"""


@pytest.fixture(scope="module")
def stems(tmp_path_factory):
    platform = Platform(tmp_path_factory.mktemp("stems"), ["--fork-start", "stems"])
    try:
        platform.start()
        yield platform
    finally:
        platform.close()


def deployed(platform, language, source, **settings):
    name = getattr(platform, language)(source, **{"timeout": "20s", **settings})
    eventually(lambda: platform.show(name)["starts"] == STARTS, what="its interpreter runs")
    return name


@pytest.mark.parametrize(("language", "source"), [("python", PYTHON), ("node", NODE)])
def test_each_instance_is_its_own(stems, language, source):
    name = deployed(stems, language, source)
    replies = at_once(6, lambda i: stems.call(name, i))
    for loaded_key_or_stream in zip(*replies, strict=True):
        assert len(set(loaded_key_or_stream)) == len(replies)
    # One more interpreter than instances runs, for the next.
    eventually(lambda: len(hosts(stems, name)) > len(replies), what="another is kept ready")
    stems.cli("rm", name, "--yes")
    eventually(lambda: stems.processes(name) == [], what="it goes with its function")


def hosts(platform, name):
    return [pid for pid in platform.processes(name) if "main." in processes.command_line(pid)]


def test_an_interpreter_that_dies_is_missed_by_nobody(stems):
    name = deployed(stems, "python", "def handler(event, context): return 'runs'")
    for pid in stems.processes(name):
        processes.kill(pid)
    assert stems.call(name) == "runs"


def test_new_code_is_what_is_loaded(stems):
    name = deployed(stems, "node", "exports.handler = async () => 'old';")
    assert stems.call(name) == "old"
    stems.redeploy(name, {"index.js": "exports.handler = async () => 'new';"}, "node", "index.handler")
    eventually(lambda: stems.call(name) == "new")


def test_starting_is_quicker_than_from_nothing(stems, tmp_path):
    ordinary = Platform(tmp_path, ["--fork-start", "off"])
    try:
        ordinary.start()
        took = {platform: starts(platform) for platform in (stems, ordinary)}
    finally:
        ordinary.close()
    assert took[stems] < 0.75 * took[ordinary], took


def starts(platform):
    """The median of first calls' starts, in µs."""
    source, all = "exports.handler = async () => 1;", []
    for _ in range(5):
        name = platform.node(source)
        if platform.flags[-1] == "stems":
            eventually(lambda name=name: platform.show(name)["starts"] == STARTS)
        platform.call(name)
        all.append(platform.records(name, 1)[0]["init_us"])
    return statistics.median(all)
