"""Roles assumed, sessions, and signatures of services that are asked with forms."""

import urllib.error
import urllib.parse
import urllib.request

import pytest
from harness import send
from harness.people import (
    ACCOUNT,
    INVOKE,
    Someone,
    allow,
    client,
    deny,
    refused,
    role,
    trusts,
    user,
    user_arn,
)


@pytest.fixture(scope="module")
def iam(platform):
    return platform.boto3_client("iam")


@pytest.fixture(scope="module")
def sts(platform):
    return platform.boto3_client("sts")


@pytest.fixture(scope="module")
def echo(platform):
    return platform.python("def handler(event, context): return event", timeout="10s")


# Roles and sessions.


def test_a_role_is_assumed_by_whom_it_trusts(platform, iam, echo):
    friend, someone = user(platform, iam)
    _, stranger = user(platform, iam)
    who, arn = role(iam, trusts(user_arn(friend)), allow(INVOKE))
    told = someone.of("sts").assume_role(RoleArn=arn, RoleSessionName="job")
    assert told["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{who}/job"
    session = Someone.session(platform, told)
    assert session.key.startswith("ASIA")
    assert session.of("sts").get_caller_identity()["Arn"] == told["AssumedRoleUser"]["Arn"]
    assert session.call(echo, "hello") == "hello"
    status, code, message = refused(
        stranger.of("sts").assume_role, RoleArn=arn, RoleSessionName="job"
    )
    assert (status, code) == (403, "AccessDenied")
    assert message.endswith(f"is not authorized to perform: sts:AssumeRole on resource: {arn}")
    denied = refused(session.of("iam").get_user, UserName=friend)
    assert denied[1] == "AccessDenied" and f"assumed-role/{who}/job" in denied[2]
    status, code, message = refused(session.of("iam").get_user)
    assert (status, code) == (400, "ValidationError")
    # What the role may no longer do, its sessions may not either; nor without their token.
    tokenless = Someone(platform, session.key, session.secret)
    assert refused(tokenless.call, echo)[:2] == (403, "UnrecognizedClientException")
    iam.delete_role_policy(RoleName=who, PolicyName="p0")
    assert refused(session.call, echo)[:2] == (403, "AccessDeniedException")
    iam.delete_role(RoleName=who)
    assert refused(session.call, echo)[:2] == (403, "UnrecognizedClientException")


def test_a_session_policy_takes_away(platform, iam, echo):
    friend, someone = user(platform, iam)
    _, arn = role(iam, trusts(user_arn(friend)), allow("lambda:*"))
    assume = someone.of("sts").assume_role
    bounded = assume(RoleArn=arn, RoleSessionName="less", Policy=allow(INVOKE))
    assert 0 < bounded["PackedPolicySize"] < 10
    session = Someone.session(platform, bounded)
    assert session.call(echo, 1) == 1
    told = refused(session.of("lambda").get_function, FunctionName=echo)
    assert "because no session policy allows the lambda:GetFunction action" in told[2]
    reads = "arn:aws:iam::aws:policy/AWSLambda_ReadOnlyAccess"
    reading = assume(RoleArn=arn, RoleSessionName="less", PolicyArns=[{"arn": reads}])
    session = Someone.session(platform, reading)
    assert session.of("lambda").get_function(FunctionName=echo)
    assert refused(session.call, echo)[1] == "AccessDeniedException"


def test_a_role_may_ask_for_a_word(platform, iam):
    friend, someone = user(platform, iam)
    word = {"Condition": {"StringEquals": {"sts:ExternalId": "sesame"}}}
    _, arn = role(iam, trusts(user_arn(friend), **word))
    assume = someone.of("sts").assume_role
    assert refused(assume, RoleArn=arn, RoleSessionName="job")[:2] == (403, "AccessDenied")
    assert refused(assume, RoleArn=arn, RoleSessionName="job", ExternalId="other")[0] == 403
    assert assume(RoleArn=arn, RoleSessionName="job", ExternalId="sesame")["Credentials"]
    device = f"arn:aws:iam::{ACCOUNT}:mfa/x"
    told = refused(
        assume,
        RoleArn=arn,
        RoleSessionName="job",
        ExternalId="sesame",
        SerialNumber=device,
        TokenCode="123456",
    )
    assert told[:2] == (403, "AccessDenied") and told[2].startswith(
        "MultiFactorAuthentication failed"
    )


def test_a_session_of_ones_own(platform, iam, sts, echo):
    who, someone = user(platform, iam, allow(INVOKE))
    session = Someone.session(platform, someone.of("sts").get_session_token(DurationSeconds=900))
    assert session.of("sts").get_caller_identity()["Arn"] == user_arn(who)
    assert session.call(echo, 2) == 2
    told = refused(session.of("sts").get_session_token)
    assert told == (403, "AccessDenied", "Cannot call GetSessionToken with session credentials")
    owner = Someone.session(platform, sts.get_session_token())
    assert owner.call(echo, 3) == 3
    assert refused(owner.of("sts").get_session_token) == told


def test_sessions_that_were_revoked(platform, iam, echo):
    """As the console does it: nothing is allowed to sessions from before a time."""
    friend, someone = user(platform, iam)
    who, arn = role(iam, trusts(user_arn(friend)), allow(INVOKE))
    session = Someone.session(
        platform, someone.of("sts").assume_role(RoleArn=arn, RoleSessionName="job")
    )
    assert session.call(echo, 1) == 1
    before = {"DateLessThan": {"aws:TokenIssueTime": "2100-01-01T00:00:00Z"}}
    iam.put_role_policy(
        RoleName=who, PolicyName="older", PolicyDocument=deny("*", Condition=before)
    )
    assert "explicit deny" in refused(session.call, echo)[2]


def test_what_sts_knows_of_keys(platform, iam, sts):
    _, someone = user(platform, iam)
    assert sts.get_access_key_info(AccessKeyId=someone.key)["Account"] == ACCOUNT
    assert refused(sts.get_access_key_info, AccessKeyId="AKIAIOSFODNN7EXAMPLE")[0] == 400
    told = refused(someone.of("sts").get_access_key_info, AccessKeyId=someone.key)
    assert told[:2] == (403, "AccessDenied")
    told = refused(sts.decode_authorization_message, EncodedMessage="x")
    assert told[:2] == (400, "InvalidAuthorizationMessageException")


ASKS = """
import hashlib, hmac, os, time, urllib.error, urllib.request

def handler(event, context):
    "Signed by hand: functions have no client of AWS's here."
    service, body = event
    url = os.environ["AWS_ENDPOINT_URL"]
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "host": url.split("//")[1],
        "x-amz-date": now,
        "x-amz-security-token": os.environ["AWS_SESSION_TOKEN"],
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\\n" for name, value in headers.items())
    sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
    canonical = "\\n".join(["POST", "/", "", lines, names, sha(body)])
    scope = f"{now[:8]}/us-east-1/{service}/aws4_request"
    text = "\\n".join(["AWS4-HMAC-SHA256", now, scope, sha(canonical)])
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = os.environ["AWS_ACCESS_KEY_ID"] + "/" + scope
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    )
    request = urllib.request.Request(url + "/", body.encode(), headers)
    try:
        return [200, urllib.request.urlopen(request).read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode()]
"""


def test_a_function_knows_its_name_and_may_nothing(platform):
    function = platform.python(ASKS, timeout="30s")
    who = "Action=GetCallerIdentity&Version=2011-06-15"
    status, told = platform.call(function, ["sts", who])
    assert status == 200, told
    assert f"<Arn>arn:aws:sts::{ACCOUNT}:assumed-role/mayfly.{function}/{function}</Arn>" in told
    for service, body in [
        ("iam", "Action=ListUsers&Version=2010-05-08"),
        ("iam", "Action=GetUser&UserName=eve&Version=2010-05-08"),
        ("sts", "Action=GetSessionToken&Version=2011-06-15"),
    ]:
        status, told = platform.call(function, [service, body])
        assert status == 403 and "<Code>AccessDenied</Code>" in told, told


# Signatures.


@pytest.mark.parametrize(
    "key, secret, token, code",
    [
        (None, "wrong", None, "SignatureDoesNotMatch"),
        ("AKIASTRANGER00000000", None, None, "InvalidClientTokenId"),
        (None, None, "wrong", "InvalidClientTokenId"),
    ],
)
def test_keys_that_are_wrong(platform, key, secret, token, code):
    env = platform.exports()
    key, secret = key or env["AWS_ACCESS_KEY_ID"], secret or env["AWS_SECRET_ACCESS_KEY"]
    for service, call in [("iam", "list_users"), ("sts", "get_caller_identity")]:
        work = getattr(client(platform, service, key, secret, token), call)
        assert refused(work)[:2] == (403, code), service


def test_a_presigned_question(sts):
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    with urllib.request.urlopen(url) as answer:
        assert f"<Arn>arn:aws:iam::{ACCOUNT}:root</Arn>" in answer.read().decode()
    other = urllib.parse.urlsplit(url)._replace(path="/2015-03-31/functions/")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.parse.urlunsplit(other))
    assert caught.value.code == 403 and b"correct service: 'lambda'" in caught.value.read()


