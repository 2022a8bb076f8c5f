"""Waits as long as it is asked to."""

import time

import leaving


def handler(event, context):
    time.sleep(float(event["queryStringParameters"]["ms"]) / 1000)
    return leaving.answer(event)
