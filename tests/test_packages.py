"""Where a function's package is fetched: an address for ten minutes, without keys."""

import base64
import hashlib
import hmac
import itertools
import os
import re
import time
import zipfile
from http.client import IncompleteRead
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from harness.package import zipped
from harness.project import manifest

numbers = itertools.count(1)
# Larger than what is read at once, and not to be compressed.
LARGE = zipped({"app.py": "def handler(event, context): return 1", "noise": os.urandom(3_000_000)})


@pytest.fixture(scope="module")
def client(platform):
    return platform.boto3_client()


def create(client, package):
    name = f"package-{next(numbers)}"
    made = client.create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="app.handler",
        Code={"ZipFile": package},
    )
    return name, made["CodeSha256"]


def address(platform, client, name, **more):
    """Where its package is: what to ask the platform for."""
    location = client.get_function(FunctionName=name, **more)["Code"]["Location"]
    assert location.startswith(f"{platform.endpoint}/_packages/")
    return location.removeprefix(platform.endpoint)


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def denied(response):
    code, message = re.search(r"<Code>(.*)</Code><Message>(.*)</Message>", response.text).groups()
    assert response.header("Content-Type") == "application/xml"
    return response.status, code, message


def test_what_was_uploaded_is_what_comes(platform, client):
    name, digest = create(client, LARGE)
    at = address(platform, client, name)
    answer = platform.fetch(at)
    assert (answer.status, answer.header("Content-Type")) == (200, "application/zip")
    assert answer.body == LARGE and sha256(answer.body) == digest
    assert answer.header("Content-Length") == str(len(LARGE))
    file = at.split("?")[0].rsplit("/")[-1]
    assert answer.header("Content-Disposition") == f'attachment; filename="{file}.zip"'
    head = platform.fetch(at, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.header("Content-Length") == str(len(LARGE))
    expires = int(parse_qs(urlsplit(at).query)["Expires"][0])
    assert 590 < expires - time.time() <= 600


def test_each_version_has_its_own(platform, client):
    packages = [zipped({"app.py": f"def handler(event, context): return {n}"}) for n in (1, 2)]
    name, _ = create(client, packages[0])
    client.publish_version(FunctionName=name)
    client.update_function_code(FunctionName=name, ZipFile=packages[1])
    found = [platform.fetch(address(platform, client, name, Qualifier=q)).body for q in ("1", "$LATEST")]
    assert found == packages


def test_what_was_deployed_has_one_too(platform, client):
    name = f"package-{next(numbers)}"
    function = {"runtime": "python", "handler": "app.handler"}
    source = "def handler(event, context): return 1"
    platform.deploy({"mayfly.toml": manifest(name, **{name: function}), "app.py": source}, folder=name)
    found = platform.fetch(address(platform, client, name)).body
    assert sha256(found) == client.get_function(FunctionName=name)["Configuration"]["CodeSha256"]
    with zipfile.ZipFile(BytesIO(found)) as package:
        assert package.read("app.py").decode() == source


def test_layers_have_one(platform, client):
    package = zipped({"python/shared.py": "WORD = 'layer'"})
    made = client.publish_layer_version(LayerName="fetched", Content={"ZipFile": package})
    shown = client.get_layer_version(LayerName="fetched", VersionNumber=1)
    for content in (made["Content"], shown["Content"]):
        found = platform.fetch(content["Location"].removeprefix(platform.endpoint)).body
        assert found == package and sha256(found) == content["CodeSha256"]


def test_an_address_opens_nothing_else(platform, client):
    name, _ = create(client, zipped({"app.py": "1"}))
    other, _ = create(client, zipped({"app.py": "2"}))
    path, query = address(platform, client, name).split("?")
    others = address(platform, client, other).split("?")[0]
    signature = parse_qs(query)["Signature"][0]
    turned = signature[:-1] + ("1" if signature.endswith("0") else "0")
    later = re.sub(r"Expires=\d+", "Expires=9999999999", query)
    mismatch = (403, "SignatureDoesNotMatch")
    for asked, expected in [
        (path, (403, "AccessDenied")),
        (f"{path}?Expires=9999999999", (403, "AccessDenied")),
        (f"{path}?{later}", mismatch),
        (f"{path}?{query.replace(signature, turned)}", mismatch),
        (f"{others}?{query}", mismatch),
    ]:
        assert denied(platform.fetch(asked))[:2] == expected, asked
    assert platform.fetch(f"{path}?{query}").status == 200
    assert platform.fetch(f"{path}?{query}", "DELETE").status == 405


def test_an_address_ends(platform, client):
    name, _ = create(client, zipped({"app.py": "3"}))
    path = address(platform, client, name).split("?")[0]
    secret = platform.exports()["AWS_SECRET_ACCESS_KEY"].encode()
    key = hmac.digest(secret, b"mayfly pass 1", "sha256")

    def until(seconds):
        signature = hmac.digest(key, f"{seconds} {path}".encode(), "sha256").hex()
        return platform.fetch(f"{path}?Expires={seconds}&Signature={signature}")

    now = int(time.time())
    assert until(now + 60).status == 200
    assert denied(until(now - 2)) == (403, "AccessDenied", "Request has expired")


def test_a_damaged_package_does_not_come_whole(platform, client):
    name, _ = create(client, zipped({"app.py": "4", "noise": os.urandom(1_000_000)}))
    at = address(platform, client, name)
    digest = at.split("?")[0].rsplit("/")[-1]
    file = platform.data / "blobs" / digest[:2] / digest
    file.chmod(0o600)
    with open(file, "r+b") as damaged:
        damaged.seek(1_000)
        damaged.write(b"damage")
    with pytest.raises(IncompleteRead):
        platform.fetch(at)
