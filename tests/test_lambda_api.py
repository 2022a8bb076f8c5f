"""Functions made, changed and called with Lambda's own API, through boto3."""

import base64
import hashlib
import itertools
import json
import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError
from harness import eventually
from harness.package import zipped

ROLE = "arn:aws:iam::000000000000:role/anything"
ECHO = """
import os
def handler(event, context):
    print("seen", event)
    return {"event": event, "version": context.function_version,
            "arn": context.invoked_function_arn, "who": os.environ.get("WHO")}
"""

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def client(platform):
    return platform.boto3_client()


def create(client, source=ECHO, **settings):
    name = f"api-{next(numbers)}"
    made = client.create_function(
        **{
            "FunctionName": name,
            "Runtime": "python3.12",
            "Role": ROLE,
            "Handler": "app.handler",
            "Code": {"ZipFile": zipped({"app.py": source})},
            **settings,
        }
    )
    client.get_waiter("function_active_v2").wait(FunctionName=name)
    return name, made


def call(client, name, event=None, **more):
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event), **more)
    assert "FunctionError" not in answer, answer["Payload"].read()
    return json.loads(answer["Payload"].read())


def refused(work, **request):
    with pytest.raises(ClientError) as caught:
        work(**request)
    error = caught.value.response
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]


def test_what_was_created_is_there_and_answers(client):
    name, made = create(
        client,
        Description="says what it hears",
        Timeout=7,
        MemorySize=256,
        Environment={"Variables": {"WHO": "me"}},
        Tags={"team": "blue"},
    )
    package = zipped({"app.py": ECHO})
    assert made["State"] == "Pending" and made["Version"] == "$LATEST"
    shown = client.get_function(FunctionName=name)
    settings = shown["Configuration"]
    assert settings["FunctionArn"] == f"arn:aws:lambda:us-east-1:000000000000:function:{name}"
    assert settings["CodeSha256"] == base64.b64encode(hashlib.sha256(package).digest()).decode()
    assert (settings["CodeSize"], settings["Timeout"], settings["MemorySize"]) == (len(package), 7, 256)
    assert (settings["Runtime"], settings["Handler"]) == ("python3.12", "app.handler")
    assert settings["Environment"] == {"Variables": {"WHO": "me"}}
    assert (settings["State"], settings["LastUpdateStatus"]) == ("Active", "Successful")
    assert settings["EphemeralStorage"] == {"Size": 512} and settings["Role"] == ROLE
    assert shown["Tags"] == {"team": "blue"}
    same = client.get_function_configuration(FunctionName=settings["FunctionArn"])
    assert same["RevisionId"] == settings["RevisionId"]
    told = call(client, name, [1])
    assert told == {
        "event": [1],
        "version": "$LATEST",
        "arn": settings["FunctionArn"],
        "who": "me",
    }


def test_code_and_configuration_change(client):
    name, made = create(client)
    assert call(client, name)["who"] is None
    changed = client.update_function_configuration(
        FunctionName=name, Environment={"Variables": {"WHO": "you"}}, RevisionId=revision(client, name)
    )
    assert changed["LastUpdateStatus"] == "InProgress"
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert changed["RevisionId"] != made["RevisionId"]
    assert call(client, name)["who"] == "you"
    other = zipped({"app.py": "def handler(event, context): return 'other'"})
    tried = client.update_function_code(FunctionName=name, ZipFile=other, DryRun=True)
    assert tried["CodeSize"] == len(other) and call(client, name)["who"] == "you"
    client.update_function_code(FunctionName=name, ZipFile=other)
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert call(client, name) == "other"
    # What was not named stays.
    assert client.get_function_configuration(FunctionName=name)["Environment"]["Variables"] == {"WHO": "you"}


def revision(client, name):
    return client.get_function_configuration(FunctionName=name)["RevisionId"]


