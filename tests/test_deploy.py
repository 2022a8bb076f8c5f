"""`mayfly deploy`: from a directory to functions that run, all of them or none."""

import json
import os
import time

import pytest
from harness import eventually, manifest, npm_package, wheel
from harness.platform import numbers
from harness.registry import Registry

ECHO = "def handler(event, context): return event"
PYTHON = {"runtime": "python", "handler": "app.handler"}


def changes(platform, project):
    """What a deploy changed, by function."""
    reply = platform.cli_json("deploy", project)
    return {function["name"]: function["change"] for function in reply["functions"]}


def new_name(prefix="d"):
    return f"{prefix}{next(numbers)}"


def test_a_manifest_says_how_a_function_runs(platform):
    name = new_name()
    settings = {
        "runtime": "python",
        "handler": "src/app.handler",
        "memory_mb": 192,
        "timeout": "2500ms",
        "env": {"GREETING": "hi"},
        "url": True,
        "concurrency": 10,
        "keep_warm": 0,
        "retries": 1,
        "max_event_age": "1h",
        "idle": "5m",
    }
    source = """
        import os
        def handler(event, context):
            return {"greeting": os.environ["GREETING"], "memory": context.memory_limit_in_mb}
    """
    source = "\n".join(line[8:] for line in source.splitlines())
    done = platform.deploy(
        {"mayfly.toml": manifest(name, **{name: settings}), "src/app.py": source}
    )
    assert name in done.stdout + done.stderr
    assert platform.call(name) == {"greeting": "hi", "memory": "192"}
    shown = platform.show(name)
    assert shown["app"] == name
    config = shown["config"]
    expected = {
        "memory_mb": 192,
        "timeout_ms": 2500,
        "env": {"GREETING": "hi"},
        "url": True,
        "concurrency": 10,
        "keep_warm": 0,
        "retries": 1,
        "max_event_age_ms": 3_600_000,
        "idle_ms": 300_000,
    }
    assert {key: config[key] for key in expected} == expected


def test_defaults_are_lambdas(platform):
    name = platform.python(ECHO)
    config = platform.show(name)["config"]
    assert (config["memory_mb"], config["timeout_ms"], config.get("url")) == (128, 3000, None)
    assert (config["retries"], config["max_event_age_ms"]) == (2, 6 * 3_600_000)


NODE_CJS = "exports.handler = async (event) => event"
NODE_ESM = "export const handler = async (event) => event"
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


@pytest.mark.parametrize(
    "file, source, runtime",
    [
        ("app.py", ECHO, "python"),
        ("lambda_function.py", "def lambda_handler(event, context): return event", "python"),
        ("handler.py", ECHO, "python"),
        ("index.js", NODE_CJS, "node"),
        ("index.mjs", NODE_ESM, "node"),
        ("handler.js", NODE_CJS, "node"),
        ("handler.mjs", NODE_ESM, "node"),
        ("bootstrap", BOOTSTRAP, "provided"),
    ],
)
def test_one_obvious_file_is_enough(platform, file, source, runtime):
    name = new_name("bare")
    platform.deploy({file: source, "notes.txt": "not code"}, folder=name)
    assert platform.show(name)["runtime"].startswith(runtime)
    assert platform.call(name, {"file": file}) == {"file": file}


def test_the_directory_deployed_by_default_is_this_one(platform):
    name = new_name("here")
    project = platform.project({"app.py": ECHO}, folder=name)
    platform.cli("deploy", cwd=project)
    assert platform.call(name, 1) == 1


@pytest.mark.parametrize(
    "files",
    [{"notes.txt": "no code"}, {"app.py": ECHO, "index.js": NODE_CJS}],
    ids=["nothing obvious", "two that are"],
)
def test_a_directory_that_is_not_obvious_wants_a_manifest(platform, files):
    done = platform.deploy(files, code=1)
    assert "mayfly.toml" in done.stderr


def test_a_directory_that_is_not_there_is_named(platform):
    done = platform.cli("deploy", platform.projects / "nowhere", code=1)
    assert "nowhere" in done.stderr


COUNTER = """
import os, time
born = time.time_ns()
def handler(event, context):
    return [born, os.environ.get("V")]
"""


