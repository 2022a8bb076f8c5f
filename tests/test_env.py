"""`mayfly env`: what other tools need to talk to the platform."""

import os
import subprocess
import sys

from harness.platform import BINARY

NAMES = {
    "AWS_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_REGION",
    "AWS_DISABLE_HOST_PREFIX_INJECTION",
    "MAYFLY_ENDPOINT",
}


def test_it_prints_lines_for_a_shell(platform):
    lines = platform.cli("env").stdout.splitlines()
    assert all(line.startswith("export ") for line in lines if line and line[0] != "#")
    exports = platform.exports()
    assert NAMES <= set(exports)
    assert exports["AWS_ENDPOINT_URL"] == exports["MAYFLY_ENDPOINT"] == platform.endpoint


def test_eval_is_all_it_takes(platform):
    """boto3 with no configuration but the shell's, as the documentation says."""
    name = platform.python("def handler(event, context): return event")
    program = (
        "import boto3\n"
        f"reply = boto3.client('lambda').invoke(FunctionName='{name}', Payload=b'[1]')\n"
        "print(reply['Payload'].read().decode())\n"
    )
    script = f'eval "$({BINARY} env)"\n{sys.executable} -c "$PROGRAM"'
    environment = platform.environment(PROGRAM=program)
    done = subprocess.run(
        ["sh", "-ec", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[1]", done.stderr


def test_json_for_scripts(platform):
    exports = platform.cli_json("env")
    assert NAMES <= set(exports)
    assert exports["AWS_ENDPOINT_URL"] == platform.endpoint


def test_a_platform_without_keys_is_named(platform, tmp_path):
    done = platform.cli("env", "--endpoint", "http://127.0.0.1:9", code=1)
    assert "127.0.0.1:9" in done.stderr
    nobody = {"HOME": str(tmp_path / "nobody")}
    os.mkdir(nobody["HOME"])
    assert platform.cli("env", env=nobody, code=1).stdout == ""


def test_the_endpoint_comes_from_flag_then_environment_then_default(platform):
    other = {"MAYFLY_ENDPOINT": "http://127.0.0.1:9"}
    platform.cli("ls", env=other, code=1)
    platform.cli("ls", "--endpoint", platform.endpoint, env=other)
    platform.cli("--endpoint", platform.endpoint, "ls", env=other)
    assert "http://127.0.0.1:4566" in platform.cli("--help").stdout


def test_botocore_sends_everything_to_the_endpoint(platform):
    """Some operations would go to hosts named before the endpoint's: `streaming-logs.127.0.0.1`."""
    name = platform.python("def handler(event, context): print('hello')")
    platform.call(name)
    program = (
        "import boto3\n"
        "logs = boto3.client('logs')\n"
        f"group = logs.describe_log_groups(logGroupNamePrefix='/aws/lambda/{name}')['logGroups'][0]\n"
        "tail = logs.start_live_tail(logGroupIdentifiers=[group['logGroupArn']])\n"
        "print(next(iter(tail['responseStream'])))\n"
    )
    env = platform.environment(**platform.exports())
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60)
    assert "sessionStart" in done.stdout, done.stderr


def test_functions_are_told_the_same(platform):
    name = platform.python("import os\ndef handler(event, context): return dict(os.environ)")
    assert platform.call(name)["AWS_DISABLE_HOST_PREFIX_INJECTION"] == "true"