def test_a_change_of_what_was_seen_before_is_refused(client):
    name, _ = create(client)
    seen = revision(client, name)
    client.update_function_configuration(FunctionName=name, Timeout=5)
    for work, more in [
        (client.update_function_configuration, {"Timeout": 6}),
        (client.update_function_code, {"ZipFile": zipped({"app.py": ECHO})}),
        (client.publish_version, {}),
    ]:
        status, code, message = refused(work, FunctionName=name, RevisionId=seen, **more)
        assert (status, code) == (412, "PreconditionFailedException"), message
    assert client.get_function_configuration(FunctionName=name)["Timeout"] == 5


def test_versions_stay_and_run_side_by_side(client):
    name, _ = create(client, Environment={"Variables": {"WHO": "one"}})
    first = client.publish_version(FunctionName=name, Description="first")
    assert (first["Version"], first["FunctionArn"].endswith(f"{name}:1")) == ("1", True)
    assert client.publish_version(FunctionName=name, Description="first")["Version"] == "1"
    client.update_function_configuration(FunctionName=name, Environment={"Variables": {"WHO": "two"}})
    assert client.publish_version(FunctionName=name)["Version"] == "2"
    client.update_function_configuration(FunctionName=name, Environment={"Variables": {"WHO": "now"}})
    for qualifier, who in [("1", "one"), ("2", "two"), ("$LATEST", "now")]:
        told = call(client, name, Qualifier=qualifier)
        assert (told["version"], told["who"]) == (qualifier, who)
        assert told["arn"].endswith(f"{name}:{qualifier}")
    assert call(client, f"{name}:1")["who"] == "one"
    listed = client.list_versions_by_function(FunctionName=name)["Versions"]
    assert [one["Version"] for one in listed] == ["$LATEST", "1", "2"]
    client.delete_function(FunctionName=name, Qualifier="1")
    assert refused(client.invoke, FunctionName=name, Qualifier="1")[:2] == (404, "ResourceNotFoundException")
    assert call(client, name, Qualifier="2")["who"] == "two"


def test_an_alias_moves_and_shares(client):
    name, _ = create(client, Environment={"Variables": {"WHO": "one"}})
    client.publish_version(FunctionName=name)
    client.update_function_configuration(FunctionName=name, Environment={"Variables": {"WHO": "two"}})
    client.publish_version(FunctionName=name)
    made = client.create_alias(FunctionName=name, Name="live", FunctionVersion="1", Description="all")
    assert made["AliasArn"].endswith(f"{name}:live")
    told = call(client, name, Qualifier="live")
    assert (told["version"], told["arn"].split(":")[-1]) == ("1", "live")
    share = {"AdditionalVersionWeights": {"2": 0.5}}
    moved = client.update_alias(FunctionName=name, Name="live", RoutingConfig=share)
    assert moved["RoutingConfig"] == share and moved["Description"] == "all"
    answers = [client.invoke(FunctionName=name, Qualifier="live") for _ in range(40)]
    counted = [one["ExecutedVersion"] for one in answers]
    assert 5 < counted.count("2") < 35 and set(counted) == {"1", "2"}
    client.update_alias(
        FunctionName=name, Name="live", FunctionVersion="2", RoutingConfig={"AdditionalVersionWeights": {}}
    )
    assert call(client, name, Qualifier="live")["who"] == "two"
    status, code, message = refused(client.delete_function, FunctionName=name, Qualifier="2")
    assert (status, code) == (409, "ResourceConflictException") and "live" in message
    assert [one["Name"] for one in client.list_aliases(FunctionName=name)["Aliases"]] == ["live"]
    client.delete_alias(FunctionName=name, Name="live")
    assert refused(client.get_alias, FunctionName=name, Name="live")[:2] == (404, "ResourceNotFoundException")