def test_a_signature_for_another_service(platform):
    body = b"Action=ListUsers&Version=2010-05-08"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert platform.client.request("POST", "/", body, headers, service="iam").status == 200
    for service, status in [("sts", 400), ("lambda", 404), ("ec2", 501)]:
        assert platform.client.request("POST", "/", body, headers, service=service).status == status
    response = platform.client.request("GET", "/2015-03-31/functions/", service="iam")
    assert (response.status, response.header("x-amzn-errortype")) == (
        403,
        "InvalidSignatureException",
    )
    assert send(platform.port, "POST", "/", body, headers).status == 404


# What lasts.


def test_all_of_it_outlives_a_restart(fresh):
    platform = fresh()
    platform.start()
    iam = platform.boto3_client("iam")
    who, someone = user(platform, iam, allow("iam:GetUser"))
    _, arn = role(iam, trusts(user_arn(who)), allow("iam:GetUser"))
    session = Someone.session(
        platform, someone.of("sts").assume_role(RoleArn=arn, RoleSessionName="job")
    )
    platform.restart()
    assert someone.of("iam").get_user()["User"]["UserName"] == who
    assert session.of("iam").get_user(UserName=who)["User"]["UserName"] == who
    used = platform.boto3_client("iam").get_access_key_last_used(AccessKeyId=someone.key)
    assert used["AccessKeyLastUsed"]["ServiceName"] == "iam"
