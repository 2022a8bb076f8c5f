"""Loads numpy."""

import leaving
import numpy


def handler(event, context):
    return leaving.answer(event) | {"sum": int(numpy.arange(4).sum())}
