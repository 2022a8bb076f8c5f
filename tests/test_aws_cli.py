"""The aws command line, with nothing but what `mayfly env` says."""

import base64
import json
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from harness import eventually
from harness.package import zipped

AWS = Path(sys.executable).parent / "aws"
GREET = """
def handler(event, context):
    print("greeting", event["name"])
    return f"{GREETING} {event['name']}"
"""


@pytest.fixture(scope="module")
def aws(platform, tmp_path_factory):
    folder = tmp_path_factory.mktemp("aws")
    env = {**platform.environment(), **platform.exports(), "HOME": str(folder), "AWS_PAGER": ""}

    def run(*words, code=0):
        done = subprocess.run(
            [AWS, *words], cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == code, done.stderr
        return (json.loads(done.stdout) if done.stdout.strip() else None) if code == 0 else done.stderr

    run.folder = folder
    return run


def package(aws, greeting):
    file = aws.folder / f"{greeting}.zip"
    file.write_bytes(zipped({"app.py": f"GREETING = '{greeting}'\n{GREET}"}))
    return f"fileb://{file}"


def invoke(aws, name, *more):
    told = aws(
        "lambda", "invoke", "--function-name", name, "--payload", '{"name": "Ada"}',
        *more, "answer.json",
    )  # fmt: skip
    return told, json.loads((aws.folder / "answer.json").read_text())


def test_the_life_of_a_function(aws):
    of = ["--function-name", "from-the-shell"]
    made = aws(
        "lambda", "create-function", *of, "--runtime", "python3.12", "--handler", "app.handler",
        "--role", "arn:aws:iam::000000000000:role/any", "--zip-file", package(aws, "Hello"),
    )  # fmt: skip
    assert made["FunctionArn"] == "arn:aws:lambda:us-east-1:000000000000:function:from-the-shell"
    aws("lambda", "wait", "function-active-v2", *of)
    told, answer = invoke(aws, "from-the-shell", "--log-type", "Tail")
    assert (told["StatusCode"], told["ExecutedVersion"], answer) == (200, "$LATEST", "Hello Ada")
    assert "greeting Ada" in base64.b64decode(told["LogResult"]).decode()
    for kind, status in (("Event", 202), ("DryRun", 204)):
        told = aws("lambda", "invoke", *of, "--invocation-type", kind, "--payload", '{"name": "Bob"}', "nothing.json")
        assert told["StatusCode"] == status and (aws.folder / "nothing.json").read_bytes() == b""
    location = aws("lambda", "get-function", *of, "--query", "Code.Location")
    assert fetch(location) == (aws.folder / "Hello.zip").read_bytes()
    assert aws("lambda", "publish-version", *of)["Version"] == "1"
    aws("lambda", "create-alias", *of, "--name", "live", "--function-version", "1")
    aws("lambda", "update-function-code", *of, "--zip-file", package(aws, "Ciao"))
    aws("lambda", "wait", "function-updated-v2", *of)
    assert invoke(aws, "from-the-shell")[1] == "Ciao Ada"
    assert invoke(aws, "from-the-shell", "--qualifier", "live")[1] == "Hello Ada"
    assert aws("lambda", "publish-version", *of)["Version"] == "2"
    aws("lambda", "update-alias", *of, "--name", "live", "--function-version", "2")
    assert invoke(aws, "from-the-shell:live")[1] == "Ciao Ada"
    names = aws("lambda", "list-functions", "--query", "Functions[].FunctionName")
    assert "from-the-shell" in names
    versions = aws("lambda", "list-versions-by-function", *of, "--query", "Versions[].Version")
    assert versions == ["$LATEST", "1", "2"]
    logs = ["--log-group-name", "/aws/lambda/from-the-shell", "--filter-pattern", "greeting"]

    def greeted():
        said = aws("logs", "filter-log-events", *logs, "--query", "events[].message")
        return sorted(line.split()[-1] for line in said) == ["Ada", "Ada", "Ada", "Ada", "Bob"]

    eventually(greeted, what="all that was printed can be read")
    aws("lambda", "delete-function", *of)
    error = aws("lambda", "get-function", *of, code=255)
    assert "(ResourceNotFoundException)" in error and "Function not found: arn:aws:lambda" in error


def test_a_url_from_the_shell(aws):
    of = ["--function-name", "shell-url"]
    aws(
        "lambda", "create-function", *of, "--runtime", "nodejs20.x", "--handler", "index.handler",
        "--role", "arn:aws:iam::000000000000:role/any", "--zip-file", node_package(aws),
    )  # fmt: skip
    url = aws("lambda", "create-function-url-config", *of, "--auth-type", "NONE")["FunctionUrl"]
    assert fetch(url) == b"from node"
    aws("lambda", "delete-function", *of)


def fetch(address):
    with urllib.request.urlopen(address, timeout=20) as response:
        return response.read()


def node_package(aws):
    file = aws.folder / "node.zip"
    file.write_bytes(zipped({"index.js": "exports.handler = async () => ({ statusCode: 200, body: 'from node' });"}))
    return f"fileb://{file}"


def test_live_tail_needs_nothing_but_the_environment(platform, aws):
    """Without `AWS_DISABLE_HOST_PREFIX_INJECTION` the client asks a host that nobody knows."""
    name = platform.python("def handler(event, context): print('seen', event)")
    platform.call(name, 0)
    group = f"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/{name}"
    env = {**platform.environment(), **platform.exports(), "HOME": str(aws.folder), "PYTHONUNBUFFERED": "1"}
    command = [AWS, "logs", "start-live-tail", "--log-group-identifiers", group]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as tail:
        try:
            lines = []
            reader = threading.Thread(target=lambda: lines.extend(iter(tail.stdout.readline, "")), daemon=True)
            reader.start()

            def seen():
                assert tail.poll() is None, lines
                platform.call(name, 7)
                return any("seen 7" in line for line in lines)

            eventually(seen, timeout=30, every=0.5, what="the line in the live tail")
        finally:
            tail.terminate()
