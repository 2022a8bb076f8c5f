"""Runtime packs: boto3 and the AWS SDK for JavaScript, for functions that bring none.

They are installed from the registries once, into `target/packs`, where all tests find them. A test
that installs anew takes Python's alone, which is the smaller one.
"""

import io
import os
import shutil
import subprocess
import time
import zipfile

import pytest
from harness import eventually, manifest
from harness.platform import BINARY, FORK_START, REPOSITORY, TARGET
from test_readme import blocks, looks_like

PINS = REPOSITORY / "crates/packs/aws"
NOWHERE = "http://127.0.0.1:9"

WHO_AND_CALL = """
import boto3

lam = boto3.client("lambda")

def handler(event, context):
    who = boto3.client("sts").get_caller_identity()["Arn"]
    said = None
    if "call" in event:
        said = lam.invoke(FunctionName=event["call"], Payload=b"[]")["Payload"].read().decode()
    return {"who": who, "said": said, "from": boto3.__file__}
"""

NODE_BODY = """
async function handler(event) {
  const who = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  let said = null;
  if (event.call) {
    const input = { FunctionName: event.call, Payload: '[]' };
    const answer = await new LambdaClient({}).send(new InvokeCommand(input));
    said = Buffer.from(answer.Payload).toString();
  }
  return { who: who.Arn, said };
}
"""
REQUIRE = (
    "const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');\n"
    "const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');\n"
    f"{NODE_BODY}\nexports.handler = handler;\n"
)
IMPORT = (
    "import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';\n"
    "import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';\n"
    f"{NODE_BODY}\nexport {{ handler }};\n"
)
HELLO = "def handler(event, context):\n    return 'hello'\n"

WAYS = {
    "as usual": [],
    "without a sandbox": ["--sandbox", "off"],
    "anew": ["--fork-start", "off"],
    "from stems": ["--fork-start", "stems"],
}


@pytest.fixture(scope="session")
def pack(platform):
    """Both languages' packs, installed."""
    reply = platform.cli_json("runtime", "add", "aws", timeout=900)
    return {entry["runs_on"]: entry for entry in reply["packs"]}


@pytest.fixture
def bare(fresh, tmp_path):
    """A platform on a machine without packs, and without a way to get one."""
    made = fresh()
    made.settings = {
        "MAYFLY_PACKS": str(tmp_path / "packs"),
        "PIP_INDEX_URL": f"{NOWHERE}/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
        "npm_config_registry": NOWHERE,
        "npm_config_cache": str(tmp_path / "npm"),
    }
    made.start()
    return made


# What is there.


def test_what_is_installed_is_what_is_pinned(platform, pack):
    for runs_on, pin in {
        "Python 3.10 and newer": PINS / "python3.10.tree",
        "Node 20 and newer": PINS / "node/tree",
    }.items():
        assert pack[runs_on]["state"] == "installed"
        assert pack[runs_on]["digest"] == pin.read_text().strip()
    shown = platform.cli("runtime", "ls").stdout
    assert "boto3 1.44.5" in shown and "AWS SDK for JavaScript" in shown


def test_what_is_there_is_not_installed_again(platform, pack):
    began = time.monotonic()
    done = platform.cli("runtime", "add", "aws")
    assert time.monotonic() - began < 5
    assert "fetching" not in done.stderr
    assert "installed" in done.stdout


def test_a_folder_is_named_by_what_is_in_it_and_nobody_may_write_there(pack):
    for entry in pack.values():
        files = TARGET / "packs" / entry["id"] / "files"
        assert files.stat().st_mode & 0o777 == 0o555
        assert all(not path.stat().st_mode & 0o222 for path in files.rglob("*"))


# Inside.


def sdk_app():
    """A function to call, and one in each way of importing that calls it."""
    python, node = {"runtime": "python"}, {"runtime": "node"}
    uses = {"uses": ["function:callee"], "timeout": "30s"}
    return {
        "mayfly.toml": manifest(
            "sdks",
            callee={**python, "handler": "hello.handler"},
            python={**python, "handler": "app.handler", **uses},
            required={**node, "handler": "required.handler", **uses},
            imported={**node, "handler": "imported.handler", **uses},
        ),
        "hello.py": HELLO,
        "app.py": WHO_AND_CALL,
        "required.js": REQUIRE,
        "imported.mjs": IMPORT,
    }


