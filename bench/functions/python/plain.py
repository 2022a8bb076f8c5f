"""Loads nothing but json."""

import json

import leaving


def handler(event, context):
    return json.loads(json.dumps(leaving.answer(event)))