def test_kinds_of_invocation(client, platform):
    name, _ = create(client)
    assert client.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"] == 204
    kept = client.invoke(FunctionName=name, InvocationType="Event", Payload=b'"later"')
    assert kept["StatusCode"] == 202
    platform.wait_logged(name, "seen later")
    told = client.invoke(FunctionName=name, LogType="Tail", Payload=b'"now"')
    assert (told["StatusCode"], told["ExecutedVersion"]) == (200, "$LATEST")
    assert "seen now" in base64.b64decode(told["LogResult"]).decode()
    assert client.invoke_async(FunctionName=name, InvokeArgs=b'"old way"')["Status"] == 202
    platform.wait_logged(name, "seen old way")
    failing, _ = create(client, "def handler(event, context): raise ValueError('no')")
    told = client.invoke(FunctionName=failing)
    assert told["FunctionError"] == "Unhandled"
    assert json.loads(told["Payload"].read())["errorType"] == "ValueError"


STREAM = """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType("text/plain");
  for (const piece of ["one ", "two ", "three"]) {
    stream.write(piece);
    await new Promise((done) => setTimeout(done, 50));
  }
  if (event === "fail") throw new Error("broken off");
  stream.end();
});
"""


def test_a_stream_arrives_piece_by_piece(client):
    name, _ = create(
        client, Runtime="nodejs20.x", Handler="index.handler", Code={"ZipFile": zipped({"index.js": STREAM})}
    )
    told = client.invoke_with_response_stream(FunctionName=name, Payload=b"{}")
    assert told["ResponseStreamContentType"] == "application/vnd.amazon.eventstream"
    events = list(told["EventStream"])
    pieces = [one["PayloadChunk"]["Payload"] for one in events if "PayloadChunk" in one]
    assert b"".join(pieces) == b"one two three" and len(pieces) > 1
    assert "ErrorCode" not in events[-1]["InvokeComplete"]
    events = list(client.invoke_with_response_stream(FunctionName=name, Payload=b'"fail"')["EventStream"])
    assert events[-1]["InvokeComplete"]["ErrorCode"] == "Unhandled"
    plain, _ = create(client)
    events = list(client.invoke_with_response_stream(FunctionName=plain, Payload=b"5")["EventStream"])
    assert json.loads(events[0]["PayloadChunk"]["Payload"])["event"] == 5


def test_concurrency_is_set_aside(client):
    name, _ = create(client)
    assert "ReservedConcurrentExecutions" not in client.get_function_concurrency(FunctionName=name)
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    status, code, _ = refused(client.invoke, FunctionName=name)
    assert (status, code) == (429, "TooManyRequestsException")
    assert client.get_function(FunctionName=name)["Concurrency"] == {"ReservedConcurrentExecutions": 0}
    client.delete_function_concurrency(FunctionName=name)
    assert call(client, name, 1)["event"] == 1
    status, code, message = refused(
        client.put_function_concurrency, FunctionName=name, ReservedConcurrentExecutions=1_000
    )
    assert (status, code) == (400, "InvalidParameterValueException")
    assert "below its minimum value of [100]" in message


def test_provisioned_instances_come_and_go(client):
    source = "import os\ndef handler(event, context): return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']"
    name, _ = create(client, source)
    client.publish_version(FunctionName=name)
    of = {"FunctionName": name, "Qualifier": "1"}
    made = client.put_provisioned_concurrency_config(ProvisionedConcurrentExecutions=2, **of)
    assert made["Status"] == "IN_PROGRESS"

    def ready():
        return client.get_provisioned_concurrency_config(**of)["Status"] == "READY"

    eventually(ready, what="two are ready")
    assert call(client, name, Qualifier="1") == "provisioned-concurrency"
    listed = client.list_provisioned_concurrency_configs(FunctionName=name)
    assert listed["ProvisionedConcurrencyConfigs"][0]["RequestedProvisionedConcurrentExecutions"] == 2
    client.delete_provisioned_concurrency_config(**of)
    assert refused(client.get_provisioned_concurrency_config, **of)[1] == (
        "ProvisionedConcurrencyConfigNotFoundException"
    )
    status, code, _ = refused(
        client.put_provisioned_concurrency_config,
        FunctionName=name,
        Qualifier="$LATEST",
        ProvisionedConcurrentExecutions=1,
    )
    assert (status, code) == (400, "InvalidParameterValueException")


