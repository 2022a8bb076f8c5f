"""The life of a function through boto3, told as JSON: what each step answered."""

import base64
import json
import sys
import time
import urllib.request
from pathlib import Path

import boto3

first, second = (Path(file).read_bytes() for file in sys.argv[1:])
client = boto3.client("lambda")
name = {"FunctionName": "from-python"}
told = {}


def call(**more):
    answer = client.invoke(**{**name, "Payload": '{"name":"Ada"}', **more})
    return [answer["StatusCode"], answer["Payload"].read().decode()]


def wait(what):
    client.get_waiter(what).wait(**name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def fetch(address):
    with urllib.request.urlopen(address, timeout=20) as response:
        return response.read()


def logged():
    """All greetings that the function's log group has, once the one over its URL is there."""
    logs = boto3.client("logs")
    wanted = {"logGroupName": f"/aws/lambda/{name['FunctionName']}", "filterPattern": "greeting"}
    for _ in range(50):
        messages = [event["message"].rstrip() for event in logs.filter_log_events(**wanted)["events"]]
        if any("undefined" in text for text in messages):
            return messages
        time.sleep(0.1)
    raise TimeoutError("the logs did not come")


client.create_function(
    **name,
    Runtime="nodejs20.x",
    Role="arn:aws:iam::000000000000:role/any",
    Handler="index.handler",
    Code={"ZipFile": first},
)
wait("function_active_v2")
told["waited"] = call()
tail = client.invoke(**name, Payload='{"name":"Bob"}', LogType="Tail")
told["tail"] = base64.b64decode(tail["LogResult"]).decode()
told["kept"] = call(InvocationType="Event")
told["asked"] = call(InvocationType="DryRun")
stream = client.invoke_with_response_stream(**name, Payload='{"name":"Eve"}')["EventStream"]
pieces = [event["PayloadChunk"]["Payload"] for event in stream if "PayloadChunk" in event]
told["streamed"] = b"".join(pieces).decode()
told["downloaded"] = fetch(client.get_function(**name)["Code"]["Location"]) == first
client.publish_version(**name)
client.create_alias(**name, Name="live", FunctionVersion="1")
client.update_function_code(**name, ZipFile=second)
wait("function_updated_v2")
told["alias"] = [call(Qualifier="live")]
client.publish_version(**name)
client.update_alias(**name, Name="live", FunctionVersion="2")
told["alias"].append(call(Qualifier="live"))
url = client.create_function_url_config(**name, AuthType="NONE")["FunctionUrl"]
told["url"] = fetch(url).decode()
told["logged"] = logged()
client.delete_function(**name)
try:
    call()
except client.exceptions.ResourceNotFoundException as error:
    head = error.response["ResponseMetadata"]
    told["gone"] = [error.response["Error"]["Code"], head["HTTPStatusCode"], error.response["Error"]["Message"]]
print(json.dumps(told))
