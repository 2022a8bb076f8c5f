"""A chain of calls that goes in circles ends, unless its owner wants it."""

import json
import time

import pytest
from harness import eventually
from harness.iam import client as client_for

MOST = 16
COUNT = "def handler(event, context): return 'again'"


@pytest.fixture
def api(platform):
    keys = platform.client.credentials
    return client_for(platform, "lambda", keys.access_key, keys.secret_key)


def outcomes(platform, name):
    return [record["outcome"] for record in platform.records(name)]


def leads_to(api, name, target, on="OnSuccess"):
    arn = api.get_function(FunctionName=target)["Configuration"]["FunctionArn"]
    api.put_function_event_invoke_config(
        FunctionName=name, DestinationConfig={on: {"Destination": arn}}
    )


def start(api, name):
    answer = api.invoke(FunctionName=name, InvocationType="Event", Payload=b"{}")
    assert answer["StatusCode"] == 202


def test_a_destination_to_itself_ends(platform, api):
    name = platform.python(COUNT)
    leads_to(api, name, name)
    start(api, name)
    eventually(lambda: "recursive_loop" in outcomes(platform, name), timeout=60, what="it is stopped")
    time.sleep(0.5)
    seen = outcomes(platform, name)
    assert (seen.count("ok"), seen.count("recursive_loop")) == (MOST, 1)
    assert platform.show(name)["async_waiting"] == 0
    texts = [event["text"] for event in platform.logs(name)]
    assert any("PutFunctionRecursionConfig" in text for text in texts), "its log says why"


def test_a_circle_of_two_ends_and_is_told_of_outside_of_it(platform, api):
    one, two, told = (platform.python(COUNT) for _ in range(3))
    leads_to(api, one, two)
    leads_to(api, two, one)
    arn = api.get_function(FunctionName=told)["Configuration"]["FunctionArn"]
    for name, other in ((one, two), (two, one)):
        to = api.get_function(FunctionName=other)["Configuration"]["FunctionArn"]
        config = {"OnSuccess": {"Destination": to}, "OnFailure": {"Destination": arn}}
        api.put_function_event_invoke_config(FunctionName=name, DestinationConfig=config)
    start(api, one)
    eventually(lambda: outcomes(platform, told) == ["ok"], timeout=60, what="it is told of")
    time.sleep(0.5)
    assert outcomes(platform, one).count("ok") == MOST
    assert outcomes(platform, two).count("ok") == MOST
    assert outcomes(platform, told) == ["ok"]


def test_what_is_told_of_it_is_no_loop_either(platform, api):
    name = platform.python("def handler(event, context): return 1")
    arn = api.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    both = {"OnSuccess": {"Destination": arn}, "OnFailure": {"Destination": arn}}
    api.put_function_event_invoke_config(FunctionName=name, DestinationConfig=both)
    start(api, name)
    eventually(lambda: "recursive_loop" in outcomes(platform, name), timeout=60)
    time.sleep(1)
    assert outcomes(platform, name).count("recursive_loop") == 1


def test_its_owner_may_want_it(platform, api):
    name = platform.python(COUNT)
    assert api.get_function_recursion_config(FunctionName=name)["RecursiveLoop"] == "Terminate"
    api.put_function_recursion_config(FunctionName=name, RecursiveLoop="Allow")
    leads_to(api, name, name)
    start(api, name)
    eventually(lambda: len(outcomes(platform, name)) > 2 * MOST, timeout=60, what="it goes on")
    assert "recursive_loop" not in outcomes(platform, name)
    api.put_function_recursion_config(FunctionName=name, RecursiveLoop="Terminate")
    eventually(lambda: "recursive_loop" in outcomes(platform, name), what="until he does not")


def test_a_function_that_calls_itself_is_counted_by_its_trace(platform):
    """As AWS's SDKs do: the trace of the call that is running goes with the calls it makes."""
    name = platform.python("import os\ndef handler(event, context): return os.environ['_X_AMZN_TRACE_ID']")
    path = f"/2015-03-31/functions/{name}/invocations"
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0"
    for _ in range(MOST):
        answer = platform.client.request("POST", path, b"{}", {"X-Amzn-Trace-Id": trace})
        assert answer.status == 200
        trace = json.loads(answer.body)
        assert trace.startswith("Root=1-5759e988-bd862e3fe1be46a994272793;")
    answer = platform.client.request("POST", path, b"{}", {"X-Amzn-Trace-Id": trace})
    assert answer.status == 400
    assert answer.header("x-amzn-ErrorType").startswith("RecursiveInvocationException")
    other = platform.python(COUNT)
    path = path.replace(name, other)
    assert platform.client.request("POST", path, b"{}", {"X-Amzn-Trace-Id": trace}).status == 200
