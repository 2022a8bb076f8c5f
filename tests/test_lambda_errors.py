"""What Lambda's API refuses, and in which words: code, status and message of each mistake."""

import json

import pytest
from harness.package import zipped
from test_lambda_api import ECHO, ROLE, create, refused

ARN = "arn:aws:lambda:us-east-1:000000000000"
NOT_FOUND = (404, "ResourceNotFoundException")
INVALID = (400, "InvalidParameterValueException")
CONFLICT = (409, "ResourceConflictException")
OUTDATED = (412, "PreconditionFailedException")
VALIDATION = (400, "ValidationException")
ABSENT = "nowhere-to-be-found"


@pytest.fixture(scope="module")
def client(platform):
    # What botocore checks by itself is to be checked by the platform.
    return platform.boto3_client(parameter_validation=False)


@pytest.fixture(scope="module")
def function(client):
    """With version 1, the alias `live` of it, and nothing else."""
    name, _ = create(client)
    client.publish_version(FunctionName=name)
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    return name


def check(client, function, operation, request, expected, message):
    request = {key: value.replace("FUNCTION", function) if isinstance(value, str) else value for key, value in request.items()}
    status, code, told = refused(getattr(client, operation), **request)
    assert (status, code) == expected, told
    assert message.replace("FUNCTION", function) in told


MAKE = {
    "FunctionName": "never-made",
    "Runtime": "python3.12",
    "Role": ROLE,
    "Handler": "app.handler",
    "Code": {"ZipFile": zipped({"app.py": ECHO})},
}


def without(*keys, **more):
    return {**{key: value for key, value in MAKE.items() if key not in keys}, **more}


