"""Users, keys, groups, roles and policies through IAM's and STS's own APIs, and what they allow."""

import itertools
import json
import urllib.error
import urllib.parse
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import send

ACCOUNT = "000000000000"
INVOKE = "lambda:InvokeFunction"
HTTP = "ResponseMetadata"

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def iam(platform):
    return platform.boto3_client("iam")


@pytest.fixture(scope="module")
def sts(platform):
    return platform.boto3_client("sts")


@pytest.fixture(scope="module")
def echo(platform):
    return platform.python("def handler(event, context): return event", timeout="10s")


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
    return told[HTTP]["HTTPStatusCode"], told["Error"]["Code"], told["Error"]["Message"]


# Users and their keys.


def test_users_come_and_go(iam):
    who = name("user")
    made = iam.create_user(UserName=who, Path="/team/", Tags=[{"Key": "a", "Value": "é"}])["User"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/{who}"
    assert made["UserId"].startswith("AIDA") and made["Tags"] == [{"Key": "a", "Value": "é"}]
    shown = iam.get_user(UserName=who)["User"]
    assert shown == made
    status, code, message = refused(iam.create_user, UserName=who.upper())
    assert (status, code) == (409, "EntityAlreadyExists")
    assert message == f"User with name {who.upper()} already exists."
    in_team = iam.list_users(PathPrefix="/team/")["Users"]
    assert who in [user["UserName"] for user in in_team]
    other = name("user")
    iam.update_user(UserName=who, NewUserName=other, NewPath="/")
    assert iam.get_user(UserName=other)["User"]["UserId"] == made["UserId"]
    assert refused(iam.get_user, UserName=who)[:2] == (404, "NoSuchEntity")
    iam.delete_user(UserName=other)
    told = refused(iam.delete_user, UserName=other)
    assert told == (404, "NoSuchEntity", f"The user with name {other} cannot be found.")


def test_the_owner_is_shown_like_a_user(iam, sts):
    assert iam.get_user()["User"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"
    told = sts.get_caller_identity()
    assert (told["Account"], told["UserId"]) == (ACCOUNT, ACCOUNT)
    assert told["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"


def test_a_user_asks_for_themself(platform, iam):
    who, someone = user(platform, iam, allow(["iam:GetUser", "iam:*AccessKey*"], user_arn("${aws:username}")))
    assert someone.of("iam").get_user()["User"]["UserName"] == who
    keys = someone.of("iam").list_access_keys()["AccessKeyMetadata"]
    assert [key["AccessKeyId"] for key in keys] == [someone.key]
    told = someone.of("sts").get_caller_identity()
    assert told["Arn"] == user_arn(who) and told["UserId"].startswith("AIDA")
    status, code, message = refused(someone.of("iam").list_users)
    assert (status, code) == (403, "AccessDenied")
    assert message == (
        f"User: {user_arn(who)} is not authorized to perform: iam:ListUsers on resource: "
        f"arn:aws:iam::{ACCOUNT}:user/ because no identity-based policy allows the iam:ListUsers action"
    )


def test_keys_are_made_put_aside_and_deleted(platform, iam):
    who, someone = user(platform, iam)
    identity = someone.of("sts").get_caller_identity
    assert identity()["Arn"] == user_arn(who)
    used = iam.get_access_key_last_used(AccessKeyId=someone.key)
    assert (used["UserName"], used["AccessKeyLastUsed"]["ServiceName"]) == (who, "sts")
    assert used["AccessKeyLastUsed"]["Region"] == "us-east-1"
    iam.update_access_key(UserName=who, AccessKeyId=someone.key, Status="Inactive")
    told = (403, "InvalidClientTokenId", "The security token included in the request is invalid.")
    assert refused(identity) == told
    iam.update_access_key(UserName=who, AccessKeyId=someone.key, Status="Active")
    assert identity()["Arn"] == user_arn(who)
    second = iam.create_access_key(UserName=who)["AccessKey"]["AccessKeyId"]
    assert refused(iam.create_access_key, UserName=who)[:2] == (409, "LimitExceeded")
    never = iam.get_access_key_last_used(AccessKeyId=second)["AccessKeyLastUsed"]
    assert never == {"ServiceName": "N/A", "Region": "N/A"}
    iam.delete_access_key(UserName=who, AccessKeyId=someone.key)
    assert refused(identity) == told
    assert refused(iam.delete_access_key, UserName=who, AccessKeyId=someone.key)[:2] == (404, "NoSuchEntity")
    listed = iam.list_access_keys(UserName=who)["AccessKeyMetadata"]
    assert [key["AccessKeyId"] for key in listed] == [second]


# What policies allow.


def test_a_policy_lets_a_user_call_a_function(platform, iam, echo):
    who, someone = user(platform, iam)
    status, code, message = refused(someone.call, echo)
    assert (status, code) == (403, "AccessDeniedException")
    assert message == (
        f"User: {user_arn(who)} is not authorized to perform: {INVOKE} on resource: "
        f"{arn_of(echo)} because no identity-based policy allows the {INVOKE} action"
    )
    iam.put_user_policy(UserName=who, PolicyName="calls", PolicyDocument=allow(INVOKE, arn_of(echo)))
    assert someone.call(echo, [1]) == [1]
    assert refused(someone.call, "another")[1] == "AccessDeniedException"
    assert refused(someone.of("lambda").get_function, FunctionName=echo)[1] == "AccessDeniedException"
    iam.delete_user_policy(UserName=who, PolicyName="calls")
    assert refused(someone.call, echo)[1] == "AccessDeniedException"


def test_what_is_forbidden_stays_forbidden(platform, iam, echo):
    who, someone = user(platform, iam, allow("*"), deny("lambda:Invoke*", arn_of(echo)))
    status, code, message = refused(someone.call, echo)
    assert (status, code) == (403, "AccessDeniedException")
    assert message.endswith("with an explicit deny in an identity-based policy")
    assert someone.of("lambda").get_function(FunctionName=echo)["Configuration"]["FunctionName"] == echo


def test_groups_hand_on_what_they_may(platform, iam, echo):
    who, someone = user(platform, iam)
    team = name("team")
    made = iam.create_group(GroupName=team)["Group"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:group/{team}"
    iam.put_group_policy(GroupName=team, PolicyName="calls", PolicyDocument=allow(INVOKE))
    iam.add_user_to_group(GroupName=team, UserName=who)
    assert someone.call(echo, 7) == 7
    assert [group["GroupName"] for group in iam.list_groups_for_user(UserName=who)["Groups"]] == [team]
    shown = iam.get_group(GroupName=team)
    assert [user["UserName"] for user in shown["Users"]] == [who]
    assert iam.list_group_policies(GroupName=team)["PolicyNames"] == ["calls"]
    assert refused(iam.delete_group, GroupName=team)[:2] == (409, "DeleteConflict")
    iam.remove_user_from_group(GroupName=team, UserName=who)
    assert refused(someone.call, echo)[1] == "AccessDeniedException"
    iam.delete_group_policy(GroupName=team, PolicyName="calls")
    iam.attach_group_policy(GroupName=team, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    attached = iam.list_attached_group_policies(GroupName=team)["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AdministratorAccess"]
    iam.detach_group_policy(GroupName=team, PolicyArn=attached[0]["PolicyArn"])
    iam.delete_group(GroupName=team)
    assert team not in [group["GroupName"] for group in iam.list_groups()["Groups"]]


def test_a_name_in_other_letters_is_the_same_user(platform, iam):
    victim, _ = user(platform, iam)
    _, someone = user(platform, iam, allow("iam:*"), deny("iam:*", user_arn(victim)))
    for spelled in (victim, victim.upper()):
        status, code, message = refused(someone.of("iam").create_access_key, UserName=spelled)
        assert (status, code) == (403, "AccessDenied"), spelled
        assert f"on resource: {user_arn(victim)} with an explicit deny" in message


def test_conditions_see_which_policy_is_attached(platform, iam):
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    harmless = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    is_admin = {"ArnEquals": {"iam:PolicyARN": admin}}
    who, someone = user(
        platform, iam, allow("iam:AttachUserPolicy"), deny("iam:*", Condition=is_admin)
    )
    someone.of("iam").attach_user_policy(UserName=who, PolicyArn=harmless)
    told = refused(someone.of("iam").attach_user_policy, UserName=who, PolicyArn=admin)
    assert told[:2] == (403, "AccessDenied")


def test_conditions_see_tags(platform, iam):
    mine = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
    blue, red = name("user"), name("user")
    iam.create_user(UserName=blue, Tags=[{"Key": "team", "Value": "blue"}])
    iam.create_user(UserName=red, Tags=[{"Key": "team", "Value": "red"}])
    only_cost = {"ForAllValues:StringEquals": {"aws:TagKeys": ["cost"]}}
    _, someone = user(
        platform,
        iam,
        allow("iam:GetUser", Condition=mine),
        allow("iam:TagUser", Condition=only_cost),
    )
    assert someone.of("iam").get_user(UserName=blue)["User"]["UserName"] == blue
    assert refused(someone.of("iam").get_user, UserName=red)[:2] == (403, "AccessDenied")
    someone.of("iam").tag_user(UserName=blue, Tags=[{"Key": "cost", "Value": "1"}])
    tags = [{"Key": "team", "Value": "red"}]
    assert refused(someone.of("iam").tag_user, UserName=blue, Tags=tags)[:2] == (403, "AccessDenied")
    iam.untag_user(UserName=blue, TagKeys=["team"])
    assert iam.list_user_tags(UserName=blue)["Tags"] == [{"Key": "cost", "Value": "1"}]


def test_a_boundary_is_the_most_a_user_may(platform, iam, echo):
    bound = name("policy")
    arn = iam.create_policy(PolicyName=bound, PolicyDocument=allow("iam:*"))["Policy"]["Arn"]
    who = name("user")
    made = iam.create_user(UserName=who, PermissionsBoundary=arn)["User"]
    assert made["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn
    iam.put_user_policy(UserName=who, PolicyName="all", PolicyDocument=allow("*"))
    key = iam.create_access_key(UserName=who)["AccessKey"]
    someone = Someone(platform, key["AccessKeyId"], key["SecretAccessKey"])
    assert someone.of("iam").get_user()["User"]["UserName"] == who
    assert "because no permissions boundary allows" in refused(someone.call, echo)[2]


# Roles and sessions.


def role(iam, trust, *policies, **more):
    who = name("role")
    iam.create_role(RoleName=who, AssumeRolePolicyDocument=trust, **more)
    for number, policy in enumerate(policies):
        iam.put_role_policy(RoleName=who, PolicyName=f"p{number}", PolicyDocument=policy)
    return who, f"arn:aws:iam::{ACCOUNT}:role/{who}"


def test_roles_come_and_go(iam):
    trust = json.dumps(json.loads(trusts(ACCOUNT)), indent=2)
    who = name("role")
    made = iam.create_role(
        RoleName=who, AssumeRolePolicyDocument=trust, Description="does", MaxSessionDuration=7200
    )["Role"]
    assert made["AssumeRolePolicyDocument"] == json.loads(trust)
    shown = iam.get_role(RoleName=who)["Role"]
    assert (shown["Description"], shown["MaxSessionDuration"]) == ("does", 7200)
    iam.update_role(RoleName=who, Description="does more", MaxSessionDuration=3600)
    iam.tag_role(RoleName=who, Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}])
    iam.untag_role(RoleName=who, TagKeys=["b"])
    assert iam.list_role_tags(RoleName=who)["Tags"] == [{"Key": "a", "Value": "1"}]
    assert iam.get_role(RoleName=who)["Role"]["Description"] == "does more"
    other = trusts(f"arn:aws:iam::{ACCOUNT}:root")
    iam.update_assume_role_policy(RoleName=who, PolicyDocument=other)
    assert iam.get_role(RoleName=who)["Role"]["AssumeRolePolicyDocument"] == json.loads(other)
    assert who in [role["RoleName"] for role in iam.list_roles()["Roles"]]
    iam.put_role_policy(RoleName=who, PolicyName="p", PolicyDocument=allow("s3:*"))
    assert iam.get_role_policy(RoleName=who, PolicyName="p")["PolicyDocument"] == json.loads(allow("s3:*"))
    told = refused(iam.delete_role, RoleName=who)
    assert told == (409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
    iam.delete_role_policy(RoleName=who, PolicyName="p")
    iam.delete_role(RoleName=who)


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
    assert refused(assume, RoleArn=arn, RoleSessionName="job", ExternalId="x")[0] == 403
    assert assume(RoleArn=arn, RoleSessionName="job", ExternalId="sesame")["Credentials"]
    device = f"arn:aws:iam::{ACCOUNT}:mfa/x"
    told = refused(
        assume, RoleArn=arn, RoleSessionName="job", ExternalId="sesame", SerialNumber=device, TokenCode="123456"
    )
    assert told[:2] == (403, "AccessDenied") and told[2].startswith("MultiFactorAuthentication failed")


def test_a_session_of_ones_own(platform, iam, sts, echo):
    who, someone = user(platform, iam, allow(INVOKE))
    session = Someone.session(platform, someone.of("sts").get_session_token(DurationSeconds=900))
    assert session.of("sts").get_caller_identity()["Arn"] == user_arn(who)
    assert session.call(echo, 2) == 2
    told = refused(session.of("sts").get_session_token)
    assert told == (403, "AccessDenied", "Cannot call GetSessionToken with session credentials")
    owner = Someone.session(platform, sts.get_session_token())
    assert owner.call(echo, 3) == 3


def test_sessions_that_were_revoked(platform, iam, echo):
    """As the console does it: nothing is allowed to sessions from before a time."""
    friend, someone = user(platform, iam)
    who, arn = role(iam, trusts(user_arn(friend)), allow(INVOKE))
    session = Someone.session(
        platform, someone.of("sts").assume_role(RoleArn=arn, RoleSessionName="job")
    )
    assert session.call(echo, 1) == 1
    before = {"DateLessThan": {"aws:TokenIssueTime": "2100-01-01T00:00:00Z"}}
    iam.put_role_policy(RoleName=who, PolicyName="older", PolicyDocument=deny("*", Condition=before))
    assert "explicit deny" in refused(session.call, echo)[2]


def test_what_sts_knows_of_keys(platform, iam, sts):
    who, someone = user(platform, iam)
    assert sts.get_access_key_info(AccessKeyId=someone.key)["Account"] == ACCOUNT
    assert refused(sts.get_access_key_info, AccessKeyId="AKIAIOSFODNN7EXAMPLE")[0] == 400
    told = refused(someone.of("sts").get_access_key_info, AccessKeyId=someone.key)
    assert told[:2] == (403, "AccessDenied")
    told = refused(sts.decode_authorization_message, EncodedMessage="x")
    assert told[:2] == (400, "InvalidAuthorizationMessageException")


def test_a_function_knows_its_name_and_may_nothing(platform):
    source = """
import os, boto3
from botocore.exceptions import ClientError
def handler(event, context):
    try:
        client = boto3.client(event["service"])
        answer = getattr(client, event["call"])()
        return answer.get("Arn", "let in")
    except ClientError as error:
        return error.response["Error"]["Code"]
"""
    function = platform.python(source, timeout="30s")
    try:
        arn = platform.call(function, {"service": "sts", "call": "get_caller_identity"})
    except AssertionError as error:
        if "boto3" not in str(error):
            raise
        pytest.skip("there is no boto3 for functions on this machine")
    assert arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/mayfly/{function}"
    for service, call in [("iam", "list_users"), ("iam", "get_user"), ("sts", "get_session_token")]:
        told = platform.call(function, {"service": service, "call": call})
        assert told in ("AccessDenied", "ValidationError"), (service, call)


# Managed policies.


def test_policies_have_versions(platform, iam, echo):
    who, someone = user(platform, iam)
    made = iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow("s3:*"), Description="d")
    arn = made["Policy"]["Arn"]
    assert (made["Policy"]["DefaultVersionId"], made["Policy"]["AttachmentCount"]) == ("v1", 0)
    iam.attach_user_policy(UserName=who, PolicyArn=arn)
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    assert refused(someone.call, echo)[1] == "AccessDeniedException"
    second = iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow(INVOKE))["PolicyVersion"]
    assert (second["VersionId"], second["IsDefaultVersion"]) == ("v2", False)
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")
    assert someone.call(echo, 1) == 1
    shown = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
    assert shown["Document"] == json.loads(allow(INVOKE)) and shown["IsDefaultVersion"]
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [version["VersionId"] for version in versions] == ["v2", "v1"]
    assert refused(iam.delete_policy_version, PolicyArn=arn, VersionId="v2")[:2] == (409, "DeleteConflict")
    for _ in range(3):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow("s3:*"), SetAsDefault=True)
    told = refused(iam.create_policy_version, PolicyArn=arn, PolicyDocument=allow("s3:*"))
    assert told[:2] == (409, "LimitExceeded")
    assert refused(someone.call, echo)[1] == "AccessDeniedException"
    assert refused(iam.delete_policy, PolicyArn=arn)[:2] == (409, "DeleteConflict")
    iam.detach_user_policy(UserName=who, PolicyArn=arn)
    assert refused(iam.delete_policy, PolicyArn=arn)[:2] == (409, "DeleteConflict")
    for version in ("v1", "v2", "v3", "v4"):
        iam.delete_policy_version(PolicyArn=arn, VersionId=version)
    iam.delete_policy(PolicyArn=arn)
    assert refused(iam.get_policy, PolicyArn=arn)[:2] == (404, "NoSuchEntity")


def test_policies_that_are_always_there(iam):
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    shown = iam.get_policy(PolicyArn=arn)["Policy"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=shown["DefaultVersionId"])
    assert document["PolicyVersion"]["Document"]["Statement"][0]["Effect"] == "Allow"
    assert refused(iam.delete_policy, PolicyArn=arn)[:2] == (403, "AccessDenied")
    by_scope = {
        scope: {policy["Arn"] for policy in iam.list_policies(Scope=scope)["Policies"]}
        for scope in ("All", "AWS", "Local")
    }
    assert arn in by_scope["AWS"] and arn not in by_scope["Local"]
    assert by_scope["All"] >= by_scope["AWS"] | by_scope["Local"]


def test_policies_that_make_no_sense(iam):
    who = name("user")
    iam.create_user(UserName=who)
    for document, message in [
        ("no json", "Syntax errors in policy."),
        (allow("everything"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        (trusts(ACCOUNT), "Policy document should not specify a principal."),
    ]:
        told = refused(iam.put_user_policy, UserName=who, PolicyName="p", PolicyDocument=document)
        assert told == (400, "MalformedPolicyDocument", message)
    told = refused(iam.get_user_policy, UserName=who, PolicyName="p")
    assert told[:2] == (404, "NoSuchEntity")
    trust = {"RoleName": name("role"), "AssumeRolePolicyDocument": allow("s3:*")}
    assert refused(iam.create_role, **trust)[:2] == (400, "MalformedPolicyDocument")


def test_who_has_something_left_cannot_be_deleted(platform, iam):
    who, _ = user(platform, iam, allow("s3:*"))
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    team = name("team")
    iam.create_group(GroupName=team)
    iam.attach_user_policy(UserName=who, PolicyArn=admin)
    iam.add_user_to_group(GroupName=team, UserName=who)
    key = iam.list_access_keys(UserName=who)["AccessKeyMetadata"][0]["AccessKeyId"]
    for undo, request, message in [
        (iam.detach_user_policy, {"PolicyArn": admin}, "must detach all policies first."),
        (iam.delete_user_policy, {"PolicyName": "p0"}, "must delete policies first."),
        (iam.delete_access_key, {"AccessKeyId": key}, "must delete access keys first."),
        (iam.remove_user_from_group, {"GroupName": team}, "must remove users from group first."),
    ]:
        status, code, told = refused(iam.delete_user, UserName=who)
        assert (status, code) == (409, "DeleteConflict")
        assert told == f"Cannot delete entity, {message}"
        undo(UserName=who, **request)
    iam.delete_user(UserName=who)


# Lists and simulations.


def test_lists_come_in_pages(iam):
    path = f"/{name('page')}/"
    made = sorted(name("paged") for _ in range(7))
    for who in made:
        iam.create_user(UserName=who, Path=path)
    first = iam.list_users(PathPrefix=path, MaxItems=3)
    assert first["IsTruncated"] and len(first["Users"]) == 3
    pages = iam.get_paginator("list_users").paginate(PathPrefix=path, PaginationConfig={"PageSize": 3})
    seen = [[user["UserName"] for user in page["Users"]] for page in pages]
    assert [len(page) for page in seen] == [3, 3, 1] and sum(seen, []) == made
    assert refused(iam.list_users, Marker="no marker")[:2] == (400, "ValidationError")
    policies = iam.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 2})
    arns = [policy["Arn"] for page in policies for policy in page["Policies"]]
    assert len(arns) == len(set(arns)) > 10


def test_policies_are_simulated(platform, iam):
    who, _ = user(platform, iam, allow("s3:Get*", "arn:aws:s3:::b/*"), deny("s3:GetObject", "arn:aws:s3:::b/x"))

    def simulated(**request):
        answer = iam.simulate_principal_policy(PolicySourceArn=user_arn(who), **request)
        return [
            (one["EvalActionName"], one["EvalResourceName"], one["EvalDecision"])
            for one in answer["EvaluationResults"]
        ]

    objects = ["arn:aws:s3:::b/a", "arn:aws:s3:::b/x"]
    actions = ["s3:GetObject", "s3:PutObject"]
    assert simulated(ActionNames=actions, ResourceArns=objects) == [
        ("s3:GetObject", objects[0], "allowed"),
        ("s3:GetObject", objects[1], "explicitDeny"),
        ("s3:PutObject", objects[0], "implicitDeny"),
        ("s3:PutObject", objects[1], "implicitDeny"),
    ]
    more = simulated(ActionNames=["s3:PutObject"], ResourceArns=objects[:1], PolicyInputList=[allow("s3:Put*")])
    assert [decision for _, _, decision in more] == ["allowed"]
    pages = iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[allow("s3:*", Condition={"StringEquals": {"aws:username": "bob"}})],
        ActionNames=[f"s3:A{n}" for n in range(5)],
        ContextEntries=[
            {"ContextKeyName": "aws:username", "ContextKeyValues": ["bob"], "ContextKeyType": "string"}
        ],
        PaginationConfig={"PageSize": 2},
    )
    results = [result for page in pages for result in page["EvaluationResults"]]
    assert [one["EvalActionName"] for one in results] == [f"s3:A{n}" for n in range(5)]
    assert {one["EvalDecision"] for one in results} == {"allowed"}
    told = refused(
        iam.simulate_custom_policy, PolicyInputList=["no policy"], ActionNames=["s3:GetObject"]
    )
    assert told[:2] == (400, "InvalidInput")
    told = refused(
        iam.simulate_principal_policy, PolicySourceArn=user_arn("nobody-at-all"), ActionNames=["s3:X"]
    )
    assert told[:2] == (404, "NoSuchEntity")


def test_the_account_is_summed_up(iam):
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["UsersQuota"], summary["AccessKeysPerUserQuota"]) == (5000, 2)
    iam.create_group(GroupName=name("team"))
    assert iam.get_account_summary()["SummaryMap"]["Groups"] == summary["Groups"] + 1
    assert iam.list_account_aliases()["AccountAliases"] == []


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
    assert (response.status, response.header("x-amzn-errortype")) == (403, "InvalidSignatureException")
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
