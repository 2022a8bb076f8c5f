"""`uses` in a manifest: what a function may do beside writing its own log."""

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import eventually, manifest

KEYS = """
import os
def handler(event, context):
    return [os.environ[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")]
"""
ACCOUNT = "000000000000"


def app(uses):
    caller = {"runtime": "python", "handler": "app.handler", "idle": "10m", "uses": uses}
    other = {"runtime": "python", "handler": "app.handler"}
    return {"mayfly.toml": manifest("uses", caller=caller, callee=other, neighbour=other), "app.py": KEYS}


@pytest.fixture
def platform(fresh):
    platform = fresh()
    platform.start()
    return platform


class Function:
    """A function's own clients, with the keys its instance has."""

    def __init__(self, platform, name):
        self.endpoint, self.keys = platform.endpoint, platform.call(name)

    def client(self, service):
        return boto3.client(
            service, "us-east-1", None, True, None, self.endpoint, *self.keys, Config(retries={"max_attempts": 0})
        )

    def code(self, service, operation, **arguments):
        """How an operation is refused; `None` if it is not."""
        try:
            getattr(self.client(service), operation)(**arguments)
        except ClientError as error:
            return error.response["Error"]["Code"]


def test_what_a_function_may_do(platform):
    platform.deploy(app(["function:callee"]))
    caller = Function(platform, "caller")
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/mayfly.caller/caller"
    assert caller.client("sts").get_caller_identity()["Arn"] == arn

    group, others = "/aws/lambda/caller", "/aws/lambda/neighbour"
    stream = {"logStreamName": "mine"}
    for expected, service, operation, arguments in (
        (None, "lambda", "invoke", {"FunctionName": "callee"}),
        (None, "lambda", "invoke", {"FunctionName": "callee", "InvocationType": "Event"}),
        (None, "logs", "create_log_stream", {"logGroupName": group, **stream}),
        ("AccessDeniedException", "lambda", "invoke", {"FunctionName": "neighbour"}),
        ("AccessDeniedException", "lambda", "invoke", {"FunctionName": "caller"}),
        ("AccessDeniedException", "lambda", "get_function", {"FunctionName": "callee"}),
        ("AccessDeniedException", "lambda", "delete_function", {"FunctionName": "callee"}),
        ("AccessDeniedException", "lambda", "list_functions", {}),
        ("AccessDeniedException", "logs", "create_log_stream", {"logGroupName": others, **stream}),
        ("AccessDeniedException", "logs", "filter_log_events", {"logGroupName": others}),
        ("AccessDeniedException", "logs", "describe_log_groups", {}),
        ("AccessDenied", "iam", "get_role", {"RoleName": "mayfly.caller"}),
        ("AccessDenied", "iam", "create_user", {"UserName": "eve"}),
        ("AccessDenied", "sts", "assume_role", {"RoleArn": arn.replace("sts", "iam"), "RoleSessionName": "session"}),
        ("AccessDenied", "sts", "get_session_token", {}),
    ):
        assert caller.code(service, operation, **arguments) == expected, (operation, arguments)

    def noted():
        lines = platform.cli("audit", "--json").stdout
        return "lambda:InvokeFunction" in lines and "logs:FilterLogEvents" in lines and "iam:CreateUser" in lines

    eventually(noted)
    assert "`uses` in its manifest can grant it" in platform.cli("audit").stdout
    shown = platform.cli("show", "caller").stdout
    assert "function:callee" in shown and "nothing but its own log" in platform.cli("show", "neighbour").stdout


def test_the_role_is_there_to_be_seen_and_follows_the_manifest(platform):
    platform.deploy(app(["function:callee", "bucket:photos:read"]))
    caller = Function(platform, "caller")
    iam, client = platform.boto3_client("iam"), platform.boto3_client()
    role = client.get_function_configuration(FunctionName="caller")["Role"]
    assert role == f"arn:aws:iam::{ACCOUNT}:role/mayfly/mayfly.caller"
    assert iam.get_role(RoleName="mayfly.caller")["Role"]["Arn"] == role
    roles = iam.list_roles(PathPrefix="/mayfly/")["Roles"]
    assert [one["RoleName"] for one in roles] == ["mayfly.callee", "mayfly.caller", "mayfly.neighbour"]
    assert iam.list_role_policies(RoleName="mayfly.caller")["PolicyNames"] == ["uses"]
    policy = iam.get_role_policy(RoleName="mayfly.caller", PolicyName="uses")["PolicyDocument"]
    assert [statement["Resource"] for statement in policy["Statement"][1:]] == [
        [f"arn:aws:lambda:*:{ACCOUNT}:function:callee", f"arn:aws:lambda:*:{ACCOUNT}:function:callee:*"],
        ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"],
    ]
    asked = {"PolicySourceArn": role, "ActionNames": ["s3:GetObject", "s3:PutObject"]}
    told = iam.simulate_principal_policy(**asked, ResourceArns=["arn:aws:s3:::photos/a.jpg"])
    decisions = [one["EvalDecision"] for one in told["EvaluationResults"]]
    assert decisions == ["allowed", "implicitDeny"]
    with pytest.raises(ClientError, match="UnmodifiableEntity.*change `uses` in mayfly.toml"):
        iam.delete_role_policy(RoleName="mayfly.caller", PolicyName="uses")

    # What the next deploy takes away is gone for what still runs, too.
    assert caller.code("lambda", "invoke", FunctionName="callee") is None
    platform.deploy(app([]))
    assert caller.code("lambda", "invoke", FunctionName="callee") in ("AccessDeniedException", "UnrecognizedClientException")
    assert Function(platform, "caller").code("lambda", "invoke", FunctionName="callee") == "AccessDeniedException"