def test_asynchronous_calls_have_destinations(client, platform):
    ended, _ = create(client, "def handler(event, context): print('letter', event['requestContext']['condition'])")
    name, _ = create(client, "def handler(event, context):\n    if event == 'fail': raise ValueError('no')")
    arn = client.get_function(FunctionName=ended)["Configuration"]["FunctionArn"]
    client.put_function_event_invoke_config(
        FunctionName=name,
        MaximumRetryAttempts=0,
        MaximumEventAgeInSeconds=60,
        DestinationConfig={"OnSuccess": {"Destination": arn}, "OnFailure": {"Destination": arn}},
    )
    shown = client.get_function_event_invoke_config(FunctionName=name)
    assert (shown["MaximumRetryAttempts"], shown["MaximumEventAgeInSeconds"]) == (0, 60)
    assert shown["DestinationConfig"]["OnSuccess"] == {"Destination": arn}
    client.invoke(FunctionName=name, InvocationType="Event", Payload=b'"fine"')
    platform.wait_logged(ended, "letter Success")
    client.invoke(FunctionName=name, InvocationType="Event", Payload=b'"fail"')
    platform.wait_logged(ended, "letter RetriesExhausted")
    client.update_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=1)
    shown = client.get_function_event_invoke_config(FunctionName=name)
    assert (shown["MaximumRetryAttempts"], shown["MaximumEventAgeInSeconds"]) == (1, 60)
    client.delete_function_event_invoke_config(FunctionName=name)
    assert refused(client.get_function_event_invoke_config, FunctionName=name)[0] == 404


def test_tags(client):
    name, made = create(client, Tags={"a": "1"})
    arn = made["FunctionArn"]
    client.tag_resource(Resource=arn, Tags={"b": "2", "c": "3"})
    client.untag_resource(Resource=arn, TagKeys=["a", "c", "never"])
    assert client.list_tags(Resource=arn)["Tags"] == {"b": "2"}
    status, code, _ = refused(client.tag_resource, Resource=arn, Tags={str(n): "x" for n in range(50)})
    assert (status, code) == (400, "InvalidParameterValueException")


def test_layers_lie_below_the_code(client):
    python = {"python/shared.py": "WORD = 'layer'", "both.txt": "first"}
    first = client.publish_layer_version(
        LayerName="words", Content={"ZipFile": zipped(python)}, CompatibleRuntimes=["python3.12"], LicenseInfo="MIT"
    )
    assert first["LayerVersionArn"] == "arn:aws:lambda:us-east-1:000000000000:layer:words:1"
    other = client.publish_layer_version(LayerName="more", Content={"ZipFile": zipped({"both.txt": "second"})})
    source = "import shared\ndef handler(event, context): return [shared.WORD, open('/opt/both.txt').read()]"
    arns = [first["LayerVersionArn"], other["LayerVersionArn"]]
    name, made = create(client, source, Layers=arns)
    assert [one["Arn"] for one in made["Layers"]] == arns
    assert call(client, name) == ["layer", "second"]
    client.update_function_configuration(FunctionName=name, Layers=arns[:1])
    assert call(client, name) == ["layer", "first"]
    again = client.publish_layer_version(LayerName="words", Content={"ZipFile": zipped(python)})
    assert again["Version"] == 2
    listed = client.list_layer_versions(LayerName="words")["LayerVersions"]
    assert [one["Version"] for one in listed] == [2, 1]
    latest = {one["LayerName"]: one["LatestMatchingVersion"]["Version"] for one in client.list_layers()["Layers"]}
    assert {"words": 2, "more": 1}.items() <= latest.items()
    of_python = client.list_layer_versions(LayerName="words", CompatibleRuntime="nodejs20.x")["LayerVersions"]
    assert [one["Version"] for one in of_python] == [2]
    shown = client.get_layer_version_by_arn(Arn=arns[0])
    assert (shown["LicenseInfo"], shown["Content"]["CodeSha256"]) == ("MIT", first["Content"]["CodeSha256"])
    client.delete_layer_version(LayerName="words", VersionNumber=1)
    assert refused(client.get_layer_version, LayerName="words", VersionNumber=1)[:2] == (
        404,
        "ResourceNotFoundException",
    )
    # Who has it keeps it.
    assert call(client, name) == ["layer", "first"]
    status, code, message = refused(client.update_function_configuration, FunctionName=name, Layers=arns)
    assert (status, code) == (400, "InvalidParameterValueException") and arns[0] in message


