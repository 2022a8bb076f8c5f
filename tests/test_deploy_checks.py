"""`mayfly deploy` takes only code that loads: what does not is told with its place, and what serves
goes on serving."""

import json
import time

import pytest
from harness import eventually, manifest
from harness.platform import numbers

ECHO = "def handler(event, context): return event\n"
PYTHON = {"runtime": "python", "handler": "app.handler"}
NODE = {"runtime": "node", "handler": "index.handler"}


def new_name(prefix="c"):
    return f"{prefix}{next(numbers)}"


def project(platform, name, files, **settings):
    return platform.project({"mayfly.toml": manifest(name, **{name: settings}), **files}, folder=name)


def refused(platform, folder, *words):
    """The lines of a deploy's refusal: what is wrong, and what to do next."""
    done = platform.cli("deploy", folder, *words, code=1)
    error = done.stderr.index("error: ")
    wrong, _, advice = done.stderr[error:].partition("\nnext: ")
    return wrong.removeprefix("error: ").replace(f"{folder}/", ""), advice.strip()


# File, source, settings, what is wrong, a word of the advice.
PYTHON_FAULTS = {
    "a module that is not there": (
        "import json\n\nimport pil_is_not_here\n" + ECHO,
        "app.py:3: ModuleNotFoundError: No module named 'pil_is_not_here'",
        "requirements.txt",
    ),
    "a name that is not there": (
        "import json\nfrom json import nothing_of_this_name\n" + ECHO,
        "app.py:2: ImportError: cannot import name 'nothing_of_this_name' from 'json'",
        "deploy again",
    ),
    "syntax": ("x = 1\ny = = 2\n" + ECHO, "app.py:2: SyntaxError: invalid syntax", "correct it"),
    "an error while loading": (
        "\n\n1 / 0\n" + ECHO,
        "app.py:3: ZeroDivisionError: division by zero",
        "deploy again",
    ),
    "an error in another file": (
        "import near\n" + ECHO,
        "near.py:2: KeyError: 'TABLE'",
        "deploy again",
    ),
    "a handler that is not there": (
        "def other(event, context): pass\n",
        "Handler 'handler' missing on module 'app'",
        "handler",
    ),
    "the end": (
        "import os\nprint('cannot go on', flush=True)\nos._exit(3)\n" + ECHO,
        "the program ended while loading: exit status 3\n  | cannot go on",
        "printed",
    ),
}


@pytest.mark.parametrize("source, wrong, next_", PYTHON_FAULTS.values(), ids=PYTHON_FAULTS)
def test_python_that_does_not_load(platform, source, wrong, next_):
    name = new_name()
    near = "import os\nTABLE = os.environ['TABLE']\n"
    folder = project(platform, name, {"app.py": source, "near.py": near}, **PYTHON)
    told, advice = refused(platform, folder)
    assert wrong in told
    assert next_ in advice and "runs on as it was" in advice
    assert name not in platform.names(), "it was not made"
    assert platform.invoke(name).status == 404


NODE_FAULTS = {
    "a module that is not there": (
        "index.js",
        "const a = 1;\nconst sharp = require('sharp-is-not-here');\nexports.handler = async () => a;",
        "index.js:2: Cannot find module 'sharp-is-not-here'",
        "package.json",
    ),
    "a package that is not there": (
        "index.mjs",
        "const a = 1;\n\nimport sharp from 'sharp-is-not-here';\nexport const handler = async () => a;",
        "index.mjs:3: Cannot find package 'sharp-is-not-here'",
        "package.json",
    ),
    "syntax": (
        "index.js",
        "const a = 1;\n\nconst b = = 2;\nexports.handler = async () => a;",
        "index.js:3: SyntaxError: Unexpected token '='",
        "correct it",
    ),
    "syntax of an ES module": (
        "index.mjs",
        "import fs from 'fs';\nexport const a = 1;\nexport default async () => {\n  const b = = 2;\n};",
        "index.mjs:4: SyntaxError: Unexpected token '='",
        "correct it",
    ),
    "syntax of another ES module": (
        "index.mjs",
        "import { one } from './near.mjs';\nexport const handler = async () => one;",
        "near.mjs:2: SyntaxError: Unexpected identifier 'two'",
        "correct it",
    ),
    "an export that is not there": (
        "index.mjs",
        "import { nothing } from 'fs';\nexport const handler = async () => nothing;",
        "index.mjs:1: SyntaxError: ",
        "correct it",
    ),
    "an error while loading": (
        "index.mjs",
        "export const handler = async () => 1;\nthrow new TypeError('no luck');",
        "index.mjs:2: TypeError: no luck",
        "deploy again",
    ),
    "a handler that is not there": (
        "index.js",
        "exports.other = async () => 1;",
        "index.handler is undefined or not exported",
        "handler",
    ),
}


