"""Users, keys, groups and roles through IAM's own API, and what policies allow them."""

import json

import pytest
from harness.people import (
    ACCOUNT,
    INVOKE,
    Someone,
    allow,
    arn_of,
    deny,
    name,
    refused,
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
    who, someone = user(
        platform, iam, allow(["iam:GetUser", "iam:*AccessKey*"], user_arn("${aws:username}"))
    )
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
    assert refused(iam.delete_access_key, UserName=who, AccessKeyId=someone.key)[:2] == (
        404,
        "NoSuchEntity",
    )
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
    iam.put_user_policy(
        UserName=who, PolicyName="calls", PolicyDocument=allow(INVOKE, arn_of(echo))
    )
    assert someone.call(echo, [1]) == [1]
    assert refused(someone.call, "another")[1] == "AccessDeniedException"
    assert (
        refused(someone.of("lambda").get_function, FunctionName=echo)[1] == "AccessDeniedException"
    )
    iam.delete_user_policy(UserName=who, PolicyName="calls")
    assert refused(someone.call, echo)[1] == "AccessDeniedException"


def test_what_is_forbidden_stays_forbidden(platform, iam, echo):
    _, someone = user(platform, iam, allow("*"), deny("lambda:Invoke*", arn_of(echo)))
    status, code, message = refused(someone.call, echo)
    assert (status, code) == (403, "AccessDeniedException")
    assert message.endswith("with an explicit deny in an identity-based policy")
    assert (
        someone.of("lambda").get_function(FunctionName=echo)["Configuration"]["FunctionName"]
        == echo
    )


def test_groups_hand_on_what_they_may(platform, iam, echo):
    who, someone = user(platform, iam)
    team = name("team")
    made = iam.create_group(GroupName=team)["Group"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:group/{team}"
    iam.put_group_policy(GroupName=team, PolicyName="calls", PolicyDocument=allow(INVOKE))
    iam.add_user_to_group(GroupName=team, UserName=who)
    assert someone.call(echo, 7) == 7
    assert [group["GroupName"] for group in iam.list_groups_for_user(UserName=who)["Groups"]] == [
        team
    ]
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
    assert refused(someone.of("iam").tag_user, UserName=blue, Tags=tags)[:2] == (
        403,
        "AccessDenied",
    )
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


# Roles.


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
    assert iam.get_role_policy(RoleName=who, PolicyName="p")["PolicyDocument"] == json.loads(
        allow("s3:*")
    )
    told = refused(iam.delete_role, RoleName=who)
    assert told == (409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
    iam.delete_role_policy(RoleName=who, PolicyName="p")
    iam.delete_role(RoleName=who)
