"""Prints a service model of botocore as JSON, without its prose."""

import gzip
import json
import pathlib
import sys

import botocore

service, version = sys.argv[1:]
data = pathlib.Path(botocore.__file__).parent / "data" / service / version
with gzip.open(data / "service-2.json.gz") as file:
    model = json.load(file)
PROSE = {"documentation", "deprecatedMessage", "documentationUrl", "externalDocumentation"}


def bare(node, names=False):
    """Leaves prose out, but not shapes and members that happen to have such a name."""
    if isinstance(node, list):
        return [bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = node if names else {key: value for key, value in node.items() if key not in PROSE}
    return {key: bare(value, key in {"shapes", "members", "operations"} and not names)
            for key, value in kept.items()}


json.dump(bare(model), sys.stdout)
