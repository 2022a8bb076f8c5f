"""`mayfly audit`: who was refused what, and why."""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import eventually, send


@pytest.fixture
def platform(fresh):
    platform = fresh()
    platform.start()
    return platform


def client(platform, service, key, secret):
    return boto3.client(
        service,
        endpoint_url=platform.endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 0}),
    )


def user(platform, name):
    iam = platform.boto3_client("iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def refused(operation, **arguments):
    with pytest.raises(ClientError):
        operation(**arguments)


def audit(platform, *words):
    lines = platform.cli("audit", "--json", *words).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_refusals_by_policies_and_by_signatures(platform):
    assert platform.cli("audit").stderr == "nobody was refused anything\n"
    name = platform.python("def handler(event, context): return event")
    keys = user(platform, "eve")
    for _ in range(3):
        refused(client(platform, "lambda", *keys).invoke, FunctionName=name)
    refused(client(platform, "logs", *keys).describe_log_groups)
    refused(client(platform, "sts", keys[0], "wrong").get_caller_identity)
    assert send(platform.port, "GET", "/_mayfly/v1/functions").status == 403

    arn = "arn:aws:iam::000000000000:user/eve"
    found = audit(platform)
    assert sum(one["times"] for one in found) == 6
    calls = [one for one in found if one["action"] == "lambda:InvokeFunction"]
    assert sum(one["times"] for one in calls) == 3
    function = f"arn:aws:lambda:us-east-1:000000000000:function:{name}"
    assert calls[0] == {
        **calls[0],
        "who": arn,
        "stranger": False,
        "from": "127.0.0.1",
        "resource": function,
        "why": "because no identity-based policy allows the lambda:InvokeFunction action",
    }
    (read,) = [one for one in found if one["action"] == "logs:DescribeLogGroups"]
    assert (read["who"], read["stranger"]) == (arn, False)
    signature, nobody = [one for one in found if one["stranger"]]
    assert signature["who"] == keys[0]
    assert "signature we calculated does not match" in signature["why"]
    assert (nobody["who"], nobody["resource"]) == ("-", "GET /_mayfly/v1/functions")
    times = [one["at_us"] for one in found]
    assert times == sorted(times)


def test_the_latest_of_them(platform):
    keys = user(platform, "eve")
    logs = client(platform, "logs", *keys)
    for operation in (logs.describe_log_groups, platform_groups(logs), tags(logs)):
        refused(operation)
        audit(platform)
    found = audit(platform)
    actions = [one["action"] for one in found]
    assert actions == ["logs:DescribeLogGroups", "logs:CreateLogGroup", "logs:ListTagsLogGroup"]
    assert [one["action"] for one in audit(platform, "--limit", "1")] == actions[2:]
    assert [one["action"] for one in audit(platform, "--since", "1h")] == actions
    assert audit(platform, "--since", "2100-01-01T00:00:00Z") == []
    lines = platform.cli("audit").stdout.splitlines()
    assert lines[0].split() == ["TIME", "TIMES", "WHO", "FROM", "ACTION", "RESOURCE", "WHY"]
    assert "logs:ListTagsLogGroup" in lines[-1] and "user/eve" in lines[-1]


def platform_groups(logs):
    return lambda: logs.create_log_group(logGroupName="g")


def tags(logs):
    return lambda: logs.list_tags_log_group(logGroupName="g")


def test_refusals_outlive_the_platform(platform):
    refused(client(platform, "sts", "AKIANOBODY0000000000", "x").get_caller_identity)
    eventually(lambda: audit(platform))
    platform.kill9()
    platform.start()
    (found,) = audit(platform)
    assert (found["who"], found["stranger"]) == ("AKIANOBODY0000000000", True)


def test_strangers_cannot_steer_the_terminal(platform):
    send(platform.port, "POST", "/2015-03-31/functions/f%1b%5b2J/invocations")
    send(platform.port, "POST", "/2015-03-31/" + "x" * 5_000)
    text = platform.cli("audit").stdout
    assert "\x1b" not in text
    assert max(len(one["resource"]) for one in audit(platform)) <= 512


def test_only_the_owner_reads_it(platform):
    assert send(platform.port, "GET", "/_mayfly/v1/audit").status == 403
