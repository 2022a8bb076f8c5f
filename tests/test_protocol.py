"""AWS's protocols, held against botocore's own codecs: every operation that the platform has, both ways,
in every protocol that can carry it."""

import base64
import datetime
import io
import json
import re
from pathlib import Path

import botocore
import botocore.parsers
import botocore.serialize
import pytest
import tomllib
from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.eventstream import EventStreamBuffer
from botocore.loaders import Loader
from botocore.model import ServiceModel
from harness.codec import PROGRAM, Codec

LIST = Path(__file__).parent.parent / "crates/protocol/operations.toml"
SERVICES = tomllib.loads(LIST.read_text())["services"]

# What botocore calls a protocol, and what we do.
JSON_1_0 = ("json", "1.0", "AwsJson10")
JSON_1_1 = ("json", "1.1", "AwsJson11")
REST_JSON = ("rest-json", None, "RestJson")
REST_XML = ("rest-xml", None, "RestXml")
QUERY = ("query", None, "Query")
CBOR = ("smithy-rpc-v2-cbor", None, "Cbor")
SPOKEN = {
    "lambda": [REST_JSON, REST_XML],
    "logs": [JSON_1_1, JSON_1_0, CBOR],
    "iam": [QUERY],
    "sts": [QUERY],
}
CASES = [
    pytest.param(service, operation, protocol, id=f"{service}-{operation}-{protocol[2]}")
    for service, listed in SERVICES.items()
    for operation in listed["operations"]
    for protocol in SPOKEN[service]
]

WILD = "é ☃ 😀 <&>\"' \\ \t\n+%2F end"
MOMENT = datetime.datetime(2026, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)


@pytest.fixture(scope="module")
def codec():
    if not PROGRAM.exists():
        pytest.skip(f"there is no {PROGRAM}: cargo build -p protocol --example codec")
    made = Codec()
    yield made
    made.close()


models = {}


def model(service, protocol):
    """The service's model, as if it spoke that protocol."""
    name, version, _ = protocol
    if (service, protocol) not in models:
        text = Loader().load_service_model(service, "service-2", SERVICES[service]["version"])
        metadata = text["metadata"] | {"protocol": name}
        if version:
            metadata["jsonVersion"] = version
        # Requests in XML have a name, which models of other protocols do not give.
        for operation in text["operations"].values() if name == "rest-xml" else ():
            if "input" in operation:
                operation["input"]["locationName"] = operation["input"]["shape"]
        models[service, protocol] = ServiceModel(text | {"metadata": metadata}, service)
    return models[service, protocol]


def invent(shape, rich, place=None):
    """A value of a shape: all members and two of each element, or only what must be."""
    kind = shape.type_name
    if kind == "structure":
        return {
            name: invent(member, rich, member.serialization.get("location", "body"))
            for name, member in shape.members.items()
            if rich or name in shape.required_members or "location" in member.serialization
        }
    if kind == "list":
        # In a URL, a list of nothing is nothing.
        count = 2 if rich else int(place == "querystring")
        return [invent(shape.member, rich, place)] * count
    if kind == "map":
        wild = "second" if place == "headers" else "second " + WILD
        keys = getattr(shape.key, "enum", None) or ["first", wild]
        return {key: invent(shape.value, rich, place) for key in keys[:2]} if rich else {}
    if kind == "string":
        if shape.enum:
            return shape.enum[-1]
        header = 'plain; "text"=1'
        fitting = {"header": header, "headers": header, "uri": "arn:aws:é a/b%2F+c:1"}
        return fitting.get(place, WILD if rich else "x")
    if kind == "boolean":
        return rich
    if kind == "blob":
        return b"\x00\xff{} bytes" if rich else b"{}"
    if kind == "timestamp":
        return MOMENT
    if kind in ("float", "double"):
        return 0.25
    if place == "statusCode":
        return 202
    return 2**40 if kind == "long" and place == "body" else 7