# Everything that names a function that is not there.
OF_NOTHING = [
    ("get_function", {}),
    ("get_function_configuration", {}),
    ("delete_function", {}),
    ("update_function_code", {"ZipFile": zipped({"app.py": ECHO})}),
    ("update_function_configuration", {"Timeout": 3}),
    ("publish_version", {}),
    ("list_versions_by_function", {}),
    ("create_alias", {"Name": "live", "FunctionVersion": "1"}),
    ("update_alias", {"Name": "live", "FunctionVersion": "1"}),
    ("get_alias", {"Name": "live"}),
    ("delete_alias", {"Name": "live"}),
    ("list_aliases", {}),
    ("invoke", {}),
    ("invoke", {"InvocationType": "Event"}),
    ("invoke", {"InvocationType": "DryRun"}),
    ("invoke_with_response_stream", {}),
    ("put_function_concurrency", {"ReservedConcurrentExecutions": 1}),
    ("get_function_concurrency", {}),
    ("delete_function_concurrency", {}),
    ("list_provisioned_concurrency_configs", {}),
    ("put_function_event_invoke_config", {"MaximumRetryAttempts": 1}),
    ("list_function_event_invoke_configs", {}),
    ("create_function_url_config", {"AuthType": "NONE"}),
    ("update_function_url_config", {"AuthType": "NONE"}),
    ("get_function_url_config", {}),
    ("delete_function_url_config", {}),
    ("list_function_url_configs", {}),
    ("add_permission", {"StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "*"}),
    ("remove_permission", {"StatementId": "s"}),
    ("get_policy", {}),
    ("get_runtime_management_config", {}),
    ("put_runtime_management_config", {"UpdateRuntimeOn": "Auto"}),
    ("get_function_recursion_config", {}),
    ("put_function_recursion_config", {"RecursiveLoop": "Allow"}),
    ("get_function_code_signing_config", {}),
    ("delete_function_code_signing_config", {}),
]


@pytest.mark.parametrize(("operation", "more"), OF_NOTHING)
def test_of_a_function_that_is_not_there(client, function, operation, more):
    request = {"FunctionName": ABSENT, **more}
    check(client, function, operation, request, NOT_FOUND, f"Function not found: {ARN}:function:{ABSENT}")


# Everything that names a version or an alias that is not there.
OF_NO_VERSION = [
    ("get_function", {"Qualifier": "9"}, "Function not found"),
    ("get_function", {"Qualifier": "old"}, "Function not found"),
    ("get_function_configuration", {"Qualifier": "9"}, "Function not found"),
    ("invoke", {"Qualifier": "9"}, "Function not found"),
    ("invoke", {"Qualifier": "old"}, "Function not found"),
    ("invoke", {"Qualifier": "01"}, "Function not found"),
    ("get_alias", {"Name": "old"}, f"Cannot find alias arn: {ARN}:function:FUNCTION:old"),
    ("update_alias", {"Name": "old", "FunctionVersion": "1"}, "Cannot find alias arn"),
    ("create_alias", {"Name": "new", "FunctionVersion": "9"}, f"Function not found: {ARN}:function:FUNCTION:9"),
    ("put_provisioned_concurrency_config", {"Qualifier": "9", "ProvisionedConcurrentExecutions": 1}, "not found"),
    ("get_function_event_invoke_config", {}, f"The function {ARN}:function:FUNCTION:$LATEST doesn't have an EventInvokeConfig"),
    ("update_function_event_invoke_config", {"MaximumRetryAttempts": 1}, "doesn't have an EventInvokeConfig"),
    ("delete_function_event_invoke_config", {}, "doesn't have an EventInvokeConfig"),
    ("get_function_url_config", {}, "The resource you requested does not exist."),
    ("update_function_url_config", {"AuthType": "NONE"}, "The resource you requested does not exist."),
    ("delete_function_url_config", {}, "The resource you requested does not exist."),
    ("get_policy", {}, "The resource you requested does not exist."),
    ("remove_permission", {"StatementId": "s"}, "The resource you requested does not exist."),
]


@pytest.mark.parametrize(("operation", "more", "message"), OF_NO_VERSION)
def test_of_a_part_that_is_not_there(client, function, operation, more, message):
    check(client, function, operation, {"FunctionName": function, **more}, NOT_FOUND, message)


MISTAKES = [
    # Creating.
    ("create_function", without(FunctionName="FUNCTION"), CONFLICT, "Function already exist: FUNCTION"),
    ("create_function", without("Runtime"), INVALID, "Runtime and Handler are mandatory"),
    ("create_function", without("Handler"), INVALID, "Runtime and Handler are mandatory"),
    ("create_function", without("Role"), VALIDATION, "'role' failed to satisfy constraint: Member must not be null"),
    ("create_function", without("Code"), VALIDATION, "'code' failed to satisfy constraint: Member must not be null"),
    ("create_function", without(Role="me"), VALIDATION, "'role' failed to satisfy constraint"),
    ("create_function", without(Role="arn:aws:iam::000000000000:user/me"), (400, None), "role"),
    ("create_function", without(Code={}), INVALID, "Please provide a source for function code."),
    ("create_function", without(Code={"ZipFile": b""}), INVALID, "Uploaded file must be a non-empty zip"),
    ("create_function", without(Code={"ZipFile": b"no zip"}), INVALID, "Could not unzip uploaded file."),
    ("create_function", without(Code={"S3Bucket": "bucket", "S3Key": "key"}), INVALID, "bucket"),
    ("create_function", without(PackageType="Image", Code={"ImageUri": "i"}), INVALID, "Container images are not run here"),
    ("create_function", without(Runtime="java21"), INVALID, "The runtime java21 cannot run here"),
    ("create_function", without(Runtime="ruby3.4"), INVALID, "this platform runs"),
    ("create_function", without(Runtime="cobol85"), VALIDATION, "Value 'cobol85' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set"),
    ("create_function", without(MemorySize=1), VALIDATION, "'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128"),
    ("create_function", without(Timeout=0), VALIDATION, "'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1"),
    ("create_function", without(Timeout=901), VALIDATION, "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900"),
    ("create_function", without(FunctionName="x" * 300), VALIDATION, "length less than or equal to"),
    ("create_function", without(FunctionName="a b"), VALIDATION, "regular expression pattern"),
    ("create_function", without(FunctionName=f"{ARN}:function:other:1"), INVALID, "leave out the qualifier"),
    ("create_function", without(FunctionName="arn:aws:lambda:eu-west-1:000000000000:function:f"), (403, "AccessDeniedException"), "another region or account"),
    ("create_function", without(FunctionName="111111111111:function:f"), (403, "AccessDeniedException"), "another region or account"),
    ("create_function", without(Environment={"Variables": {"AWS_REGION": "x"}}), INVALID, "Reserved keys used in this request: AWS_REGION"),
    ("create_function", without(Environment={"Variables": {"AA": "x" * 2048, "BB": "x" * 2048}}), INVALID, "exceeded the 4096 bytes limit"),
    ("create_function", without(Environment={"Variables": {"1A": "x"}}), VALIDATION, "regular expression pattern"),
    ("create_function", without(Layers=[f"{ARN}:layer:none:1"]), INVALID, f"Layer version {ARN}:layer:none:1 does not exist."),
    ("create_function", without(Layers=[f"{ARN}:layer:l:{n}" for n in range(6)]), INVALID, "Cannot reference more than 5 layers."),
    ("create_function", without(EphemeralStorage={"Size": 1}), VALIDATION, "'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512"),
    ("create_function", without(Tags={str(n): "x" for n in range(51)}), INVALID, "at most 50 tags"),
    ("create_function", without(Tags={"aws:mine": "x"}), INVALID, "aws: is reserved"),
    ("create_function", without(Tags={"k": "x" * 257}), VALIDATION, "Map value must satisfy constraint"),
    ("create_function", without(Description="x" * 257), VALIDATION, "'description' failed to satisfy constraint: Member must have length less than or equal to 256"),
    ("create_function", without(Handler="x" * 129), VALIDATION, "'handler' failed to satisfy constraint"),
    # Changing.
    ("update_function_code", {"FunctionName": "FUNCTION"}, INVALID, "Please provide a source for function code."),
    ("update_function_code", {"FunctionName": "FUNCTION", "ZipFile": b"x"}, INVALID, "Could not unzip uploaded file."),
    ("update_function_code", {"FunctionName": "FUNCTION", "ImageUri": "i"}, INVALID, "Container images"),
    ("update_function_code", {"FunctionName": "FUNCTION", "ZipFile": b"x", "RevisionId": "x"}, OUTDATED, "The Revision Id provided does not match"),
    ("update_function_code", {"FunctionName": "FUNCTION:1", "ZipFile": b"x"}, INVALID, "leave out the qualifier 1"),
    ("update_function_configuration", {"FunctionName": "FUNCTION", "RevisionId": "x"}, OUTDATED, "The Revision Id provided does not match"),
    ("update_function_configuration", {"FunctionName": "FUNCTION", "MemorySize": 20_000}, INVALID, "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240"),
    ("update_function_configuration", {"FunctionName": "FUNCTION", "Runtime": "dotnet8"}, INVALID, "cannot run here"),
    ("publish_version", {"FunctionName": "FUNCTION", "CodeSha256": "x"}, INVALID, "CodeSHA256 (x) is different from current CodeSHA256 in $LATEST"),
    ("publish_version", {"FunctionName": "FUNCTION", "RevisionId": "x"}, OUTDATED, "does not match"),
    # Deleting.
    ("delete_function", {"FunctionName": "FUNCTION", "Qualifier": "$LATEST"}, INVALID, "$LATEST version cannot be deleted without deleting the function."),
    ("delete_function", {"FunctionName": "FUNCTION", "Qualifier": "1"}, CONFLICT, "the following aliases reference it: [live]"),
    ("delete_function", {"FunctionName": "FUNCTION", "Qualifier": "live"}, INVALID, "DeleteAlias"),
    # Aliases.
    ("create_alias", {"FunctionName": "FUNCTION", "Name": "live", "FunctionVersion": "1"}, CONFLICT, f"Alias already exists: {ARN}:function:FUNCTION:live"),
    ("create_alias", {"FunctionName": "FUNCTION", "Name": "7", "FunctionVersion": "1"}, (400, None), ""),
    ("create_alias", {"FunctionName": "FUNCTION", "Name": "a b", "FunctionVersion": "1"}, VALIDATION, "regular expression pattern"),
    ("create_alias", {"FunctionName": "FUNCTION", "Name": "new"}, VALIDATION, "'functionVersion' failed to satisfy constraint: Member must not be null"),
    ("update_alias", {"FunctionName": "FUNCTION", "Name": "live", "RevisionId": "x"}, OUTDATED, "Call the GetAlias API"),
    ("update_alias", {"FunctionName": "FUNCTION", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.5}}}, INVALID, "already included in routing configuration"),
    ("update_alias", {"FunctionName": "FUNCTION", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"9": 0.5}}}, INVALID, "does not exist"),
    ("update_alias", {"FunctionName": "FUNCTION", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"$LATEST": 0.5}}}, (400, None), ""),
    ("update_alias", {"FunctionName": "FUNCTION", "Name": "live", "RoutingConfig": {"AdditionalVersionWeights": {"1": 2.0}}}, VALIDATION, "less than or equal to 1"),
    # Calling.
    ("invoke", {"FunctionName": "FUNCTION", "Payload": b"{"}, (400, "InvalidRequestContentException"), "Could not parse request body into json"),
    ("invoke", {"FunctionName": "FUNCTION", "ClientContext": "?"}, (400, "InvalidRequestContentException"), "Client context must be"),
    ("invoke", {"FunctionName": "FUNCTION", "InvocationType": "Often"}, VALIDATION, "enum value set"),
    ("invoke", {"FunctionName": "FUNCTION:1", "Qualifier": "live"}, INVALID, "does not match the specified qualifier"),
    ("invoke", {"FunctionName": "FUNCTION", "InvocationType": "Event", "Payload": b'"' + b"x" * 1048576 + b'"'}, (413, "RequestTooLargeException"), "too large for the Event invocation type"),
    ("invoke", {"FunctionName": "FUNCTION", "Payload": b'"' + b"x" * 6291456 + b'"'}, (413, "RequestTooLargeException"), "Request must be smaller than 6291456 bytes for the InvokeFunction operation"),
    # Concurrency.
    ("put_function_concurrency", {"FunctionName": "FUNCTION", "ReservedConcurrentExecutions": 901}, INVALID, "below its minimum value of [100]"),
    ("put_function_concurrency", {"FunctionName": "FUNCTION", "ReservedConcurrentExecutions": -1}, VALIDATION, "greater than or equal to 0"),
    ("put_function_concurrency", {"FunctionName": "FUNCTION:1", "ReservedConcurrentExecutions": 1}, INVALID, "leave out the qualifier"),
    ("put_provisioned_concurrency_config", {"FunctionName": "FUNCTION", "Qualifier": "$LATEST", "ProvisionedConcurrentExecutions": 1}, INVALID, "cannot be applied to unpublished function versions."),
    ("put_provisioned_concurrency_config", {"FunctionName": "FUNCTION", "Qualifier": "1", "ProvisionedConcurrentExecutions": 0}, VALIDATION, "greater than or equal to 1"),
    ("put_provisioned_concurrency_config", {"FunctionName": "FUNCTION", "Qualifier": "1", "ProvisionedConcurrentExecutions": 100_000}, INVALID, "greater than"),
    ("get_provisioned_concurrency_config", {"FunctionName": "FUNCTION", "Qualifier": "1"}, (404, "ProvisionedConcurrencyConfigNotFoundException"), "No Provisioned Concurrency Config found for this function"),
    ("delete_provisioned_concurrency_config", {"FunctionName": "FUNCTION", "Qualifier": "1"}, (404, "ProvisionedConcurrencyConfigNotFoundException"), "No Provisioned Concurrency Config found"),
    # Asynchronous calls.
    ("put_function_event_invoke_config", {"FunctionName": "FUNCTION", "MaximumRetryAttempts": 3}, VALIDATION, "'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2"),
    ("put_function_event_invoke_config", {"FunctionName": "FUNCTION", "MaximumEventAgeInSeconds": 1}, VALIDATION, "greater than or equal to 60"),
    ("put_function_event_invoke_config", {"FunctionName": "FUNCTION", "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:q"}}}, INVALID, "The destination ARN arn:aws:sqs:us-east-1:000000000000:q is invalid"),
    ("put_function_event_invoke_config", {"FunctionName": "FUNCTION", "DestinationConfig": {"OnFailure": {"Destination": f"{ARN}:function:{ABSENT}"}}}, INVALID, "there is no such function"),
    ("put_function_event_invoke_config", {"FunctionName": "FUNCTION", "Qualifier": "9", "MaximumRetryAttempts": 1}, NOT_FOUND, "Function not found"),
    # URLs.
    ("create_function_url_config", {"FunctionName": "FUNCTION"}, VALIDATION, "'authType' failed to satisfy constraint: Member must not be null"),
    ("create_function_url_config", {"FunctionName": "FUNCTION", "AuthType": "MAYBE"}, VALIDATION, "enum value set: [NONE, AWS_IAM]"),
    ("create_function_url_config", {"FunctionName": "FUNCTION", "AuthType": "NONE", "Qualifier": "1"}, (400, None), ""),
    # Permissions.
    ("add_permission", {"FunctionName": "FUNCTION", "StatementId": "a b", "Action": "lambda:InvokeFunction", "Principal": "*"}, VALIDATION, "regular expression pattern"),
    ("add_permission", {"FunctionName": "FUNCTION", "StatementId": "s", "Action": "s3:GetObject", "Principal": "*"}, VALIDATION, "'action' failed to satisfy constraint"),
    ("add_permission", {"FunctionName": "FUNCTION", "StatementId": "s", "Action": "lambda:InvokeFunction"}, VALIDATION, "'principal' failed to satisfy constraint: Member must not be null"),
    ("add_permission", {"FunctionName": "FUNCTION", "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "arn:aws:nothing"}, INVALID, "The provided principal was invalid."),
    # Layers.
    ("get_layer_version", {"LayerName": "none", "VersionNumber": 1}, NOT_FOUND, "The resource you requested does not exist."),
    ("get_layer_version_by_arn", {"Arn": f"{ARN}:layer:none:1"}, NOT_FOUND, "does not exist"),
    ("get_layer_version_policy", {"LayerName": "none", "VersionNumber": 1}, NOT_FOUND, "does not exist"),
    ("publish_layer_version", {"LayerName": "l", "Content": {}}, INVALID, "Please provide a source"),
    ("publish_layer_version", {"LayerName": "l", "Content": {"ZipFile": b"x"}}, INVALID, "Could not unzip uploaded file."),
    ("publish_layer_version", {"LayerName": "l"}, VALIDATION, "'content' failed to satisfy constraint: Member must not be null"),
    # Tags, lists and what tools keep.
    ("tag_resource", {"Resource": f"{ARN}:function:{ABSENT}", "Tags": {"a": "b"}}, NOT_FOUND, "Function not found"),
    ("untag_resource", {"Resource": f"{ARN}:function:{ABSENT}", "TagKeys": ["a"]}, NOT_FOUND, "Function not found"),
    ("list_tags", {"Resource": f"{ARN}:function:{ABSENT}"}, NOT_FOUND, "Function not found"),
    ("list_functions", {"Marker": "no marker"}, INVALID, "Invalid marker"),
    ("list_functions", {"MaxItems": 0}, VALIDATION, "greater than or equal to 1"),
    ("put_function_code_signing_config", {"FunctionName": "FUNCTION", "CodeSigningConfigArn": f"{ARN}:code-signing-config:csc-0123456789abcdef0"}, (404, "CodeSigningConfigNotFoundException"), "cannot be found"),
    ("get_code_signing_config", {"CodeSigningConfigArn": f"{ARN}:code-signing-config:csc-0123456789abcdef0"}, NOT_FOUND, "cannot be found"),
    ("put_runtime_management_config", {"FunctionName": "FUNCTION", "UpdateRuntimeOn": "Manual"}, INVALID, "RuntimeVersionArn"),
    ("put_function_recursion_config", {"FunctionName": "FUNCTION", "RecursiveLoop": "Never"}, VALIDATION, "enum value set"),
    # What is not here yet says so.
    ("list_event_source_mappings", {}, (501, "UnknownOperationException"), "ListEventSourceMappings"),
    ("create_code_signing_config", {"AllowedPublishers": {"SigningProfileVersionArns": ["a"]}}, (501, "UnknownOperationException"), "CreateCodeSigningConfig"),
]


@pytest.mark.parametrize(("operation", "request_", "expected", "message"), MISTAKES)
def test_of_a_mistake(client, function, operation, request_, expected, message):
    if expected[1] is None:
        status, code, told = refused(
            getattr(client, operation),
            **{k: v.replace("FUNCTION", function) if isinstance(v, str) else v for k, v in request_.items()},
        )
        assert status == expected[0] and code in (VALIDATION[1], INVALID[1]) and message in told.lower()
        return
    check(client, function, operation, request_, expected, message)


def test_there_are_enough_of_them():
    assert len(OF_NOTHING) + len(OF_NO_VERSION) + len(MISTAKES) >= 120


def test_all_violations_are_told_at_once(client):
    told = refused(client.create_function, **without("Role", "Code", Timeout=0))[2]
    assert told.startswith("3 validation errors detected: ") and told.count("; ") >= 2


def test_nothing_of_it_changed_anything(client, function):
    assert client.get_function(FunctionName=function)["Configuration"]["Version"] == "$LATEST"
    assert json.loads(client.invoke(FunctionName=function, Payload=b"1")["Payload"].read())["event"] == 1
    assert refused(client.get_function, FunctionName="never-made")[0] == 404


def test_a_destination_is_a_function_as_a_whole(client, function):
    for qualifier in ["live", "1"]:
        to = {"OnSuccess": {"Destination": f"{ARN}:function:{function}:{qualifier}"}}
        request = {"FunctionName": function, "DestinationConfig": to}
        check(client, function, "put_function_event_invoke_config", request, INVALID, "leave out the version or alias")