@pytest.mark.parametrize("file, source, wrong, next_", NODE_FAULTS.values(), ids=NODE_FAULTS)
def test_node_that_does_not_load(platform, file, source, wrong, next_):
    name = new_name()
    near = "export const one = 1;\nconst three two;\n"
    folder = project(platform, name, {file: source, "near.mjs": near}, **NODE)
    told, advice = refused(platform, folder)
    assert wrong in told
    assert next_ in advice
    assert name not in platform.names()


def test_a_module_in_a_folder_is_told_by_its_path_in_the_project(platform):
    name = new_name()
    functions = {name: {**PYTHON, "path": "functions/resize"}}
    files = {
        "mayfly.toml": manifest(name, **functions),
        "functions/resize/app.py": "import lib.deep\n" + ECHO,
        "functions/resize/lib/deep.py": "\n\nimport pil_is_not_here\n",
    }
    folder = platform.project(files, folder=name)
    done = platform.cli("deploy", cwd=folder, code=1)
    assert "error: functions/resize/lib/deep.py:3: ModuleNotFoundError: " in done.stderr
    assert "add it to functions/resize/requirements.txt, or deploy with --no-check" in done.stderr


BOOTSTRAP = """#!/usr/bin/env python3
import http.client, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    call = api.getresponse()
    event, request = call.read(), call.headers["Lambda-Runtime-Aws-Request-Id"]
    api.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", event)
    api.getresponse().read()
"""
PROVIDED_FAULTS = {
    "it ends": ("#!/bin/sh\necho 'no config found' >&2\nexit 4\n", "exit status 4\n  | no config found"),
    "its interpreter is not there": ("#!/no/such/interpreter\n", "bootstrap"),
    "it says so": (
        BOOTSTRAP.replace(
            "while True:",
            "api.request('POST', '/2018-06-01/runtime/init/error', "
            "'{\"errorType\": \"Shop.NoKeys\", \"errorMessage\": \"no keys\"}')\n"
            "api.getresponse().read()\nraise SystemExit(1)\nwhile True:",
        ),
        "Shop.NoKeys: no keys",
    ),
}


@pytest.mark.parametrize("source, wrong", PROVIDED_FAULTS.values(), ids=PROVIDED_FAULTS)
def test_a_bootstrap_that_does_not_come_up(platform, source, wrong):
    name = new_name()
    settings = {"runtime": "provided", "handler": "bootstrap"}
    told, _ = refused(platform, project(platform, name, {"bootstrap": source}, **settings))
    assert wrong in told
    assert name not in platform.names()


def test_a_server_that_does_not_listen(platform):
    name = new_name()
    settings = {"runtime": "http", "handler": "python3 server.py", "url": True}
    source = "import sys\nsys.exit('the port is not mine')\n"
    told, _ = refused(platform, project(platform, name, {"server.py": source}, **settings))
    assert "exit status 1" in told and "the port is not mine" in told


def test_a_load_that_hangs_is_told_as_such(platform):
    name = new_name()
    folder = project(platform, name, {"app.py": "import time\ntime.sleep(600)\n" + ECHO}, **PYTHON)
    began = time.monotonic()
    told, advice = refused(platform, folder)
    assert "loading it is not done after 10 s" in told
    assert "--no-check" in advice
    assert time.monotonic() - began < 60
    eventually(lambda: platform.processes(name) == [], what="nothing of it is left")


