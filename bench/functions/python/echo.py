"""Answers with what it was sent."""


def handler(event, context):
    return {"headers": {"content-type": "application/json"}, "body": event["body"]}
