"""Runtimes that are not here: a nearby version runs, and whoever looks is told."""

import itertools

import pytest
from harness.package import zipped
from test_lambda_api import ROLE, call

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def client(platform):
    return platform.boto3_client()


RUNTIMES = [f"python3.{minor}" for minor in range(9, 15)]
RUNTIMES += [f"nodejs{major}.x" for major in range(18, 26, 2)]
SOURCES = {
    "app.py": "def handler(event, context): return event",
    "app.js": "exports.handler = async event => event",
}


def test_another_version_of_the_language_is_told(client, platform):
    """Whoever asks for a version that this machine does not have sees which one runs instead."""
    noted = 0
    for runtime in RUNTIMES:
        name = f"near-{next(numbers)}"
        code = {"ZipFile": zipped(SOURCES)}
        made = client.create_function(FunctionName=name, Runtime=runtime, Role=ROLE, Handler="app.handler", Code=code)
        assert made["Runtime"] == runtime, "what was asked for is what tools find again"
        client.get_waiter("function_active_v2").wait(FunctionName=name)
        assert call(client, name, {"n": 1}) == {"n": 1}
        language = "Python" if "python" in runtime else "Node"
        series = runtime.removeprefix("python").removeprefix("nodejs").removesuffix(".x")
        note = f"{language} {series} is not on this machine; {language} "
        platform.wait_logged(name, "REPORT")
        notes = platform.show(name)["notes"]
        lines = [event["text"] for event in platform.logs(name) if "not on this machine" in event["text"]]
        if not notes:
            assert lines == []
            continue
        noted += 1
        assert len(notes) == 1 and notes[0].startswith(note) and notes[0].endswith(" runs it instead")
        assert lines == notes, "one instance started, and said so"
        assert f"note: {notes[0]}" in platform.cli("show", name).stdout
        logs = platform.boto3_client("logs")
        group = f"/aws/lambda/{name}"
        found = logs.filter_log_events(logGroupName=group, filterPattern='"not on this machine"')
        assert [event["message"].rstrip("\n") for event in found["events"]] == notes
    if not noted:
        pytest.skip("this machine has every version there is")