def test_the_version_in_service_stays(platform):
    name = new_name()
    good = "import uuid\nborn = str(uuid.uuid4())\ndef handler(event, context): return born\n"
    platform.cli("deploy", project(platform, name, {"app.py": good}, **PYTHON))
    before, shown = platform.call(name), platform.show(name)
    told, _ = refused(platform, project(platform, name, {"app.py": "import nope_1\n" + good}, **PYTHON))
    assert "app.py:1: ModuleNotFoundError" in told
    assert platform.call(name) == before, "the same instance"
    assert platform.show(name)["package"] == shown["package"]
    platform.cli("deploy", project(platform, name, {"app.py": "#\n" + good}, **PYTHON))
    assert platform.call(name) != before


def test_all_are_told_together_and_nothing_is_half_deployed(platform):
    good, first, second = new_name(), new_name(), new_name()

    def folder(version, **sources):
        functions = {
            function: {**PYTHON, "path": function} for function in (good, first, second)
        }
        files = {f"{function}/app.py": ECHO for function in functions}
        files[f"{good}/app.py"] = f"def handler(event, context): return {version}\n"
        files |= {f"{function}/app.py": source for function, source in sources.items()}
        return platform.project({"mayfly.toml": manifest(good, **functions), **files}, folder=good)

    broken = {first: "import nope_1\n", second: "x = (\n"}
    told, _ = refused(platform, folder(1, **broken))
    assert "2 functions do not load" in told
    assert f"{first}/app.py:1: ModuleNotFoundError: No module named 'nope_1'" in told
    assert f"{second}/app.py:1: SyntaxError" in told
    assert not {good, first, second} & platform.names()

    platform.cli("deploy", folder(1))
    assert platform.call(good) == 1
    refused(platform, folder(2, **{first: "import nope_1\n"}))
    assert platform.call(good) == 1, "its neighbour kept it from being deployed"
    platform.cli("deploy", folder(2))
    assert platform.call(good) == 2


def test_scripts_are_told_the_same(platform):
    name = new_name()
    source = "import json\nimport nope_1\n" + ECHO
    folder = project(platform, name, {"app.py": source}, **PYTHON)
    done = platform.cli("deploy", folder, "--json", code=1)
    told = json.loads(done.stderr)
    assert told["error"].endswith("app.py:2: ModuleNotFoundError: No module named 'nope_1'")
    (one,) = told["functions"]
    assert (one["name"], one["kind"], one["line"]) == (name, "ModuleNotFoundError", 2)
    assert one["file"] == f"{folder}/app.py"
    assert one["message"] == "No module named 'nope_1'"
    assert "requirements.txt" in one["next"]


def test_who_is_in_a_hurry_need_not_wait(platform):
    name = new_name()
    source = "import nope_1\n" + ECHO
    folder = project(platform, name, {"app.py": source}, **PYTHON)
    done = platform.cli("deploy", folder, "--no-check")
    assert "--no-check" in done.stdout, "it is said that nobody looked"
    assert name in platform.names()
    changes = platform.cli_json("deploy", folder, "--no-check")["functions"]
    assert [one["change"] for one in changes] == ["unchanged"]
    told, _ = refused(platform, folder)
    assert "app.py:1: ModuleNotFoundError" in told, "the next that checks does check"
    # A call tells as much.
    called = platform.cli("invoke", name, code=1)
    assert "app.py:1: ModuleNotFoundError: No module named 'nope_1'" in called.stderr


def test_nothing_is_loaded_twice(platform):
    """What was started for the check is what serves: the code is loaded once for each deploy, not
    once more for the first call."""
    name = new_name()
    folder = project(platform, name, {"bootstrap": BOOTSTRAP.replace(
        "while True:", "print('loading', flush=True)\nwhile True:")},
        runtime="provided", handler="bootstrap")
    platform.cli("deploy", folder)
    assert platform.call(name, 1) == 1
    loads = [line for line in platform.logs(name) if line["text"] == "loading"]
    assert len(loads) == 1
