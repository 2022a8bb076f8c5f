"""The disk: what may fill it, what is removed by itself, and what happens when it is full."""

import hashlib
import io
import json
import os
import stat
import subprocess
import time
import zipfile
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError
from harness import eventually
from harness.package import zipped

APP = "def handler(event, context):\n    return {text!r}\n"
ROLE = "arn:aws:iam::000000000000:role/r"
MB = 1024 * 1024


def bomb(text, megabytes=20, app=APP):
    """A small package that is large unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("app.py", app.format(text=text))
        archive.writestr("ballast", b"\0" * (megabytes * MB))
    return made.getvalue()


def create(aws, name, code, **more):
    return aws.create_function(
        FunctionName=name,
        Runtime="python3.11",
        Handler="app.handler",
        Role=ROLE,
        Code={"ZipFile": code},
        **more,
    )


def disk(platform, part):
    """What lies in a part of the data directory, in bytes."""
    command = ["du", "-s", "--block-size=1", platform.data / part]
    return int(subprocess.check_output(command).split()[0])


def has(platform, code):
    name = hashlib.sha256(code).hexdigest()
    return (
        (platform.data / "blobs" / name[:2] / name).exists(),
        (platform.data / "code" / name).exists(),
    )


def code_of(error):
    return error.value.response["Error"]["Code"]


def test_dry_runs_and_refused_requests_leave_nothing(fresh):
    platform = fresh()
    platform.start()
    aws = platform.boto3_client()
    first = zipped({"app.py": APP.format(text="first")})
    create(aws, "f", first)
    assert has(platform, first) == (True, True)
    before = disk(platform, "code"), disk(platform, "blobs")

    for number in range(5):
        code = bomb(f"dry {number}")
        aws.update_function_code(FunctionName="f", ZipFile=code, DryRun=True)
        assert has(platform, code) == (False, False)
    with pytest.raises(ClientError) as error:
        aws.update_function_code(FunctionName="f", ZipFile=b"PK no archive", DryRun=True)
    assert code_of(error) == "InvalidParameterValueException"

    refused = [
        ("f", bomb("taken"), {}),
        ("g", bomb("no such layer"), {"Layers": ["arn:aws:lambda:us-east-1:1:layer:none:1"]}),
        ("g", bomb("too much memory"), {"MemorySize": 10_000_000}),
        ("g", b"PK\x03\x04 this is no archive", {}),
    ]
    for name, code, more in refused:
        with pytest.raises(ClientError):
            create(aws, name, code, **more)
        assert has(platform, code) == (False, False), more
    with pytest.raises(ClientError):
        aws.update_function_code(FunctionName="f", ZipFile=bomb("x"), RevisionId="another")
    with pytest.raises(ClientError):
        aws.publish_layer_version(LayerName="l", Content={"ZipFile": b"PK no archive"})
    assert (disk(platform, "code"), disk(platform, "blobs")) <= (before[0] + MB, before[1] + MB)
    assert platform.call("f") == "first"
    # The same code as somebody else's is theirs.
    with pytest.raises(ClientError):
        create(aws, "f", first)
    assert has(platform, first) == (True, True)


def test_code_that_nobody_needs_goes_while_the_platform_runs(fresh):
    platform = fresh("--sweep-ms", "200")
    platform.start()
    aws = platform.boto3_client()
    codes = [bomb(f"v{number}") for number in range(4)]
    create(aws, "f", codes[0])
    slow = zipped({"app.py": "import time\ndef handler(e, c):\n    time.sleep(3)\n    import late\n"
                   "    return late.VALUE\n", "late.py": "VALUE = 'still there'\n"})
    create(aws, "slow", slow)
    aws.update_function_configuration(FunctionName="slow", Timeout=20)
    for code in codes[1:]:
        assert platform.call("f")
        aws.update_function_code(FunctionName="f", ZipFile=code)
    assert platform.call("f") == "v3"
    eventually(lambda: [has(platform, code)[1] for code in codes] == [False] * 3 + [True])
    # A call that runs has its code to its end, also when its function is gone.
    running = platform.spawn("invoke", "slow")
    eventually(lambda: platform.show("slow")["instances"]["busy"] == 1)
    aws.delete_function(FunctionName="slow")
    time.sleep(1)
    assert has(platform, slow)[1]
    said, problem = running.communicate(timeout=30)
    assert "still there" in said, (said, problem)
    eventually(lambda: not has(platform, slow)[1])
    assert platform.call("f") == "v3"


def test_packages_have_a_limit_for_each_function_and_for_all(fresh):
    platform = fresh("--packages-mb", "4", "--code-mb", "64")
    platform.start()
    aws = platform.boto3_client()

    def code(kilobytes):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("app.py", APP.format(text="x"))
            archive.writestr("data", os.urandom(kilobytes * 1024))
        return made.getvalue()

    create(aws, "f", code(600), Publish=True)
    second = code(600)
    aws.update_function_code(FunctionName="f", ZipFile=code(300))
    with pytest.raises(ClientError) as error:
        aws.update_function_code(FunctionName="f", ZipFile=second)
    assert code_of(error) == "CodeStorageExceededException"
    assert "--packages-mb" in str(error.value)
    assert has(platform, second) == (False, False)
    with pytest.raises(ClientError) as error:
        aws.publish_layer_version(LayerName="l", Content={"ZipFile": code(1_100)})
    assert code_of(error) == "CodeStorageExceededException"
    for number in range(3):
        create(aws, f"g{number}", code(900))
    with pytest.raises(ClientError) as error:
        create(aws, "h", code(900))
    assert code_of(error) == "CodeStorageExceededException"
    assert platform.call("f") == "x" and platform.call("g2") == "x"


def test_small_packages_that_are_large_unpacked_fill_no_disk(fresh):
    platform = fresh("--code-mb", "100")
    platform.start()
    aws = platform.boto3_client()
    create(aws, "f", bomb("0", 30))
    for number in range(1, 8):
        # The older ones make way, whether or not the sweep has come by.
        aws.update_function_code(FunctionName="f", ZipFile=bomb(f"{number}", 30))
        assert platform.call("f") == f"{number}"
        assert disk(platform, "code") <= 101 * MB
    # Code that is only kept ready makes way as well, and is unpacked again when it is called.
    for number in range(5):
        create(aws, f"g{number}", bomb(f"{number}", 30))
        assert platform.call(f"g{number}") == f"{number}"
        assert disk(platform, "code") <= 101 * MB
    assert platform.call("f") == "7"
    # Code that runs makes none, and the refusal says what to do.
    sleeps = "import time\ndef handler(event, context):\n    time.sleep(12)\n    return {text!r}\n"
    running = []
    for number in range(3):
        create(aws, f"s{number}", bomb(f"s{number}", 30, sleeps), Timeout=30)
        running.append(platform.spawn("invoke", f"s{number}"))
        eventually(lambda: platform.show(f"s{number}")["instances"]["busy"] == 1)  # noqa: B023
    with pytest.raises(ClientError) as error:
        create(aws, "h", bomb("h", 30))
    assert error.value.response["Error"]["Code"] == "CodeStorageExceededException"
    assert "--code-mb" in str(error.value)
    assert disk(platform, "code") <= 101 * MB

    def made():
        try:
            return create(aws, "h", bomb("h", 30))
        except ClientError:
            return None

    eventually(made, 30, every=0.5, what="room for another")
    assert platform.call("h") == "h"
    assert "s0" in running[0].communicate()[0], "it had its code to its end"
    for one in running[1:]:
        one.communicate()


def test_waiting_events_have_a_limit_in_bytes(fresh):
    platform = fresh("--queue-mb", "8")
    platform.start()
    slow = "import time\ndef handler(event, context):\n    time.sleep(60)\n"
    one = platform.python(slow, timeout="90s", concurrency=1)
    others = [platform.python(slow, timeout="90s", concurrency=1) for _ in range(4)]
    event = json.dumps("x" * 900_000).encode()
    small = b'"small"'

    def kept(name, payload):
        return platform.invoke(name, payload, kind="Event")

    assert [kept(one, event).status for _ in range(2)] == [202, 202]
    refused = kept(one, event)
    assert refused.status == 429, refused
    assert refused.response.header("x-amzn-errortype").startswith("TooManyRequestsException")
    assert "2 MB" in refused.response.text and "try again" in refused.response.text
    assert kept(one, small).status == 202, "there is a little left"
    taken = [kept(name, event).status for name in others for _ in range(2)]
    assert taken.count(202) == 7, "9 of 10 fit into 8 MB"
    assert kept(others[0], small).status == 202
    # Counted again after a crash.
    platform.kill9()
    platform.start()
    eventually(lambda: platform.get("/storage")["queue"]["bytes"] > 7 * MB)
    assert kept(one, event).status == 429
    storage = platform.get("/storage")
    assert storage["queue"]["bytes"] <= storage["queue"]["most_bytes"] == 8 * MB


def test_the_doctor_tells_what_holds_how_much(platform):
    name = platform.python(APP.format(text="x"))
    platform.call(name)
    storage = platform.get("/storage")
    assert storage["store_bytes"] > 0 and storage["packages"]["bytes"] > 0
    assert 0 < storage["code"]["bytes"] < storage["code"]["most_bytes"]
    assert storage["journal_bytes"] > 0
    # Lines are in the journal before they are there.
    eventually(lambda: platform.get("/storage")["logs_bytes"] > 0)
    assert 0 < storage["free_bytes"] < storage["disk_bytes"]
    assert platform.fetch("/_mayfly/v1/storage").status == 403
    told = platform.cli_json("doctor", "--data", platform.data)
    checks = {check["name"]: check for part in told["sections"] for check in part["checks"]}
    assert "free in" in checks["free space"]["found"]
    for name in ("database", "packages", "unpacked code", "waiting events"):
        assert checks[name]["mark"] == "good" and "of" in checks[name]["found"], checks[name]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_data_directory_is_its_owners_alone_whoever_made_it(fresh):
    platform = fresh()
    for part in ("", "code", "blobs", "wasm", "journal"):
        (platform.data / part).mkdir(parents=True, exist_ok=True)
        os.chmod(platform.data / part, 0o777)
        if not part:
            # What others use as well is not taken over.
            (platform.data / "thesis.txt").write_text("mine")
            platform.start(wait=False)
            assert platform.process.wait(10) != 0
            assert "--data DIR" in platform.tail() and mode(platform.data) == 0o777
            (platform.data / "thesis.txt").unlink()
            (platform.data / "store.sqlite").touch(mode=0o600)
    platform.start()
    for part in ("", "code", "blobs", "wasm", "journal", "run"):
        assert mode(platform.data / part) == 0o700, part
    name = platform.python(APP.format(text="readable"))
    assert platform.call(name) == "readable"
    for folder, folders, files in os.walk(platform.data):
        for file in files:
            inside = any(part in folder for part in ("/code/", "/run/"))
            path = os.path.join(folder, file)
            assert inside or not os.stat(path).st_mode & 0o077 or file.endswith("boot-id"), path


@contextmanager
def small_disk(folder, megabytes):
    """A file system of its own for a data directory, which a test can fill."""
    folder.mkdir(parents=True)
    options = f"size={megabytes}m,mode=0700"
    mounted = ["mount", "-t", "tmpfs", "-o", options, "mayfly-test", str(folder)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("file systems can be mounted by root alone")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path):
    """Takes all the room there is."""
    with open(path, "wb", buffering=0) as file:
        for piece in (MB, 4096, 1):
            try:
                while True:
                    file.write(b"\1" * piece)
            except OSError:
                pass


PRINTING = """
def handler(event, context):
    for number in range(event):
        print(f"{context.aws_request_id} line {number}", "x" * 200)
    return event
