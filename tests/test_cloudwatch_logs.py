"""CloudWatch Logs' own API: groups and streams that clients make, and what functions print."""

import itertools
import json
import threading
import time

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import eventually

numbers = itertools.count(1)
ACCOUNT = "000000000000"
ARN = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:"


@pytest.fixture(scope="module")
def logs(platform):
    # The SDK would ask a host named stream-127.0.0.1 for the live tail.
    return platform.boto3_client("logs", inject_host_prefix=False)


@pytest.fixture
def group(logs):
    name = f"group/{next(numbers)}"
    logs.create_log_group(logGroupName=name)
    return name


@pytest.fixture
def stream(logs, group):
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    return {"logGroupName": group, "logStreamName": "s"}


def now_ms():
    return int(time.time() * 1000)


def put(logs, where, *texts, at=None):
    at = at or now_ms()
    events = [{"timestamp": at + n, "message": text} for n, text in enumerate(texts)]
    answer = logs.put_log_events(**where, logEvents=events)
    assert "rejectedLogEventsInfo" not in answer
    return at


def texts(events):
    return [event["message"] for event in events]


def refused(code, operation, **arguments):
    with pytest.raises(ClientError) as caught:
        operation(**arguments)
    error = caught.value.response
    assert error["Error"]["Code"] == code, error
    return error["Error"]["Message"]


def test_groups(logs):
    name = f"groups-{next(numbers)}"
    names = [f"{name}/{letter}" for letter in "abc"]
    for each in names:
        logs.create_log_group(logGroupName=each, tags={"of": name})
    refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName=names[0])

    pages = logs.get_paginator("describe_log_groups")
    pages = pages.paginate(logGroupNamePrefix=name, PaginationConfig={"PageSize": 2})
    pages = [page["logGroups"] for page in pages]
    assert [[group["logGroupName"] for group in page] for page in pages] == [names[:2], names[2:]]
    first = pages[0][0]
    assert first["arn"] == f"{ARN}{names[0]}:*"
    assert first["logGroupArn"] == ARN + names[0]
    assert abs(first["creationTime"] - now_ms()) < 60_000
    assert "retentionInDays" not in first

    found = logs.describe_log_groups(logGroupNamePattern=f"{name}/b")["logGroups"]
    assert [group["logGroupName"] for group in found] == names[1:2]
    assert logs.list_tags_log_group(logGroupName=names[0])["tags"] == {"of": name}

    logs.delete_log_group(logGroupName=names[0])
    refused("ResourceNotFoundException", logs.delete_log_group, logGroupName=names[0])
    refused("InvalidParameterException", logs.create_log_group, logGroupName="a b")


def test_streams(logs, group):
    names = [f"stream/{n}" for n in range(5)]
    for name in names:
        logs.create_log_stream(logGroupName=group, logStreamName=name)
    again = {"logGroupName": group, "logStreamName": names[0]}
    refused("ResourceAlreadyExistsException", logs.create_log_stream, **again)
    pages = logs.get_paginator("describe_log_streams")
    pages = pages.paginate(logGroupName=group, PaginationConfig={"PageSize": 2})
    found = [stream for page in pages for stream in page["logStreams"]]
    assert [stream["logStreamName"] for stream in found] == names
    assert found[0]["arn"] == f"{ARN}{group}:log-stream:{names[0]}"

    for name, at in ((names[3], now_ms() - 2_000), (names[1], now_ms() - 1_000)):
        put(logs, {"logGroupName": group, "logStreamName": name}, "x", at=at)
    latest = logs.describe_log_streams(
        logGroupIdentifier=ARN + group, orderBy="LastEventTime", descending=True, limit=2
    )["logStreams"]
    assert [stream["logStreamName"] for stream in latest] == [names[1], names[3]]
    assert latest[0]["firstEventTimestamp"] == latest[0]["lastEventTimestamp"]

    logs.delete_log_stream(**again)
    refused("ResourceNotFoundException", logs.get_log_events, **again)


def test_events_forward_and_back(logs, stream):
    at = put(logs, stream, *(f"line {n}" for n in range(10)), at=now_ms() - 1_000)
    page = logs.get_log_events(**stream, startFromHead=True, limit=4)
    assert texts(page["events"]) == ["line 0", "line 1", "line 2", "line 3"]
    assert page["events"][0]["timestamp"] == at
    page = logs.get_log_events(**stream, nextToken=page["nextForwardToken"])
    assert texts(page["events"]) == [f"line {n}" for n in range(4, 10)]
    end = logs.get_log_events(**stream, nextToken=page["nextForwardToken"])
    assert end["events"] == [] and end["nextForwardToken"] == page["nextForwardToken"]

    latest = logs.get_log_events(**stream, limit=3)
    assert texts(latest["events"]) == ["line 7", "line 8", "line 9"]
    before = logs.get_log_events(**stream, nextToken=latest["nextBackwardToken"], limit=3)
    assert texts(before["events"]) == ["line 4", "line 5", "line 6"]

    some = logs.get_log_events(**stream, startTime=at + 2, endTime=at + 5)
    assert texts(some["events"]) == ["line 2", "line 3", "line 4"]
    refused("InvalidParameterException", logs.get_log_events, **stream, nextToken="nonsense")


