"""The life of a function as AWS's SDKs for Python, JavaScript and Rust live it, with nothing but what
`mayfly env` says: all of them do and see the same."""

import json
import subprocess
import sys

import pytest
from harness.package import zipped
from harness.platform import REPOSITORY, TARGET

CLIENTS = {
    "python": [sys.executable, REPOSITORY / "tests/programs/clients/lambda.py"],
    "javascript": ["node", TARGET / "npm/clients/lambda.mjs"],
    "rust": [TARGET / "programs/debug/lambda-client-program"],
}


@pytest.fixture(scope="module", params=CLIENTS)
def life(platform, tmp_path_factory, request):
    """The function's name, and what the client told of each step."""
    folder = tmp_path_factory.mktemp(request.param)
    files = []
    for greeting in ("Hello", "Ciao"):
        source = f"""exports.handler = async (event) => {{
            console.log("greeting", event.name);
            return `{greeting} ${{event.name}}`;
        }};"""
        files.append(folder / f"{greeting}.zip")
        files[-1].write_bytes(zipped({"index.js": source}))
    command = [*CLIENTS[request.param], *files]
    env = {**platform.environment(), **platform.exports()}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return f"from-{request.param}", json.loads(done.stdout)


@pytest.fixture
def told(life):
    return life[1]


def test_kinds_of_invocation(told):
    assert told["waited"] == [200, '"Hello Ada"']
    assert told["kept"] == [202, ""] and told["asked"] == [204, ""]
    assert told["streamed"] == '"Hello Eve"'


def test_what_was_uploaded_can_be_downloaded(told):
    assert told["downloaded"] is True


def test_an_alias_moves(told):
    assert told["alias"] == [[200, '"Hello Ada"'], [200, '"Ciao Ada"']]


def test_a_url_answers(told):
    assert told["url"] == "Ciao undefined"


def test_what_was_printed_can_be_read(told):
    assert "greeting Bob" in told["tail"] and told["tail"].startswith("START RequestId: ")
    whom = [line.split("greeting ")[1] for line in told["logged"]]
    # Waited for, with its log, later, as a stream, by the alias before and after it moved, by the URL.
    assert sorted(whom) == ["Ada", "Ada", "Ada", "Ada", "Bob", "Eve", "undefined"]


def test_what_is_gone_is_an_error_with_a_name(life):
    name, told = life
    code, status, message = told["gone"]
    assert (code, status) == ("ResourceNotFoundException", 404)
    assert message.endswith(f":function:{name}")