def test_a_function_says_who_may_call_it(client):
    name, _ = create(client)
    assert refused(client.get_policy, FunctionName=name)[:2] == (404, "ResourceNotFoundException")
    of = {"FunctionName": name, "StatementId": "bucket"}
    told = client.add_permission(
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::photos",
        SourceAccount="000000000000",
        **of,
    )
    statement = json.loads(told["Statement"])
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Condition"] == {
        "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::photos"},
        "StringEquals": {"AWS:SourceAccount": "000000000000"},
    }
    policy = client.get_policy(FunctionName=name)
    assert json.loads(policy["Policy"])["Statement"] == [statement]
    status, code, _ = refused(client.add_permission, Action="lambda:InvokeFunction", Principal="*", **of)
    assert (status, code) == (409, "ResourceConflictException")
    status, code, _ = refused(client.remove_permission, RevisionId="seen-before", **of)
    assert (status, code) == (412, "PreconditionFailedException")
    client.remove_permission(RevisionId=policy["RevisionId"], **of)
    assert refused(client.get_policy, FunctionName=name)[0] == 404
    assert refused(client.remove_permission, **of)[0] == 404


def fetch(address, method="GET", **headers):
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_a_url_opens_a_function_to_the_public(client):
    name, _ = create(client)
    client.publish_version(FunctionName=name)
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    made = client.create_function_url_config(
        FunctionName=name,
        AuthType="NONE",
        Cors={"AllowOrigins": ["https://a.example"], "AllowMethods": ["GET"], "MaxAge": 60},
    )
    status, headers, body = fetch(made["FunctionUrl"], Origin="https://a.example")
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, "https://a.example")
    assert json.loads(body)["version"] == "$LATEST"
    assert "Access-Control-Allow-Origin" not in fetch(made["FunctionUrl"], Origin="https://b.example")[1]
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    status, headers, _ = fetch(made["FunctionUrl"], "OPTIONS", **asked)
    assert (status, headers["Access-Control-Max-Age"]) == (200, "60")
    alias = client.create_function_url_config(FunctionName=name, Qualifier="live", AuthType="NONE")
    told = json.loads(fetch(alias["FunctionUrl"])[2])
    assert (told["version"], told["arn"].split(":")[-1]) == ("1", "live")
    listed = client.list_function_url_configs(FunctionName=name)["FunctionUrlConfigs"]
    assert {one["FunctionUrl"] for one in listed} == {made["FunctionUrl"], alias["FunctionUrl"]}
    status, code, _ = refused(client.create_function_url_config, FunctionName=name, AuthType="NONE")
    assert (status, code) == (409, "ResourceConflictException")
    assert refused(client.create_function_url_config, FunctionName=name, Qualifier="1", AuthType="NONE")[0] == 400
    client.delete_function_url_config(FunctionName=name)
    assert fetch(made["FunctionUrl"])[0] == 404
    assert refused(client.get_function_url_config, FunctionName=name)[0] == 404