@pytest.mark.parametrize("flags", WAYS.values(), ids=WAYS)
def test_the_sdks_work_out_of_the_box(fresh, pack, flags):
    one = fresh(*flags)
    one.start()
    one.deploy(sdk_app())
    for name in ("python", "required", "imported"):
        answer = one.call(name, b'{"call": "callee"}')
        assert answer["who"] == f"arn:aws:sts::000000000000:assumed-role/mayfly.{name}/{name}"
        assert answer["said"] == '"hello"'


def test_code_that_loads_an_sdk_is_copied_like_any_other(platform, pack):
    """Loaded in the zygote where the code imports it, and nowhere else."""
    name = platform.python(WHO_AND_CALL)
    plain = platform.python("import sys\ndef handler(e, c):\n    return sorted(sys.modules)\n")
    assert not {"boto3", "botocore", "urllib3"} & set(platform.call(plain))
    platform.call(name, b"{}")
    if FORK_START != "off":
        starts = eventually(lambda: platform.show(plain)["starts"], 20)
        eventually(lambda: platform.show(name)["starts"] == starts, 20)


def test_it_is_made_like_functions_of_lambdas_api(platform, pack):
    client = platform.boto3_client()
    role = "arn:aws:iam::000000000000:role/any"
    for runtime, file, source in (
        ("python3.12", "app.py", WHO_AND_CALL),
        ("nodejs20.x", "app.mjs", IMPORT),
    ):
        name = f"api-{runtime.replace('.', '-')}"
        client.create_function(
            FunctionName=name,
            Runtime=runtime,
            Handler="app.handler",
            Role=role,
            Timeout=30,
            Code={"ZipFile": zipped({file: source})},
        )
        assert "assumed-role" in platform.call(name, b"{}")["who"]


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


OWN_PYTHON = {"boto3/__init__.py": "whose = 'own'\n"}
OWN_NODE = {
    "@aws-sdk/client-sts/package.json": '{"name": "@aws-sdk/client-sts", "main": "index.js"}',
    "@aws-sdk/client-sts/index.js": "exports.whose = 'own';\n",
}
WHOSE = {
    "app.py": "import boto3\ndef handler(event, context):\n    return boto3.whose\n",
    "required.js": "const { whose } = require('@aws-sdk/client-sts');\n"
    "exports.handler = async () => whose;\n",
    "imported.mjs": "import sts from '@aws-sdk/client-sts';\n"
    "export const handler = async () => sts.whose;\n",
}


@pytest.mark.parametrize("flags", [[], ["--sandbox", "off"]], ids=["sandboxed", "plain"])
def test_what_the_function_brings_comes_first(fresh, pack, flags):
    one = fresh(*flags)
    one.start()
    node_modules = {f"node_modules/{name}": text for name, text in OWN_NODE.items()}
    one.deploy(
        {
            "mayfly.toml": manifest(
                "own",
                python={"runtime": "python", "handler": "app.handler"},
                required={"runtime": "node", "handler": "required.handler"},
                imported={"runtime": "node", "handler": "imported.handler"},
            ),
            **WHOSE,
            **OWN_PYTHON,
            **node_modules,
        }
    )
    assert [one.call(name) for name in ("python", "required", "imported")] == ["own"] * 3


def test_what_a_layer_brings_comes_before_it(platform, pack):
    client = platform.boto3_client()
    python = {f"python/{name}": text for name, text in OWN_PYTHON.items()}
    node = {f"nodejs/node_modules/{name}": text for name, text in OWN_NODE.items()}
    layer = client.publish_layer_version(LayerName="own", Content={"ZipFile": zipped(python | node)})
    for file, runtime in (
        ("app.py", "python3.12"),
        ("required.js", "nodejs20.x"),
        ("imported.mjs", "nodejs20.x"),
    ):
        stem = file.split(".")[0]
        client.create_function(
            FunctionName=f"layered-{stem}",
            Runtime=runtime,
            Handler=f"{stem}.handler",
            Role="arn:aws:iam::000000000000:role/any",
            Layers=[layer["LayerVersionArn"]],
            Code={"ZipFile": zipped({file: WHOSE[file]})},
        )
        assert platform.call(f"layered-{stem}") == "own", file


