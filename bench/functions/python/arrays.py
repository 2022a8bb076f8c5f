"""Loads numpy."""

import leaving
import numpy


def handler(event, context):
    return leaving.answer() | {"sum": int(numpy.arange(4).sum())}