def plain(shape, value):
    """A value as our program tells it."""
    kind = shape.type_name
    if kind == "structure":
        return {
            name: plain(member, value[name])
            for name, member in shape.members.items()
            if name in value
        }
    if kind == "list":
        return [plain(shape.member, item) for item in value]
    if kind == "map":
        return {key: plain(shape.value, item) for key, item in value.items()}
    if kind == "blob":
        raw = value.read() if hasattr(value, "read") else value
        raw = raw.encode() if isinstance(raw, str) else raw
        return base64.b64encode(raw).decode()
    if kind == "timestamp":
        return int(value.timestamp() * 1000)
    return value


@pytest.mark.parametrize("rich", [True, False], ids=["rich", "least"])
@pytest.mark.parametrize(("service", "operation", "protocol"), CASES)
def test_what_clients_send_is_what_we_read(codec, service, operation, protocol, rich):
    described = model(service, protocol).operation_model(operation)
    shape = described.input_shape
    values = invent(shape, rich) if shape else {}
    serializer = botocore.serialize.create_serializer(protocol[0], include_validation=False)
    request = serializer.serialize_to_request(values, described)
    prepare_request_dict(request, f"https://{service}.us-east-1.amazonaws.com")
    prepared = create_request_object(request).prepare()
    # Services that speak REST are asked in the dialect they speak.
    scope = described.service_model.signing_name
    told = codec.request(prepared, scope=scope, protocol=protocol[2])
    wanted = plain(shape, values) if shape else {}
    assert told == {"operation": operation, "protocol": protocol[2], "input": wanted}


@pytest.mark.parametrize("rich", [True, False], ids=["rich", "least"])
@pytest.mark.parametrize(("service", "operation", "protocol"), CASES)
def test_what_we_answer_is_what_clients_read(codec, service, operation, protocol, rich):
    described = model(service, protocol).operation_model(operation)
    shape = described.output_shape
    if described.has_event_stream_output:
        pytest.skip("events have a test of their own")
    values = invent(shape, rich) if shape else {}
    output = plain(shape, values) if shape else {}
    told = codec.ask(
        what="response", service=service, operation=operation, protocol=protocol[2], output=output
    )
    parsed = parse(protocol, told, shape)
    metadata = parsed.pop("ResponseMetadata")
    assert metadata["HTTPStatusCode"] < 300
    assert metadata.get("RequestId", told["headers"].get("x-amzn-requestid")) == "the-request-id"
    assert (plain(shape, parsed) if shape else parsed) == output


def parse(protocol, told, shape):
    headers = botocore.awsrequest.HeadersDict(told["headers"])
    body = base64.b64decode(told["body"])
    payload = shape and shape.serialization.get("payload")
    if payload and shape.members[payload].type_name == "blob":
        body = io.BytesIO(body)
    answer = {
        "status_code": told["status"],
        "headers": headers,
        "body": body,
        "context": {"operation_name": "Any"},
    }
    parsed = botocore.parsers.create_parser(protocol[0]).parse(answer, shape)
    # An empty body is no payload to us, and an empty one to botocore.
    if payload and not told["body"]:
        parsed.pop(payload, None)
    return parsed




@pytest.mark.parametrize(
    ("service", "operation", "protocol"),
    [
        ("lambda", "GetFunction", REST_JSON),
        ("lambda", "GetFunction", REST_XML),
        ("logs", "GetLogEvents", JSON_1_1),
        ("logs", "GetLogEvents", JSON_1_0),
        ("logs", "GetLogEvents", CBOR),
        ("iam", "GetUser", QUERY),
        ("sts", "AssumeRole", QUERY),
    ],
)
def test_errors_have_their_code_and_their_words(codec, service, operation, protocol):
    told = codec.ask(
        what="error",
        service=service,
        operation=operation,
        protocol=protocol[2],
        status=409,
        code="ResourceConflictException",
        message=WILD,
    )
    parsed = parse(protocol, told, model(service, protocol).operation_model(operation).output_shape)
    assert told["status"] == 409
    assert parsed["Error"]["Code"] == "ResourceConflictException"
    assert parsed["Error"]["Message"] == WILD
    assert parsed["ResponseMetadata"].get("RequestId", "the-request-id") == "the-request-id"