def test_a_function_cannot_write_into_it(platform, pack):
    name = platform.python(
        """
import os
def handler(event, context):
    tried = {}
    for what, work in {
        "a new file": lambda: open("/var/runtime/boto3/evil.py", "w"),
        "a file of it": lambda: open("/var/runtime/boto3/__init__.py", "a"),
        "its bytecode": lambda: open("/var/runtime/boto3/__pycache__/x.pyc", "w"),
        "its modes": lambda: os.chmod("/var/runtime/boto3", 0o777),
        "a file less": lambda: os.remove("/var/runtime/boto3/session.py"),
        "a new package": lambda: os.mkdir("/var/runtime/evil"),
    }.items():
        try:
            work()
            tried[what] = "done"
        except OSError as error:
            tried[what] = error.strerror
    return tried
"""
    )
    refused = platform.call(name)
    assert len(refused) == 6
    assert set(refused.values()) <= {"Read-only file system", "Permission denied"}, refused


def test_where_it_lies_on_the_host_is_not_seen_inside(platform, pack):
    name = platform.python(
        """
import boto3, os, sys
def handler(event, context):
    files = [boto3.__file__, boto3.client.__code__.co_filename, *sys.path]
    return files + list(os.environ.values())
"""
    )
    said = platform.call(name)
    assert said[:2] == ["/var/runtime/boto3/__init__.py"] * 2
    home = str(TARGET / "packs")
    assert not [text for text in said if home in text]


# Missing.


def test_a_missing_module_is_told_with_what_to_do(bare):
    python = bare.project({"app.py": WHO_AND_CALL}, "missing")
    done = bare.cli("deploy", "--offline", "--no-check", python)
    assert "boto3: imported, not in the package" in done.stderr
    assert "next: run `mayfly runtime add aws`" in done.stderr
    # Its caller reads what Lambda says.
    error = bare.fail("missing")
    why = "Unable to import module 'app': No module named 'boto3'"
    assert error["errorType"] == "Runtime.ImportModuleError" and error["errorMessage"] == why
    advice = "next: run `mayfly runtime add aws`, which has boto3 for all functions"
    assert bare.wait_logged("missing", advice)["source"] == "platform"
    told = bare.cli("invoke", "missing", code=1).stderr
    assert advice in told.replace("\n", " ")


@pytest.mark.parametrize(
    "file, source, advice",
    [
        ("index.js", REQUIRE, "run `mayfly runtime add aws`, which has @aws-sdk/client-sts"),
        ("index.mjs", IMPORT, "run `mayfly runtime add aws`, which has @aws-sdk/client-sts"),
        ("index.js", "require('aws-sdk'); exports.handler = 1", "is in no runtime since Node 18"),
        ("index.js", "require('left-pad'); exports.handler = 1", "add left-pad to package.json"),
        (
            "index.mjs",
            "export const handler = async () => import('@aws-sdk/client-snowball');",
            "add @aws-sdk/client-snowball to package.json",
        ),
        (
            "app.py",
            "def handler(event, context):\n    import requests\n",
            "add what brings requests to requirements.txt",
        ),
    ],
)
def test_so_is_any_other(bare, file, source, advice):
    settings = {"runtime": "python" if file == "app.py" else "node"}
    settings["handler"] = f"{file.split('.')[0]}.handler"
    project = bare.project({"mayfly.toml": manifest("any", any=settings), file: source})
    bare.cli("deploy", "--offline", "--no-check", project)
    assert advice in bare.cli("invoke", "any", code=1).stderr


