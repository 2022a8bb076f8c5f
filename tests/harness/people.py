"""Users, roles and policies for tests, and clients with their keys."""

import itertools
import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT = "000000000000"
INVOKE = "lambda:InvokeFunction"

numbers = itertools.count(1)


def client(platform, service, key, secret, token=None):
    return boto3.client(
        service,
        endpoint_url=platform.endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 0}),
    )


class Someone:
    """Clients with one pair of keys."""

    def __init__(self, platform, key, secret, token=None):
        self.key, self.secret, self.token = key, secret, token
        self.of = lambda service: client(platform, service, key, secret, token)

    @classmethod
    def session(cls, platform, answer):
        keys = answer["Credentials"]
        return cls(platform, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    def call(self, function, event=None):
        answer = self.of("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())


def name(kind):
    return f"{kind}-{next(numbers)}"


def user(platform, iam, *policies):
    """A user with a key and inline policies; gives the name and the keys."""
    who = name("user")
    iam.create_user(UserName=who)
    for number, policy in enumerate(policies):
        iam.put_user_policy(UserName=who, PolicyName=f"p{number}", PolicyDocument=policy)
    key = iam.create_access_key(UserName=who)["AccessKey"]
    assert (key["UserName"], key["Status"]) == (who, "Active")
    return who, Someone(platform, key["AccessKeyId"], key["SecretAccessKey"])


def says(effect, action, resource="*", **more):
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(action, resource="*", **more):
    return says("Allow", action, resource, **more)


def deny(action, resource="*", **more):
    return says("Deny", action, resource, **more)


def trusts(arn, **more):
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": arn}, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def arn_of(function):
    return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{function}"


def user_arn(who):
    return f"arn:aws:iam::{ACCOUNT}:user/{who}"


def refused(work, *args, **request):
    """The status, the code and the message of a refusal."""
    with pytest.raises(ClientError) as caught:
        work(*args, **request)
    told = caught.value.response
    return (
        told["ResponseMetadata"]["HTTPStatusCode"],
        told["Error"]["Code"],
        told["Error"]["Message"],
    )


def role(iam, trust, *policies, **more):
    who = name("role")
    iam.create_role(RoleName=who, AssumeRolePolicyDocument=trust, **more)
    for number, policy in enumerate(policies):
        iam.put_role_policy(RoleName=who, PolicyName=f"p{number}", PolicyDocument=policy)
    return who, f"arn:aws:iam::{ACCOUNT}:role/{who}"
