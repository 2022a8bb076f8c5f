"""A platform started with --open: open to this machine's people, not to web pages, nor to functions."""

import boto3
import pytest

PAGES = [
    ({"Host": "evil.example:4566"}, "asked by a name of this machine"),
    ({"Host": "evil.example"}, "asked by a name of this machine"),
    ({"Sec-Fetch-Site": "cross-site"}, "web pages of elsewhere"),
    ({"Origin": "https://evil.example"}, "web pages of elsewhere"),
]
SIGNED = "X-Amz-Signature=0"
INSIDE = """
import http.client, os, urllib.parse
def handler(event, context):
    to = urllib.parse.urlparse(os.environ["AWS_ENDPOINT_URL"])
    def ask(path, headers):
        one = http.client.HTTPConnection(to.hostname, to.port, timeout=10)
        one.request("GET", path, headers=headers)
        return one.getresponse().status
    anybody = {"Authorization": event["by_a_key_of_its_own"]} if event else {}
    return [ask(path, anybody) for path in ["/2015-03-31/functions", "/_mayfly/v1/functions"]]
"""


@pytest.fixture
def opened(fresh):
    platform = fresh("--open")
    platform.start()
    return platform


@pytest.mark.parametrize("headers, why", PAGES)
def test_web_pages_are_let_into_nothing(opened, headers, why):
    for method, path in [
        ("GET", "/2015-03-31/functions"),
        ("GET", "/_mayfly/v1/functions"),
        ("POST", "/2015-03-31/functions"),
        ("GET", f"/?Action=ListUsers&Version=2010-05-08&{SIGNED}"),
        ("POST", f"/?Action=CreateUser&UserName=evil&Version=2010-05-08&{SIGNED}"),
    ]:
        told = opened.fetch(path, method, headers=headers)
        assert told.status in (400, 403) and why in told.text, (path, told.text)
    assert opened.boto3_client("iam").list_users()["Users"] == []


def test_nothing_is_changed_by_a_get(opened):
    version = f"Version=2010-05-08&{SIGNED}"
    told = opened.fetch(f"/?Action=CreateUser&UserName=evil&{version}")
    assert told.status == 403 and "changes nothing by a GET" in told.text
    assert opened.fetch(f"/?Action=ListUsers&{version}").status == 200
    opened.boto3_client("iam").create_user(UserName="good")
    assert [one["UserName"] for one in opened.boto3_client("iam").list_users()["Users"]] == ["good"]


def test_this_machines_own_names_are_let_in(opened):
    for host in ["localhost", f"localhost:{opened.port}", "127.0.0.1", "[::1]:1", "a.localhost"]:
        assert opened.fetch("/2015-03-31/functions", headers={"Host": host}).status == 200, host
    near = {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:3000"}
    assert opened.fetch("/2015-03-31/functions", headers=near).status == 200


def test_functions_keep_their_own_rights(opened):
    name = opened.python(INSIDE)
    assert opened.call(name, {}) == [403, 403]
    stranger = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/lambda/aws4_request"
    assert set(opened.call(name, {"by_a_key_of_its_own": stranger})) <= {400, 403}


def test_a_functions_keys_are_its_own_whoever_has_them(opened):
    """Also where it has the host's network, and comes as anybody of this machine would."""
    name = opened.python(
        "import os\ndef handler(event, context):\n"
        "    return [os.environ[k] for k in ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')]\n"
    )
    key, secret, token = opened.call(name)
    client = boto3.client(
        "lambda", endpoint_url=opened.endpoint, region_name="us-east-1",
        aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token,
    )
    with pytest.raises(client.exceptions.ClientError) as refused:
        client.list_functions()
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