def test_a_pack_that_cannot_be_fetched_is_told_with_a_way_out(bare):
    done = bare.cli("runtime", "add", "aws", code=1, timeout=300)
    assert "aws for Python 3.10 and newer could not be fetched" in done.stderr
    assert "aws for Node 20 and newer could not be fetched" in done.stderr
    assert "mayfly runtime pack aws -o aws.zip" in done.stderr
    assert "mayfly runtime add aws --from aws.zip" in done.stderr
    # A deploy that would need it goes on, and says so.
    done = bare.deploy({"app.py": WHO_AND_CALL}, "undeterred", check=False, timeout=300)
    assert "warning: boto3: imported, not in the package" in done.stderr
    assert "could not be fetched" in done.stderr


# Coming and going.


def test_the_first_deploy_that_needs_it_has_it_installed(fresh, tmp_path):
    one = fresh()
    one.settings = {"MAYFLY_PACKS": str(tmp_path / "packs")}
    one.start()
    lazily = "def handler(event, context):\n    import boto3\n    return boto3.__version__\n"
    one.cli("deploy", "--offline", one.project({"app.py": lazily}, "lazy"))
    for _ in range(3):
        assert one.fail("lazy")["errorType"] == "ModuleNotFoundError"
    done = one.deploy({"app.py": WHO_AND_CALL}, "eager", timeout=300)
    assert "aws for Python 3.10 and newer: fetching with pip" in done.stderr
    assert "assumed-role" in one.call("eager", b"{}")["who"]
    # What failed before needs no new deploy.
    assert one.call("lazy") == "1.44.5"
    states = {entry["runs_on"]: entry["state"] for entry in one.cli_json("runtime", "ls")["packs"]}
    assert states["Python 3.10 and newer"] == "installed"
    assert states["Node 20 and newer"] == "absent"

    one.cli("runtime", "rm", "aws")
    assert not list((tmp_path / "packs").glob("aws-*"))
    one.cli("runtime", "rm", "aws", code=1)
    # What runs keeps it; what starts does not see it.
    assert "assumed-role" in one.call("eager", b"{}")["who"]
    one.restart()
    assert one.fail("eager")["errorType"] == "Runtime.ImportModuleError"


def test_a_bundle_brings_it_where_there_is_no_network(platform, bare, tmp_path):
    bundle = tmp_path / "aws.zip"
    made = platform.cli_json("runtime", "pack", "aws", "--python", "-o", bundle, timeout=300)
    assert made["bytes"] == bundle.stat().st_size
    evil = tmp_path / "evil.zip"
    evil.write_bytes(tampered(bundle.read_bytes()))
    done = bare.cli("runtime", "add", "aws", "--python", "--from", evil, code=1)
    assert "other than it is pinned" in done.stderr
    bare.cli("runtime", "add", "aws", "--python", "--from", bundle)
    bare.deploy({"app.py": WHO_AND_CALL}, "bundled")
    assert "assumed-role" in bare.call("bundled", b"{}")["who"]
    done = bare.cli("runtime", "add", "aws", "--node", "--from", bundle, code=1)
    assert "the bundle has no aws for Node 20 and newer" in done.stderr


def tampered(bundle):
    """The same with a line more in one file."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as before, zipfile.ZipFile(data, "w") as after:
        for name in before.namelist():
            more = b"import evil\n" if name.endswith("/boto3/__init__.py") else b""
            after.writestr(name, before.read(name) + more)
    return data.getvalue()


def test_the_documentation(fresh, pack, tmp_path):
    """Its commands are run, and their output is compared, as the README's are."""
    one = fresh()
    one.start()
    shutil.copytree(REPOSITORY / "examples", one.folder / "examples")
    (one.folder / "bin").mkdir()
    os.symlink(BINARY, one.folder / "bin/mayfly")
    environment = one.environment()
    environment["PATH"] = f"{one.folder / 'bin'}:{environment['PATH']}"
    tested = blocks((REPOSITORY / "docs/runtime-packs.md").read_text())
    assert sum(len(block) for block in tested) == 5
    for command, expected in (step for block in tested for step in block):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=one.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        assert looks_like(expected, done.stdout), f"$ {command}\n{done.stdout}"
