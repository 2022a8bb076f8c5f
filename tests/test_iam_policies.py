"""Managed policies, lists and simulations through IAM's own API."""

import json

import pytest
from harness.people import (
    ACCOUNT,
    INVOKE,
    allow,
    deny,
    name,
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
def echo(platform):
    return platform.python("def handler(event, context): return event", timeout="10s")


# Managed policies.


def test_policies_have_versions(platform, iam, echo):
    who, someone = user(platform, iam)
    made = iam.create_policy(
        PolicyName=name("policy"), PolicyDocument=allow("s3:*"), Description="d"
    )
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
    assert refused(iam.delete_policy_version, PolicyArn=arn, VersionId="v2")[:2] == (
        409,
        "DeleteConflict",
    )
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
        (
            allow("everything"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
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


def test_boundaries_are_set_and_taken_away(platform, iam, echo):
    who, someone = user(platform, iam, allow("*"))
    role_name, _ = role(iam, trusts(user_arn(who)))
    bound = iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow("iam:*"))["Policy"]["Arn"]
    assert someone.call(echo, 1) == 1
    iam.put_user_permissions_boundary(UserName=who, PermissionsBoundary=bound)
    told = refused(someone.of("lambda").invoke, FunctionName=echo)
    assert told[0] == 403 and "because no permissions boundary allows" in told[2]
    shown = iam.get_user(UserName=who)["User"]["PermissionsBoundary"]
    assert shown == {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": bound}
    iam.delete_user_permissions_boundary(UserName=who)
    assert someone.call(echo, 2) == 2
    told = refused(iam.delete_user_permissions_boundary, UserName=who)
    assert told[:2] == (404, "NoSuchEntity")
    iam.put_role_permissions_boundary(RoleName=role_name, PermissionsBoundary=bound)
    assert iam.get_role(RoleName=role_name)["Role"]["PermissionsBoundary"] == shown
    iam.delete_role_permissions_boundary(RoleName=role_name)
    assert "PermissionsBoundary" not in iam.get_role(RoleName=role_name)["Role"]
    told = refused(iam.put_role_permissions_boundary, RoleName=role_name, PermissionsBoundary=bound + "x")
    assert told[:2] == (404, "NoSuchEntity")


def test_what_tools_look_for_before_they_delete(platform, iam):
    who, _ = user(platform, iam)
    role_name, _ = role(iam, trusts(user_arn(who)))
    assert iam.list_instance_profiles_for_role(RoleName=role_name)["InstanceProfiles"] == []
    assert iam.list_mfa_devices(UserName=who)["MFADevices"] == []
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
    assert iam.list_ssh_public_keys(UserName=who)["SSHPublicKeys"] == []
    assert iam.list_signing_certificates(UserName=who)["Certificates"] == []
    assert iam.list_service_specific_credentials(UserName=who)["ServiceSpecificCredentials"] == []
    for ask in [iam.get_login_profile, iam.delete_login_profile]:
        message = f"Login Profile for User {who} cannot be found."
        assert refused(ask, UserName=who) == (404, "NoSuchEntity", message)
    for ask, nobody in [
        (iam.list_instance_profiles_for_role, {"RoleName": "nobody"}),
        (iam.list_mfa_devices, {"UserName": "nobody"}),
        (iam.get_login_profile, {"UserName": "nobody"}),
    ]:
        assert refused(ask, **nobody)[:2] == (404, "NoSuchEntity")
    changed = iam.update_role_description(RoleName=role_name, Description="of old")["Role"]
    assert changed["Description"] == "of old"
    assert iam.get_role(RoleName=role_name)["Role"]["Description"] == "of old"


def test_lists_come_in_pages(iam):
    path = f"/{name('page')}/"
    made = sorted(name("paged") for _ in range(7))
    for who in made:
        iam.create_user(UserName=who, Path=path)
    first = iam.list_users(PathPrefix=path, MaxItems=3)
    assert first["IsTruncated"] and len(first["Users"]) == 3
    pages = iam.get_paginator("list_users").paginate(
        PathPrefix=path, PaginationConfig={"PageSize": 3}
    )
    seen = [[user["UserName"] for user in page["Users"]] for page in pages]
    assert [len(page) for page in seen] == [3, 3, 1] and sum(seen, []) == made
    assert refused(iam.list_users, Marker="no marker")[:2] == (400, "ValidationError")
    policies = iam.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 2})
    arns = [policy["Arn"] for page in policies for policy in page["Policies"]]
    assert len(arns) == len(set(arns)) > 10


def test_policies_are_simulated(platform, iam):
    who, _ = user(
        platform,
        iam,
        allow("s3:Get*", "arn:aws:s3:::b/*"),
        deny("s3:GetObject", "arn:aws:s3:::b/x"),
    )

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
    more = simulated(
        ActionNames=["s3:PutObject"], ResourceArns=objects[:1], PolicyInputList=[allow("s3:Put*")]
    )
    assert [decision for _, _, decision in more] == ["allowed"]
    pages = iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[allow("s3:*", Condition={"StringEquals": {"aws:username": "bob"}})],
        ActionNames=[f"s3:A{n}" for n in range(5)],
        ContextEntries=[
            {
                "ContextKeyName": "aws:username",
                "ContextKeyValues": ["bob"],
                "ContextKeyType": "string",
            }
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
        iam.simulate_custom_policy,
        PolicyInputList=[allow("s3:*", "arn:aws:s3:::" + "x" * 70_000)] * 2,
        ActionNames=["s3:GetObject"],
    )
    assert told[:2] == (400, "InvalidInput")
    told = refused(
        iam.simulate_principal_policy,
        PolicySourceArn=user_arn("nobody-at-all"),
        ActionNames=["s3:X"],
    )
    assert told[:2] == (404, "NoSuchEntity")


def test_the_account_is_summed_up(iam):
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["UsersQuota"], summary["AccessKeysPerUserQuota"]) == (5000, 2)
    iam.create_group(GroupName=name("team"))
    assert iam.get_account_summary()["SummaryMap"]["Groups"] == summary["Groups"] + 1
    assert iam.list_account_aliases()["AccountAliases"] == []
