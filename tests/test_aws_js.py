"""The AWS SDK for JavaScript, with nothing but what `mayfly env` says."""

import json
import subprocess

import pytest
from harness.package import zipped
from harness.platform import TARGET

CLIENTS = TARGET / "npm/clients"


@pytest.fixture(scope="module")
def told(platform, tmp_path_factory):
    folder = tmp_path_factory.mktemp("js")
    files = []
    for greeting in ("Hello", "Ciao"):
        source = f"exports.handler = async (event) => `{greeting} ${{event.name}}`;"
        files.append(folder / f"{greeting}.zip")
        files[-1].write_bytes(zipped({"index.js": source}))
    env = {**platform.environment(), **platform.exports()}
    done = subprocess.run(
        ["node", CLIENTS / "lambda.mjs", *files], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_kinds_of_invocation(told):
    assert told["waited"] == [200, '"Hello Ada"']
    assert told["kept"] == [202, ""] and told["asked"] == [204, ""]
    assert told["streamed"] == '"Hello Eve"'


def test_an_alias_moves(told):
    assert told["alias"] == [[200, '"Hello Ada"'], [200, '"Ciao Ada"']]


def test_a_url_answers(told):
    assert told["url"] == "Ciao undefined"


def test_what_is_gone_is_an_error_with_a_name(told):
    name, status, message = told["gone"]
    assert (name, status) == ("ResourceNotFoundException", 404)
    assert message.endswith(":function:from-javascript")