def test_filter(logs, group):
    for name in ("a/1", "a/2", "b/1"):
        where = {"logGroupName": group, "logStreamName": name}
        logs.create_log_stream(**where)
        put(logs, where, f"ERROR in {name}", json.dumps({"level": "warn", "of": name}), "fine")

    def found(**arguments):
        pages = logs.get_paginator("filter_log_events")
        pages = pages.paginate(logGroupName=group, **arguments)
        return [event for page in pages for event in page["events"]]

    assert len(found()) == 9
    assert len(found(PaginationConfig={"PageSize": 2})) == 9
    assert sorted(texts(found(filterPattern="ERROR"))) == [
        "ERROR in a/1",
        "ERROR in a/2",
        "ERROR in b/1",
    ]
    by_prefix = found(filterPattern="ERROR", logStreamNamePrefix="a/")
    assert {event["logStreamName"] for event in by_prefix} == {"a/1", "a/2"}
    by_name = found(logStreamNames=["b/1"], filterPattern='{ $.level = "warn" }')
    assert [json.loads(text)["of"] for text in texts(by_name)] == ["b/1"]
    assert len({event["eventId"] for event in found()}) == 9
    broken = {"logGroupName": group, "filterPattern": "{ $.a = "}
    refused("InvalidParameterException", logs.filter_log_events, **broken)


def test_what_is_not_taken(logs, stream):
    day = 24 * 60 * 60 * 1000
    now = now_ms()
    times = (now - 15 * day, now, now + 3 * 60 * 60 * 1000)
    events = [{"timestamp": at, "message": str(n)} for n, at in enumerate(times)]
    answer = logs.put_log_events(**stream, logEvents=events, sequenceToken="anything")
    assert answer["rejectedLogEventsInfo"] == {
        "tooOldLogEventEndIndex": 1,
        "tooNewLogEventStartIndex": 2,
    }
    assert texts(logs.get_log_events(**stream)["events"]) == ["1"]
    put(logs, stream, "x" * 1_000_000)
    large = [{"timestamp": now, "message": "x" * 600_000}] * 2
    refused("InvalidParameterException", logs.put_log_events, **stream, logEvents=large)
    disorder = [{"timestamp": now - n, "message": "x"} for n in range(2)]
    refused("InvalidParameterException", logs.put_log_events, **stream, logEvents=disorder)


def test_retention(logs, group):
    def days():
        found = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        return next(one for one in found if one["logGroupName"] == group).get("retentionInDays")

    logs.put_retention_policy(logGroupName=group, retentionInDays=14)
    assert days() == 14
    logs.delete_retention_policy(logGroupName=group)
    assert days() is None
    wrong = {"logGroupName": group, "retentionInDays": 2}
    refused("InvalidParameterException", logs.put_retention_policy, **wrong)


def test_tags(logs, group):
    logs.tag_resource(resourceArn=ARN + group, tags={"a": "1", "b": "2"})
    logs.tag_log_group(logGroupName=group, tags={"c": "3"})
    logs.untag_resource(resourceArn=ARN + group, tagKeys=["a"])
    logs.untag_log_group(logGroupName=group, tags=["b"])
    assert logs.list_tags_for_resource(resourceArn=ARN + group)["tags"] == {"c": "3"}
    missing = {"resourceArn": f"{ARN}none"}
    refused("ResourceNotFoundException", logs.list_tags_for_resource, **missing)


def test_what_functions_print(platform, logs):
    name = platform.python('def handler(event, context): print("hello from", event)')
    platform.call(name, 7)
    where = {"logGroupName": f"/aws/lambda/{name}"}

    def reported():
        try:
            found = texts(logs.filter_log_events(**where)["events"])
        except logs.exceptions.ResourceNotFoundException:
            return None
        return found if any("REPORT" in text for text in found) else None

    found = eventually(reported, what="the REPORT line")
    assert "hello from 7" in found
    found = logs.filter_log_events(**where, filterPattern='"hello from"')["events"]
    assert texts(found) == ["hello from 7"]
    (stream,) = logs.describe_log_streams(**where)["logStreams"]
    assert stream["logStreamName"] == found[0]["logStreamName"]
    lines = logs.get_log_events(**where, logStreamName=stream["logStreamName"])["events"]
    assert "hello from 7" in texts(lines)
    groups = logs.describe_log_groups(logGroupNamePrefix=where["logGroupName"])["logGroups"]
    assert where["logGroupName"] in [group["logGroupName"] for group in groups]


