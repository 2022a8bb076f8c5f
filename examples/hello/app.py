"""Greets whoever calls, be it through its URL or with an event."""

import os


def handler(event, context):
    asked = event.get("queryStringParameters", event)
    name = asked.get("name", "world")
    left = context.get_remaining_time_in_millis()
    print(f"greeting {name}, {left} ms left to do it")
    return {"message": f"{os.environ['GREETING']}, {name}!"}
