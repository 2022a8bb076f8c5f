"""HTTP as a client sees it: raw, so that nothing between the test and the platform helps."""

import base64
import http.client
import json
from dataclasses import dataclass, field

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


@dataclass
class Response:
    status: int
    headers: list
    body: bytes

    def header(self, name):
        """The header's only value, or None."""
        values = self.all(name)
        assert len(values) < 2, f"{name} came more than once: {values}"
        return values[0] if values else None

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)


@dataclass
class Reply:
    """The answer to an invocation through Lambda's API."""

    status: int
    error: str | None
    payload: bytes
    version: str | None
    request_id: str | None
    log: str | None
    response: Response = field(repr=False)

    @classmethod
    def of(cls, response):
        tail = response.header("X-Amz-Log-Result")
        return cls(
            status=response.status,
            error=response.header("X-Amz-Function-Error"),
            payload=response.body,
            version=response.header("X-Amz-Executed-Version"),
            request_id=response.header("x-amzn-RequestId"),
            log=base64.b64decode(tail).decode() if tail is not None else None,
            response=response,
        )

    def json(self):
        return json.loads(self.payload)


class Client:
    """One address, one pair of keys."""

    def __init__(self, port, access_key, secret_key, region="us-east-1"):
        self.port = port
        self.region = region
        self.credentials = Credentials(access_key, secret_key)

    def signed(self, method, path, body=b"", headers=None, service=None):
        service = service or ("mayfly" if path.startswith("/_mayfly/") else "lambda")
        url = f"http://127.0.0.1:{self.port}{path}"
        request = AWSRequest(method=method, url=url, data=body, headers=dict(headers or {}))
        SigV4Auth(self.credentials, service, self.region).add_auth(request)
        return dict(request.headers.items())

    def request(self, method, path, body=b"", headers=None, service=None, timeout=60):
        signed = self.signed(method, path, body, headers, service)
        return send(self.port, method, path, body, signed, timeout)

    def invoke(self, name, payload=b"", kind=None, tail=False, context=None, timeout=60):
        if not isinstance(payload, (bytes, bytearray)):
            payload = json.dumps(payload).encode()
        headers = {}
        if kind:
            headers["X-Amz-Invocation-Type"] = kind
        if tail:
            headers["X-Amz-Log-Type"] = "Tail"
        if context is not None:
            text = json.dumps(context).encode()
            headers["X-Amz-Client-Context"] = base64.b64encode(text).decode()
        path = f"/2015-03-31/functions/{name}/invocations"
        return Reply.of(self.request("POST", path, bytes(payload), headers, timeout=timeout))


def connect(port, timeout=60):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)


def send(port, method, path, body=b"", headers=None, timeout=60):
    """One request on a connection of its own; no header but those given, Host and a length."""
    connection = connect(port, timeout)
    headers = dict(headers or {})
    try:
        named = {name.lower() for name in headers}
        connection.putrequest(method, path, skip_host="host" in named, skip_accept_encoding=True)
        if "content-length" not in named and (body or method in ("POST", "PUT", "PATCH")):
            headers["Content-Length"] = str(len(body))
        for name, value in headers.items():
            for one in value if isinstance(value, list) else [value]:
                connection.putheader(name, one)
        try:
            connection.endheaders(body if body else None)
        except (BrokenPipeError, ConnectionResetError):
            # Refused before the body was read in full; the answer is there all the same.
            pass
        answer = connection.getresponse()
        return Response(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()