class Tail(threading.Thread):
    """Watches logs as they come."""

    def __init__(self, logs, **arguments):
        super().__init__(daemon=True)
        answer = logs.start_live_tail(**arguments)
        self.stream = answer["responseStream"]
        self.start_event, self.updates, self.seen = None, 0, []
        self.start()
        eventually(lambda: self.start_event, what="the start of the live tail")

    def run(self):
        try:
            for event in self.stream:
                self.start_event = self.start_event or event.get("sessionStart")
                if update := event.get("sessionUpdate"):
                    self.updates += 1
                    self.seen += update["sessionResults"]
        except Exception:  # noqa: BLE001 the stream is closed under it
            pass

    def wait(self, count):
        eventually(lambda: len(self.seen) >= count, what=f"{count} events in the live tail")
        return texts(self.seen)


def test_live_tail(platform, logs, stream):
    name = platform.python('def handler(event, context): print("ERROR from", event)')
    platform.call(name, 1)
    printed = f"/aws/lambda/{name}"
    eventually(lambda: logs.describe_log_groups(logGroupNamePrefix=printed)["logGroups"])
    put(logs, stream, "ERROR before")
    groups = [ARN + stream["logGroupName"], ARN + printed]
    tail = Tail(logs, logGroupIdentifiers=groups, logEventFilterPattern="ERROR")
    assert tail.start_event["logGroupIdentifiers"] == groups
    put(logs, stream, "ERROR one", "fine", "ERROR two", at=now_ms() - 60_000)
    assert tail.wait(2) == ["ERROR one", "ERROR two"]
    event = tail.seen[0]
    assert event["logGroupIdentifier"] == groups[0]
    assert event["logStreamName"] == "s"
    assert event["ingestionTime"] > event["timestamp"]
    platform.call(name, 2)
    assert tail.wait(3)[2:] == ["ERROR from 2"]
    updates = tail.updates
    eventually(lambda: tail.updates > updates + 1, what="updates without events")
    tail.stream.close()


def test_live_tail_of_some_streams(logs, stream):
    other = {**stream, "logStreamName": "other"}
    logs.create_log_stream(**other)
    group = ARN + stream["logGroupName"]
    tail = Tail(logs, logGroupIdentifiers=[group], logStreamNames=["other"])
    put(logs, stream, "not this")
    put(logs, other, *(f"{n}" for n in range(600)))
    tail.wait(500)
    time.sleep(1.5)
    assert texts(tail.seen) == [str(n) for n in range(500)]
    tail.stream.close()
    missing = {"logGroupIdentifiers": [f"{ARN}none"]}
    refused("ResourceNotFoundException", logs.start_live_tail, **missing)
    star = {"logGroupIdentifiers": [f"{group}:*"]}
    refused("InvalidParameterException", logs.start_live_tail, **star)


def test_policies_decide(platform, logs, stream):
    iam = platform.boto3_client("iam")
    who = f"logger-{next(numbers)}"
    iam.create_user(UserName=who)
    own = f"{ARN}{stream['logGroupName']}:*"
    allowed = {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": own}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName=who, PolicyName="p", PolicyDocument=document)
    key = iam.create_access_key(UserName=who)["AccessKey"]
    theirs = boto3.client(
        "logs",
        endpoint_url=platform.endpoint,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 0}),
    )
    put(theirs, stream, "by them")
    message = refused("AccessDeniedException", theirs.get_log_events, **stream)
    resource = f"{ARN}{stream['logGroupName']}:log-stream:s"
    assert message.startswith(
        f"User: arn:aws:iam::{ACCOUNT}:user/{who} is not authorized to perform: "
        f"logs:GetLogEvents on resource: {resource}"
    )
    refused("AccessDeniedException", theirs.describe_log_groups)


def test_events_outlive_the_platform(fresh):
    platform = fresh()
    platform.start()
    logs = platform.boto3_client("logs")
    logs.create_log_group(logGroupName="g")
    where = {"logGroupName": "g", "logStreamName": "s"}
    logs.create_log_stream(**where)
    put(logs, where, "kept")
    platform.kill9()
    platform.start()
    assert texts(platform.boto3_client("logs").get_log_events(**where)["events"]) == ["kept"]
