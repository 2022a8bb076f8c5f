"""Answers events from a WebAssembly component: the world `mayfly:function`."""

import json

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import config, log
from wit_world.imports.types import Context, Error


class Handler(exports.Handler):
    def handle(self, event: bytes, context: Context) -> bytes:
        try:
            count = len(event.decode().split())
        except UnicodeDecodeError:
            raise Err(Error("NotText", "the event is not UTF-8; send text")) from None
        log.write(log.Level.INFO, f"{context.request_id} has {count} words")
        return json.dumps({config.get("unit") or "words": count}).encode()
