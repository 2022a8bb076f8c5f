"""Our codecs, as a program to ask: crates/protocol/examples/codec.rs."""

import base64
import json
import subprocess

from .platform import TARGET

PROGRAM = TARGET / "debug" / "examples" / "codec"


class Codec:
    """One process for many questions; a line out, a line in."""

    def __init__(self):
        self.process = subprocess.Popen(
            [PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def request(self, prepared, **more):
        """What a prepared request of botocore's means."""
        body = prepared.body or b""
        body = body.encode() if isinstance(body, str) else body
        headers = {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in prepared.headers.items()
        }
        return self.ask(
            what="request",
            method=prepared.method,
            uri=prepared.url,
            headers=headers,
            body=base64.b64encode(body).decode(),
            **more,
        )

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