def test_what_did_not_change_is_not_deployed_again(platform):
    name, other = new_name(), new_name()

    def project(**settings):
        functions = {name: {**PYTHON, **settings}, other: PYTHON}
        return platform.project(
            {"mayfly.toml": manifest(name, **functions), "app.py": COUNTER}, folder=name
        )

    assert changes(platform, project()) == {name: "created", other: "created"}
    before, deployed_at = platform.call(name), platform.show(name)["deployed_at_ms"]

    os.utime(project() / "app.py", (time.time() + 60, time.time() + 60))
    assert changes(platform, platform.projects / name) == {name: "unchanged", other: "unchanged"}
    assert platform.call(name) == before, "the same instance"
    assert platform.show(name)["deployed_at_ms"] == deployed_at

    assert changes(platform, project(env={"V": "2"})) == {name: "updated", other: "unchanged"}
    assert platform.call(name)[1] == "2"

    again = platform.project(
        {
            "mayfly.toml": manifest(name, **{name: {**PYTHON, "env": {"V": "2"}}, other: PYTHON}),
            "app.py": COUNTER + "# new code\n",
        },
        folder=name,
    )
    assert changes(platform, again) == {name: "updated", other: "updated"}
    assert platform.call(name)[0] != before[0], "a new instance"


def test_what_git_and_caches_leave_is_not_part_of_the_code(platform):
    name = new_name()
    source = {
        "mayfly.toml": manifest(name, **{name: PYTHON}),
        "app.py": "import os\ndef handler(event, context): return sorted(os.listdir('.'))",
    }
    platform.deploy(source, folder=name)
    litter = {".git/HEAD": "ref", "__pycache__/app.cpython-311.pyc": b"\0", ".mayfly/lock": ""}
    project = platform.project({**source, **litter}, folder=name)
    assert changes(platform, project) == {name: "unchanged"}


def test_all_or_nothing(platform):
    good, late = new_name(), new_name()

    def project(text, late_handler):
        functions = {good: PYTHON, late: {**PYTHON, "handler": late_handler}}
        app = f"def handler(event, context): return {text!r}"
        return platform.project(
            {"mayfly.toml": manifest(good, **functions), "app.py": app}, folder=good
        )

    platform.cli("deploy", project("one", "app.handler"))
    platform.cli("deploy", project("two", "missing.handler"), code=1)
    assert platform.call(good) == "one"
    assert platform.call(late) == "one"
    platform.cli("deploy", project("two", "app.handler"))
    assert platform.call(good) == "two"
    assert platform.call(late) == "two"


def test_a_first_deploy_that_fails_leaves_nothing(platform):
    good, bad = new_name(), new_name()
    functions = {good: PYTHON, bad: {**PYTHON, "handler": "missing.handler"}}
    platform.deploy({"mayfly.toml": manifest(good, **functions), "app.py": ECHO}, code=1)
    assert not {good, bad} & platform.names()