"""


def log_of(platform, name):
    """For each call its own lines; and how many lines were dropped, as the log says."""
    lines, dropped = {}, 0
    for event in platform.logs(name):
        if " line " in event["text"]:
            lines.setdefault(event["request"], []).append(event["text"])
        elif "were dropped" in event["text"]:
            dropped += int(event["text"].split()[0])
    return lines, dropped


def test_a_full_disk_costs_no_line_of_the_ledger(fresh):
    platform = fresh()
    with small_disk(platform.data, 96):
        platform.start()
        name = platform.python(PRINTING)
        assert platform.call(name, 1) == 1
        platform.records(name, 1)
        fill(platform.data / "ballast")
        replies = [platform.invoke(name, b"20") for _ in range(60)]
        assert all(reply.status == 200 and reply.payload == b"20" for reply in replies)
        refused = platform.invoke(name, b"1", kind="Event")
        assert refused.status == 503 and "disk is full" in refused.response.text, refused
        code = platform.folder / "more"
        with pytest.raises(AssertionError) as error:
            platform.python(APP.format(text="x") + "#" + "x" * 4000)
        assert "disk is full" in str(error.value)
        assert not code.exists()
        assert not [p for p in (platform.data / "code").iterdir() if len(p.name) != 64]
        assert not list((platform.data / "blobs" / "tmp").iterdir())
        # Killed while the disk is full, and again with room.
        platform.kill9()
        os.truncate(platform.data / "ballast", 8 * MB)
        platform.start()
        replies += [platform.invoke(name, b"20") for _ in range(5)]
        records = platform.records(name, 1 + len(replies))
        assert {reply.request_id for reply in replies} <= {r["request_id"] for r in records}
        assert len(records) == 1 + len(replies)
        lines, dropped = log_of(platform, name)
        kept = sum(len(of_call) for of_call in lines.values())
        assert kept + dropped == 1 + 20 * len(replies)
        assert platform.call(name, 2) == 2
        platform.stop()
