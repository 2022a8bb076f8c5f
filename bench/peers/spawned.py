"""One process for one call: a handler's module loaded, called with stdin's event, and its answer."""

import importlib
import json
import sys

module = importlib.import_module(sys.argv[1])
print(json.dumps(module.handler(json.load(sys.stdin), None)), flush=True)