def test_a_url_can_want_a_signature(client, platform):
    name, _ = create(client)
    made = client.create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    assert fetch(made["FunctionUrl"])[0] == 403
    keys = client._request_signer._credentials
    request = AWSRequest("GET", made["FunctionUrl"])
    SigV4Auth(keys, "lambda", "us-east-1").add_auth(request)
    assert fetch(made["FunctionUrl"], **dict(request.headers))[0] == 200
    wrong = dict(request.headers, Authorization=request.headers["Authorization"][:-1] + "0")
    other = dict(request.headers, Authorization=request.headers["Authorization"][:-1] + "1")
    assert 403 in {fetch(made["FunctionUrl"], **wrong)[0], fetch(made["FunctionUrl"], **other)[0]}
    changed = client.update_function_url_config(FunctionName=name, AuthType="NONE")
    assert changed["AuthType"] == "NONE" and fetch(made["FunctionUrl"])[0] == 200


def test_what_is_kept_for_tools(client):
    name, _ = create(client)
    assert client.get_runtime_management_config(FunctionName=name)["UpdateRuntimeOn"] == "Auto"
    client.put_runtime_management_config(FunctionName=name, UpdateRuntimeOn="FunctionUpdate")
    assert client.get_runtime_management_config(FunctionName=name)["UpdateRuntimeOn"] == "FunctionUpdate"
    assert refused(client.put_runtime_management_config, FunctionName=name, UpdateRuntimeOn="Manual")[0] == 400
    client.put_function_recursion_config(FunctionName=name, RecursiveLoop="Terminate")
    assert client.get_function_recursion_config(FunctionName=name)["RecursiveLoop"] == "Terminate"
    assert client.get_function_code_signing_config(FunctionName=name)["FunctionName"] == name
    assert client.list_code_signing_configs()["CodeSigningConfigs"] == []


def test_lists_have_pages(client):
    names = {create(client)[0] for _ in range(3)}
    for name in names:
        client.publish_version(FunctionName=name)
    pages = client.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2})
    pages = [page["Functions"] for page in pages]
    assert all(len(page) == 2 for page in pages[:-1])
    assert names <= {one["FunctionName"] for page in pages for one in page}
    pages = client.get_paginator("list_functions").paginate(
        FunctionVersion="ALL", PaginationConfig={"PageSize": 3}
    )
    seen = [(one["FunctionName"], one["Version"]) for page in pages for one in page["Functions"]]
    assert len(seen) == len(set(seen))
    assert {(name, version) for name in names for version in ("$LATEST", "1")} <= set(seen)
    usage = client.get_account_settings()["AccountUsage"]
    assert usage["FunctionCount"] >= 3


def test_a_deleted_function_is_gone(client, platform):
    name, _ = create(client)
    assert call(client, name, 1)["event"] == 1
    client.delete_function(FunctionName=name)
    for work in (client.get_function, client.invoke, client.delete_function):
        status, code, message = refused(work, FunctionName=name)
        assert (status, code) == (404, "ResourceNotFoundException")
        assert message.endswith(f":function:{name}")
    eventually(lambda: platform.instances(name) == [], what="its instances end")


def test_all_of_it_is_there_after_a_restart(fresh):
    platform = fresh()
    platform.start()
    client = platform.boto3_client()
    name, _ = create(client, Environment={"Variables": {"WHO": "one"}})
    client.publish_version(FunctionName=name)
    client.update_function_configuration(FunctionName=name, Environment={"Variables": {"WHO": "two"}})
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    before = client.get_function(FunctionName=name)["Configuration"]
    platform.kill9()
    platform.start()
    client = platform.boto3_client()
    assert client.get_function(FunctionName=name)["Configuration"] == before
    assert [call(client, name, Qualifier=q)["who"] for q in ("live", "1", "$LATEST")] == ["one", "one", "two"]