BROKEN = {
    "not TOML": {"mayfly.toml": "name = = 1"},
    "an unknown key": {"mayfly.toml": "name = 'x'\ncolour = 'red'"},
    "a missing file": {"app.py": None},
    "a Python package that is not there": {"requirements.txt": "./no-such-package.whl\n"},
    "a Node package that is not there": {
        "package.json": '{"dependencies": {"missing": "file:./missing.tgz"}}'
    },
    "a package.json that is not JSON": {"package.json": "{"},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_project_leaves_the_old_one_serving(platform, broken):
    name = new_name()
    runtime = "node" if "package.json" in broken else "python"
    handler = "index.handler" if runtime == "node" else "app.handler"
    settings = {"runtime": runtime, "handler": handler}
    good = {
        "mayfly.toml": manifest(name, **{name: settings}),
        "app.py": "import uuid\nborn = str(uuid.uuid4())\ndef handler(event, context): return born",
        "index.js": "const born = crypto.randomUUID();\nexports.handler = async () => born",
    }
    platform.deploy(good, folder=name)
    before = platform.call(name)
    files = {path: text for path, text in {**good, **broken}.items() if text is not None}
    failed = platform.deploy(files, folder=name, code=1)
    assert failed.stderr.strip(), "an error says what is wrong"
    assert platform.call(name) == before, "the old instance still answers"


def test_a_function_that_left_the_manifest_is_removed(platform):
    stays, goes = new_name(), new_name()
    both = {"mayfly.toml": manifest(stays, **{stays: PYTHON, goes: PYTHON}), "app.py": ECHO}
    platform.deploy(both, folder=stays)
    assert platform.call(goes, 1) == 1
    one = {**both, "mayfly.toml": manifest(stays, **{stays: PYTHON})}
    assert changes(platform, platform.project(one, folder=stays))[goes] == "removed"
    assert platform.invoke(goes).status == 404
    assert goes not in platform.names()
    assert platform.call(stays, 1) == 1
    eventually(lambda: platform.processes(goes) == [], what="its instances leave")


def test_a_name_belongs_to_one_app(platform):
    name, first, second = new_name(), new_name("app"), new_name("app")
    files = {"mayfly.toml": manifest(first, **{name: PYTHON}), "app.py": ECHO}
    platform.deploy(files)
    files = {"mayfly.toml": manifest(second, **{name: PYTHON}), "app.py": "broken("}
    refused = platform.deploy(files, code=1)
    assert name in refused.stderr and first in refused.stderr
    assert platform.call(name, "mine") == "mine"


def test_requirements_are_installed_into_the_package(platform):
    name = new_name()
    file, data = wheel("greeting", "1.0", "def hello(who): return f'hello {who}'\n")
    platform.deploy(
        {
            "mayfly.toml": manifest(name, **{name: PYTHON}),
            "requirements.txt": f"./{file}\n",
            file: data,
            "app.py": "import greeting\ndef handler(event, context): return greeting.hello(event)",
        },
        folder=name,
    )
    assert platform.call(name, "you") == "hello you"


def test_node_dependencies_are_installed_into_the_package(platform):
    name = new_name()
    file, data = npm_package("greeting", "1.0.0", "exports.hello = (who) => `hello ${who}`")
    platform.deploy(
        {
            "mayfly.toml": manifest(name, **{name: {"runtime": "node", "handler": "index.handler"}}),
            "package.json": json.dumps({"dependencies": {"greeting": f"file:{file}"}}),
            file: data,
            "index.js": "const { hello } = require('greeting');\n"
            "exports.handler = async (event) => hello(event)",
        },
        folder=name,
    )
    assert platform.call(name, "you") == "hello you"


@pytest.fixture
def registry():
    registry = Registry()
    yield registry
    registry.close()


NODE_PROJECT = (
    {"runtime": "node", "handler": "index.handler"},
    lambda registry, version: {
        ".npmrc": f"registry={registry.url}/npm/\n",
        "package.json": json.dumps({"dependencies": {"greeting": version}}),
    },
    "const {{ version }} = require('greeting');\n"
    "exports.handler = async () => [version, {text!r}]",
    lambda version: npm_package("greeting", version, f"exports.version = '{version}'"),
)
PYTHON_PROJECT = (
    PYTHON,
    lambda registry, version: {
        "requirements.txt": f"--index-url {registry.url}/simple\ngreeting=={version}\n"
    },
    "import greeting\ndef handler(event, context): return [greeting.version, {text!r}]",
    lambda version: wheel("greeting", version, f"version = '{version}'\n"),
)


@pytest.mark.parametrize(
    "settings, dependencies, source, package", [NODE_PROJECT, PYTHON_PROJECT], ids=["npm", "pip"]
)
def test_packages_are_installed_again_only_when_the_lock_changes(
    platform, registry, settings, dependencies, source, package
):
    name, node = new_name(), settings["runtime"] == "node"
    for version in ("1.0.0", "2.0.0"):
        registry.add(package(version))

    def deploy(version, text):
        asked = registry.times_asked_for("greeting")
        files = {
            "mayfly.toml": manifest(name, **{name: settings}),
            "index.js" if node else "app.py": source.format(text=text),
            **dependencies(registry, version),
        }
        platform.deploy(files, folder=name)
        installed = registry.times_asked_for("greeting") > asked
        return platform.call(name), installed

    assert deploy("1.0.0", "a") == (["1.0.0", "a"], True)
    assert deploy("1.0.0", "b") == (["1.0.0", "b"], False), "the packages are the same"
    assert deploy("2.0.0", "b") == (["2.0.0", "b"], True)
    assert deploy("1.0.0", "b") == (["1.0.0", "b"], False), "the first are still there"


def test_a_failed_install_shows_what_the_installer_said(platform):
    files = {"app.py": ECHO, "requirements.txt": "./no-such-package.whl\n"}
    failed = platform.deploy(files, code=1)
    assert "requirements.txt" in failed.stderr
    assert "no-such-package.whl" in failed.stderr


def test_quiet_says_nothing_when_all_is_well(platform):
    project = platform.project({"app.py": ECHO}, folder=new_name("quiet"))
    done = platform.cli("deploy", project, "--quiet")
    assert done.stdout.strip() == "" and done.stderr.strip() == ""
