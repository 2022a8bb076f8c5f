"""What a function must not be told by its callers: their credentials, and what only a platform says."""

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from harness import send
from harness.crowd import dial
from harness.people import allow, user

ECHO = "def handler(event, context):\n    return event\n"
SERVER = """#!/usr/bin/env python3
import http.server, json, os
class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if self.path.startswith("/switch"):
            self.wfile.write(b"HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: upgrade\\r\\n\\r\\n")
            self.close_connection = True
            return
        body = json.dumps([self.path, self.headers.items()]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Proxy-Authenticate", "Basic")
        self.send_header("Keep-Alive", "timeout=5")
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Echo).serve_forever()
"""
SECRETS = ("authorization", "x-amz-security-token", "x-amz-date", "x-amz-content-sha256")


@pytest.fixture(scope="module")
def signed(platform):
    """A function whose URL wants a signature, and somebody who may call it, for a while."""
    name = platform.python(ECHO, url=False)
    platform.boto3_client().create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    who, someone = user(platform, platform.boto3_client("iam"), allow("lambda:InvokeFunctionUrl"))
    keys = someone.of("sts").get_session_token()["Credentials"]
    return name, Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


def ask(platform, keys, path, signer=SigV4Auth, sent=None):
    url = f"http://127.0.0.1:{platform.port}{path}"
    request = AWSRequest(method="GET", url=url)
    signer(keys, "lambda", "us-east-1").add_auth(request)
    target = request.url.split(str(platform.port), 1)[1]
    return send(platform.port, "GET", sent or target, headers=dict(request.headers.items()))


def text_of(event):
    return str(event).lower()


def test_what_was_signed_with_stays_outside(platform, signed):
    name, keys = signed
    event = ask(platform, keys, f"/fn/{name}/a?x=1").json()
    assert event["requestContext"]["authorizer"]["iam"]["accessKey"] == keys.access_key
    assert not set(SECRETS) & set(event["headers"])
    assert keys.token.lower() not in text_of(event)
    assert event["rawQueryString"] == "x=1"


def test_a_presigned_url_stays_outside(platform, signed):
    name, keys = signed
    event = ask(platform, keys, f"/fn/{name}/a?x=1", SigV4QueryAuth).json()
    assert (event["rawQueryString"], event["queryStringParameters"]) == ("x=1", {"x": "1"})
    assert "signature" not in text_of(event) and "security-token" not in text_of(event)


def test_an_open_url_takes_no_credentials_along_either(platform):
    name = platform.python(ECHO, url=True)
    keys = Credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token")
    event = ask(platform, keys, f"/fn/{name}/").json()
    assert not set(SECRETS) & set(event["headers"])
    own = platform.fetch(f"/fn/{name}/", headers={"Authorization": "Bearer its-own"}).json()
    assert own["headers"]["authorization"] == "Bearer its-own"


@pytest.mark.parametrize("way", ["/../EVIL", "/%2e%2e/EVIL", "/./../EVIL", "/..%2fEVIL", "/x/%252e%252e/EVIL"])
def test_a_signature_for_one_function_is_none_for_another(platform, signed, way):
    name, keys = signed
    evil = platform.python(ECHO)
    platform.boto3_client().create_function_url_config(FunctionName=evil, AuthType="AWS_IAM")
    told = ask(platform, keys, f"/fn/{evil}/a", sent=f"/fn/{name}{way.replace('EVIL', evil)}/a")
    assert told.status == 400, told.text
    assert ask(platform, keys, f"/fn/{name}/a", sent=f"/fn//{name}/a").status in (400, 403, 404)
    # And so it is where nobody signs.
    assert platform.fetch(f"/fn/{name}{way.replace('EVIL', evil)}").status == 400


def test_one_host_for_one_request(platform, signed):
    name, _ = signed
    with dial(platform.port) as one:
        one.sendall(
            f"GET http://other.fn.localhost/fn/{name}/ HTTP/1.1\r\nHost: localhost\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        assert b" 400 " in one.recv(1_000).split(b"\r\n")[0]
    told = send(platform.port, "GET", f"/fn/{name}/", headers={"Host": ["localhost", "other"]})
    assert told.status == 400 and "two hosts" in told.text


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-Host", "X-Forwarded-For", "X_Forwarded_For", "X-Forwarded-Prefix", "Forwarded",
        "X-Real-IP", "X_Real_IP", "True-Client-IP", "X-Amzn-Request-Context", "X_Amzn_Trace_Id",
    ],
)
def test_callers_do_not_speak_for_the_platform(platform, header):
    name = platform.python(ECHO, url=True)
    event = platform.fetch(f"/fn/{name}/", headers={header: "evil"}).json()
    assert "evil" not in text_of(event["headers"])
    assert event["headers"]["x-forwarded-host"] == f"127.0.0.1:{platform.port}"


def test_servers_see_no_more_than_handlers(platform):
    name = platform.function({"server.py": SERVER}, "http", "python3 server.py", url=True)
    keys = Credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token")
    told = ask(platform, keys, f"/fn/{name}/a?x=1", SigV4QueryAuth)
    path, headers = told.json()
    assert path == "/a?x=1"
    assert not {name.lower() for name, _ in headers} & {*SECRETS, "x-amz-signature"}
    assert told.header("Proxy-Authenticate") is None and told.header("Keep-Alive") is None


def test_nobody_switches_protocols(platform):
    name = platform.function({"server.py": SERVER}, "http", "python3 server.py", url=True)
    told = platform.fetch(f"/fn/{name}/switch", headers={"Upgrade": "x", "Connection": "upgrade"})
    assert told.status == 502, told


def test_handlers_headers_of_one_connection_stay_inside(platform):
    name = platform.python(
        "def handler(event, context):\n"
        "    return {'statusCode': 200, 'headers': {'Upgrade': 'h2c', 'Keep-Alive': 'x',\n"
        "            'Proxy-Authenticate': 'Basic', 'Trailer': 'x', 'X-A': '1'}, 'body': 'b'}\n",
        url=True,
    )
    told = platform.fetch(f"/fn/{name}/")
    assert told.header("X-A") == "1"
    for header in ("Upgrade", "Keep-Alive", "Proxy-Authenticate", "Trailer"):
        assert told.header(header) is None, header

