"""`wasm` functions: WebAssembly components, run in the platform's own process."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from harness import Platform, at_once, components, eventually, processes
from harness.platform import REPOSITORY, TARGET
from harness.project import manifest
from harness.registry import Registry
from harness.url import stream

EXAMPLES = REPOSITORY / "examples"


@pytest.fixture(scope="module")
def wasm(tmp_path_factory):
    """A platform for the tests of this file, most of which share a function."""
    platform = Platform(tmp_path_factory.mktemp("wasm"))
    try:
        platform.start()
        yield platform
    finally:
        platform.close()


def deployed(platform, component, **settings):
    settings = {"url": True, **settings}
    return platform.function({"app.wasm": component}, "wasm", "app.wasm", **settings)


@pytest.fixture(scope="module")
def server(wasm):
    return deployed(wasm, components.hostile(), timeout="10s", env={"GREETING": "hi"})


@pytest.fixture(scope="module")
def command(wasm):
    return deployed(wasm, components.command(), timeout="10s", env={"GREETING": "hi"})


def get(platform, name, path="/hello", **options):
    return platform.fetch(f"/fn/{name}{path}", **options)


# Calls.


def test_a_request_reaches_the_component_as_it_is(wasm, server):
    headers = {"X-One": "1", "Connection": "close", "Host": "shop.example"}
    answer = get(wasm, server, "/request?a=b%20c", method="PUT", body=b"x", headers=headers)
    assert answer.status == 200
    assert answer.header("x-amzn-requestid")
    first, *lines = answer.text.splitlines()
    assert first == "Method::Put Scheme::Http shop.example /request?a=b%20c"
    got = dict(line.split(": ", 1) for line in lines)
    assert got["x-one"] == "1"
    assert got["x-forwarded-for"] == "127.0.0.1"
    assert got["x-amzn-request-id"] == answer.header("x-amzn-requestid")
    assert got["x-amzn-trace-id"].startswith("Root=1-")
    assert "connection" not in got


def test_bodies_of_any_size_go_through_both_ways(wasm, server):
    body = bytes(range(256)) * 40_000
    # Reads while it sends, as what is echoed has to go somewhere.
    curl = ["curl", "-s", "--data-binary", "@-", f"{wasm.endpoint}/fn/{server}/echo"]
    assert subprocess.run(curl, input=body, capture_output=True, timeout=60).stdout == body


def test_an_answer_is_streamed_and_its_end_is_told(wasm, server):
    answer, pieces = stream(wasm.port, f"/fn/{server}/hello")
    assert (answer.status, b"".join(data for _, data in pieces)) == (200, b"hello\n")
    with pytest.raises(Exception, match="IncompleteRead|Connection|Remote"):
        get(wasm, server, "/trap-in-body")
    assert get(wasm, server).text == "hello\n"


def test_an_event_reaches_a_command_on_stdin(wasm, command):
    assert wasm.call(command, "mayfly") == "MAYFLY"
    assert wasm.invoke(command, {"a": 1}).payload == b'{"A": 1}'
    assert wasm.invoke(command, "nothing").payload == b"null"


def test_a_request_to_a_component_for_events_is_an_event(wasm, command):
    answer = get(wasm, command, "/some/path?x=y", headers={"X-One": "1"})
    assert answer.status == 200
    event = json.loads(answer.text.replace("FALSE", "false"))
    assert (event["VERSION"], event["RAWPATH"]) == ("2.0", "/SOME/PATH")
    assert event["HEADERS"]["X-ONE"] == "1"
    assert event["QUERYSTRINGPARAMETERS"] == {"X": "Y"}


def test_an_event_to_a_component_for_requests_is_refused(wasm, server):
    error = wasm.fail(server, {})
    assert "answers requests and this is an event" in error["errorMessage"]


def test_calls_that_nobody_waits_for(wasm, command):
    before = len(wasm.records(command))
    reply = wasm.invoke(command, "later", kind="Event")
    assert reply.status == 202
    records = wasm.records(command, at_least=before + 1)
    assert (records[0]["trigger"], records[0]["outcome"]) == ("async", "ok")


def test_each_call_has_an_instance_of_its_own_unless_it_is_kept(wasm, server):
    assert [get(wasm, server, "/calls").text for _ in range(3)] == ["1", "1", "1"]
    kept = deployed(wasm, components.hostile(), reuse=True)
    assert [get(wasm, kept, "/calls").text for _ in range(3)] == ["1", "2", "3"]
    assert "kept" in wasm.show(kept)["starts"]


# What a component is given.


def variables(text):
    return dict(line.split("=", 1) for line in text.splitlines())


def test_environment_keys_and_ids_are_given(wasm, command):
    reply = wasm.invoke(command, "environment")
    got = variables(reply.payload.decode())
    assert got["GREETING"] == "hi"
    assert got["AWS_LAMBDA_FUNCTION_NAME"] == command
    assert got["AWS_ENDPOINT_URL"] == wasm.endpoint
    assert got["AWS_ACCESS_KEY_ID"] and got["AWS_SECRET_ACCESS_KEY"] and got["AWS_SESSION_TOKEN"]
    assert got["MAYFLY_REQUEST_ID"] == reply.request_id
    assert got["MAYFLY_TRACE_ID"].startswith("Root=1-")
    assert got["MAYFLY_FUNCTION"].endswith(f":function:{command}")
    assert abs(int(got["MAYFLY_DEADLINE_MS"]) / 1000 - time.time() - 10) < 5
    assert "PATH" not in got and "HOME" not in got


def test_there_are_no_files_and_no_sockets(wasm, server):
    assert get(wasm, server, "/environment").text.endswith("none none 0")
    assert "access-denied" in get(wasm, server, f"/connect?{wasm.port}").text


@pytest.fixture
def neighbour():
    """Another server of this machine."""
    server = Registry()
    yield server
    server.close()


@pytest.mark.parametrize("egress", ["none", "internet", "host"])
def test_egress_is_what_the_manifest_says(wasm, neighbour, egress):
    name = deployed(wasm, components.hostile(), egress=egress)

    def fetch(url):
        return get(wasm, name, f"/fetch?{url}").text

    # The platform is always there, this machine's other servers are not.
    assert fetch(f"{wasm.endpoint}/_mayfly/v1/health").startswith("Ok((200, ")
    expected = {
        "none": "HttpRequestDenied",
        "internet": "DestinationIpProhibited",
        "host": "Ok((",
    }
    assert expected[egress] in fetch(f"{neighbour.url}/x")


# Accounts.


def test_logs_frame_each_call(wasm):
    name = deployed(wasm, components.hostile())
    answer = get(wasm, name, "/print?200")
    request = answer.header("x-amzn-requestid")
    wasm.wait_logged(name, f"REPORT RequestId: {request}")
    events = wasm.logs(name)
    assert events[0]["text"] == "INIT_START Runtime Version: wasm"
    texts = [event["text"] for event in events if event.get("request") == request]
    assert texts[0] == f"START RequestId: {request} Version: $LATEST"
    assert texts[1:4] == ["x" * 99, "x" * 99, "the end"]
    assert texts[4] == f"END RequestId: {request}"
    assert re.match(rf"REPORT RequestId: {request}\tDuration: .*Memory Size: 128 MB", texts[5])
    sources = {event["text"]: event["source"] for event in events}
    assert (sources["x" * 99], sources["the end"]) == ("stdout", "stderr")


def test_the_ledger_has_each_call(wasm):
    name = deployed(wasm, components.hostile(), memory_mb=256)
    for _ in range(2):
        get(wasm, name, "/memory?50000000")
    second, first = wasm.records(name, at_least=2)
    assert (first["outcome"], first["trigger"], first["memory_mb"]) == ("ok", "url", 256)
    assert first["init_us"] is not None and second["init_us"] is None
    assert 48 <= first["max_memory_mb"] <= 64
    assert second["bytes_out"] == len("50000000")
    get(wasm, name)
    # A call is charged what it had itself.
    assert wasm.records(name, at_least=3)[0]["max_memory_mb"] <= 4


# Calls that fail.


def outcome(platform, name):
    return platform.records(name, at_least=1)[0]["outcome"]


def test_a_loop_without_end_times_out(wasm):
    name = deployed(wasm, components.command(), timeout="300ms")
    start = time.monotonic()
    error = wasm.fail(name, "loop")
    assert time.monotonic() - start < 5
    assert error["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 0.30 seconds" in error["errorMessage"]
    assert outcome(wasm, name) == "timeout"
    wasm.wait_logged(name, "Task timed out after 0.30 seconds")
    server = deployed(wasm, components.hostile(), timeout="300ms")
    assert get(wasm, server, "/loop").status == 504
    assert get(wasm, server, "/sleep?60000").status == 504
    assert get(wasm, server).text == "hello\n"


def test_too_much_memory_is_refused(wasm):
    name = deployed(wasm, components.command(), memory_mb=64)
    assert wasm.fail(name, "memory")["errorType"] == "Runtime.OutOfMemory"
    assert outcome(wasm, name) == "out_of_memory"
    assert wasm.call(name, "ok") == "OK"


def test_traps_and_exits_are_crashes_that_say_where(wasm):
    name = deployed(wasm, components.command())
    error = wasm.fail(name, "panic")
    assert error["errorType"] == "Runtime.ExitError"
    assert "unreachable" in error["errorMessage"]
    assert outcome(wasm, name) == "crash"
    wasm.wait_logged(name, "asked to")
    wasm.wait_logged(name, "trapped: .*unreachable")
    assert "exit status 1" in wasm.fail(name, "fail")["errorMessage"]
    assert wasm.call(name, "ok") == "OK"


def test_an_answer_that_is_too_large_is_refused(wasm, command):
    assert wasm.fail(command, "forever")["errorType"] == "Function.ResponseSizeTooLarge"


def test_a_caller_who_goes_away_ends_the_call(wasm):
    name = deployed(wasm, components.hostile(), timeout="60s")
    with socket.create_connection(("127.0.0.1", wasm.port)) as caller:
        caller.sendall(f"GET /fn/{name}/endless HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert caller.recv(1_000).startswith(b"HTTP/1.1 200")
    record = wasm.records(name, at_least=1)[0]
    assert (record["outcome"], record["bytes_out"] > 0) == ("ok", True)


# Crowds.


def test_a_hundred_calls_at_once_share_one_start(wasm):
    name = deployed(wasm, components.hostile(), timeout="30s")
    get(wasm, name)
    start = time.monotonic()
    answers = at_once(100, lambda i: get(wasm, name, "/sleep?500").text)
    assert answers == ["slept"] * 100
    assert time.monotonic() - start < 15
    records = wasm.records(name, at_least=101)
    assert sum(record["init_us"] is not None for record in records) == 1
    assert wasm.show(name)["instances"]["idle"] == 1


def test_neighbours_of_busy_components_are_answered(wasm, server):
    busy = deployed(wasm, components.hostile(), timeout="3s")
    loops = [
        subprocess.Popen(
            ["curl", "-s", f"{wasm.endpoint}/fn/{busy}/loop"], stdout=subprocess.DEVNULL
        )
        for _ in range(8)
    ]
    try:
        times = []
        for _ in range(10):
            start = time.monotonic()
            assert get(wasm, server).text == "hello\n"
            times.append(time.monotonic() - start)
        assert sorted(times)[5] < 0.5
    finally:
        for loop in loops:
            loop.wait(30)


def test_concurrency_is_kept(wasm):
    name = deployed(wasm, components.hostile(), concurrency=2, timeout="30s")
    answers = at_once(8, lambda i: get(wasm, name, "/sleep?3000").status)
    assert sorted(answers) == [200] * 2 + [429] * 6


# Deploys.


def refused(platform, component, handler="app.wasm"):
    files = {"app.wasm": component} if component is not None else {}
    settings = {"runtime": "wasm", "handler": handler}
    files["mayfly.toml"] = manifest("bad", **{"bad-wasm": settings})
    done = platform.deploy(files, folder="bad", code=None)
    assert done.returncode != 0
    assert "bad-wasm" not in platform.names()
    return done.stderr


def test_what_is_no_component_is_refused_with_the_reason(wasm):
    assert "not a WebAssembly component" in refused(wasm, b"#!/bin/sh\n")
    module = b"\0asm\x01\0\0\0"
    assert "a WebAssembly module, not a component" in refused(wasm, module)
    whole = components.hostile().read_bytes()
    assert "build it anew" in refused(wasm, whole[: len(whole) // 2])
    empty = b"\0asm\x0d\0\x01\0"
    assert "exports nothing; export `wasi:http/incoming-handler" in refused(wasm, empty)
    assert "there is no app.wasm" in refused(wasm, None)
    assert "not a path inside the project" in refused(wasm, whole, "../app.wasm")


def test_a_new_deploy_replaces_the_old_one(wasm):
    name = deployed(wasm, components.hostile())
    assert get(wasm, name).text == "hello\n"
    before = wasm.show(name)["package"]
    wasm.redeploy(name, {"app.wasm": components.command()}, "wasm", "app.wasm", check=True, url=True)
    assert wasm.call(name, "new") == "NEW"
    assert '"RAWPATH":"/X"' in get(wasm, name, "/x").text
    assert wasm.show(name)["package"] != before
    unchanged = wasm.cli("deploy", wasm.projects / name)
    assert "nothing has changed" in unchanged.stdout


def test_it_is_shown_how_it_starts(wasm, server):
    shown = wasm.cli("show", server).stdout
    assert "compiled ahead, a fresh instance for each call" in shown
    assert "answers requests" in shown


def test_the_doctor_knows_components(wasm):
    found = wasm.cli_json("doctor", "--data", wasm.data)
    checks = [check for section in found["sections"] for check in section["checks"]]
    assert next(check for check in checks if check["name"] == "wasm")["mark"] == "good"


def test_a_removed_function_is_gone(wasm):
    name = deployed(wasm, components.hostile())
    get(wasm, name)
    wasm.cli("rm", name, "--yes")
    assert get(wasm, name).status == 404


# The life of the platform.


def code_files(platform):
    return {path.name: path.stat().st_ino for path in (platform.data / "wasm").glob("*.code")}


def test_what_was_compiled_is_used_again_after_a_restart(fresh):
    platform = fresh()
    platform.start()
    name = deployed(platform, components.hostile())
    assert get(platform, name).text == "hello\n"
    compiled = code_files(platform)
    assert len(compiled) == 1
    platform.restart()
    assert get(platform, name).text == "hello\n"
    assert code_files(platform) == compiled
    # Without it, the component is compiled once more; no deploy is needed.
    platform.stop()
    shutil.rmtree(platform.data / "wasm")
    platform.start()
    assert get(platform, name).text == "hello\n"
    assert code_files(platform).keys() == compiled.keys()


def test_a_stop_waits_for_calls_and_ends_those_that_take_too_long(fresh):
    platform = fresh()
    platform.start()
    name = deployed(platform, components.hostile(), timeout="60s")
    get(platform, name)
    command = ["curl", "-s", f"{platform.endpoint}/fn/{name}/sleep?1000"]
    calling = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    eventually(lambda: platform.show(name)["instances"]["busy"] == 1)
    assert platform.stop() == 0
    assert calling.communicate(timeout=10)[0] == "slept"


def test_a_platform_without_components_has_no_engine(fresh):
    platform = fresh()
    platform.start()
    assert not (platform.data / "wasm").exists()
    threads = Path(f"/proc/{platform.process.pid}/task")
    assert not any("wasm" in (task / "comm").read_text() for task in threads.iterdir())


def test_an_idle_component_costs_next_to_nothing(fresh):
    platform = fresh()
    platform.start()
    functions = {
        f"idle-{i}": {"runtime": "wasm", "handler": "app.wasm", "url": True} for i in range(50)
    }
    files = {"app.wasm": components.hostile(), "mayfly.toml": manifest("idle", **functions)}
    platform.deploy(files)
    get(platform, "idle-0")
    before = processes.resident_mb(platform.process.pid)
    for name in functions:
        assert get(platform, name).text == "hello\n"
    assert processes.resident_mb(platform.process.pid) - before < 25


# Examples.


def test_the_examples_in_rust_are_built_and_deployed(wasm):
    tools = components.toolchain()
    wasm.cli("deploy", EXAMPLES / "wasm-rust", env=tools, timeout=600)
    assert get(wasm, "hello-wasm", "/").text == "hello from wasm\n"
    wasm.cli("deploy", EXAMPLES / "wasm-rust-event", env=tools, timeout=600)
    assert wasm.call("words-wasm", "lives for a day") == {"words": 4}
    typed = wasm.wait_logged("words-wasm", "has 4 words")
    assert typed["level"] == "info"
    assert json.loads(wasm.invoke("words-wasm", b'"\\ud800"').payload)


def test_the_example_in_javascript_is_built_and_deployed(wasm):
    tools = TARGET / "wasm-js/node_modules/.bin"
    if not (tools / "componentize-js").exists():
        pytest.skip(f"no {tools}/componentize-js: npm could not install it")
    wasm.cli("deploy", EXAMPLES / "wasm-js", env=components.path_with(tools), timeout=600)
    assert wasm.call("words-js", "lives for a day") == {"words": 4}


def test_the_example_in_python_is_built_and_deployed(wasm):
    tools = Path(sys.executable).parent
    if not (tools / "componentize-py").exists():
        pytest.skip(f"no {tools}/componentize-py: pip could not install it")
    wasm.cli("deploy", EXAMPLES / "wasm-python", env=components.path_with(tools), timeout=600)
    assert wasm.call("words-python", "lives for a day") == {"words": 4}
    assert wasm.call("words-python", "again") == {"words": 1}


def test_a_build_without_its_tools_says_what_to_install(wasm, tmp_path):
    project = tmp_path / "js"
    project.mkdir()
    shutil.copy(EXAMPLES / "wasm-js/mayfly.toml", project)
    (project / "package.json").write_text('{"scripts": {"build": "componentize-js x"}}')
    done = wasm.cli("deploy", project, code=None)
    assert done.returncode != 0
    assert "`npm install`" in done.stderr