@pytest.mark.parametrize(("service", "protocol"), [("logs", JSON_1_1), ("logs", CBOR)])
def test_a_stream_of_an_rpc_starts_with_its_initial_response(codec, service, protocol):
    told = codec.ask(
        what="response",
        service=service,
        operation="StartLiveTail",
        protocol=protocol[2],
        output={},
    )
    assert told["headers"]["content-type"] == "application/vnd.amazon.eventstream"
    buffer = EventStreamBuffer()
    buffer.add_data(base64.b64decode(told["body"]))
    (event,) = list(buffer)
    assert event.headers[":event-type"] == "initial-response"
    assert event.headers[":message-type"] == "event"


def test_events_are_what_clients_read(codec):
    events = codec.ask(what="events")
    buffer = EventStreamBuffer()
    buffer.add_data(base64.b64decode(events["body"]))
    chunk, complete, update = list(buffer)
    assert chunk.headers[":event-type"] == "PayloadChunk"
    assert chunk.payload == b"\x00bytes\xff"
    assert complete.headers[":event-type"] == "InvokeComplete"
    assert json.loads(complete.payload) == {"ErrorCode": "Unhandled"}
    assert update.headers[":event-type"] == "sessionUpdate"
    shape = model("logs", CBOR).shape_for("LiveTailSessionUpdate")
    parser = botocore.parsers.RpcV2CBORParser()
    assert parser.parse({"status_code": 200, "headers": {}, "body": update.payload}, shape)[
        "sessionMetadata"
    ] == {"sampled": True}


TEXTS = [
    *("", "a", "1", "007", "1a", "a1", "-", "_", "a-b_c", "a b", "a.b", "a.", ".", "a\n", "\n", "é", "A" * 70),
    *("$LATEST", "$LATEST.PUBLISHED", "f:1", "f:live", "f:$LATEST", "/", "//", "/a/", "/a/b/", "/é/", "[a]", "a]"),
    *("arn:aws:lambda:us-east-1:000000000000:function:f", "arn:aws:iam::000000000000:role/r", "arn:a:b"),
    *("arn:aws:lambda:us-gov-west-1:000000000000:function:f:1", "arn:aws-cn:iam::123456789012:role/a/b+c"),
    *("arn:aws:lambda:us-east-1:000000000000:layer:l:1", "arn:aws:lambda:::awslayer:x", "function:f"),
    *("000000000000", "*", "lambda:GetLayerVersion", "lambda:*", "lambda:Invoke", "lambda:a1", "o-abcdefghij"),
    *("subnet-1", "sg-x", "/mnt/a", "/mnt/a/b", "lambda.amazonaws.com", "v1", "v1.a-b", "v0", "AKIAIOSFODNN7EXAMPLE"),
    *("x@y", "a=b,c", "a+b", "{}", "a\tb", "\x7f", "\x00", "\u00a0", "\ud7ff", "\ufffd", "a&b", "a~b"),
    "00000000-0000-0000-0000-000000000000",
]


def in_python(pattern):
    """Java's pattern, in Python's dialect; none where Python has no such thing."""
    return None if "\\p{" in pattern else re.compile(pattern, re.ASCII)


@pytest.mark.parametrize("service", SERVICES)
def test_patterns_mean_what_they_meant(codec, service):
    compared = set()
    for operation in SERVICES[service]["operations"]:
        shape = model(service, SPOKEN[service][0]).operation_model(operation).input_shape
        for member in shape.members if shape else ():
            told = codec.ask(
                what="pattern", service=service, operation=operation, member=member, texts=TEXTS
            )
            theirs = told and in_python(told["published"])
            if theirs:
                wanted = [theirs.fullmatch(text) is not None for text in TEXTS]
                differing = [t for t, a, b in zip(TEXTS, wanted, told["matches"]) if a != b]
                assert not differing, told["published"]
                compared.add(told["published"])
    assert len(compared) >= 4
