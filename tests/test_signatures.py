"""Signatures as botocore makes them, and what becomes of those that are wrong."""

import datetime
import json
from contextlib import contextmanager
from unittest import mock
from urllib.parse import urlsplit

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from harness import send

EVENT = b'{"a": "\xc3\xa9"}'


@pytest.fixture(scope="module")
def echo(platform):
    return platform.python("def handler(event, context): return event", timeout="10s")


@pytest.fixture(scope="module")
def keys(platform):
    env = platform.exports()
    return Credentials(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"])


def path(name):
    return f"/2015-03-31/functions/{name}/invocations"


def request(platform, target, body=EVENT, headers=None):
    return AWSRequest("POST", platform.endpoint + target, headers=dict(headers or {}), data=body)


@contextmanager
def at(shift):
    """Botocore signs as if its clock were off by so many seconds."""
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=shift)
    with mock.patch("botocore.auth.get_current_datetime", lambda **_: now):
        yield


def signed(platform, keys, target, body=EVENT, headers=None, signer=SigV4Auth):
    made = request(platform, target, body, headers)
    signer(keys, "lambda", "us-east-1").add_auth(made)
    return made


def presigned(platform, keys, target, expires=60):
    """A URL to be sent without a body: botocore would make parameters of one."""
    made = request(platform, target, b"")
    SigV4QueryAuth(keys, "lambda", "us-east-1", expires=expires).add_auth(made)
    return made


def answer(platform, made, body=None, headers=None):
    body = made.data if body is None else body
    url = urlsplit(made.url)
    target = url.path + (f"?{url.query}" if url.query else "")
    sent = {**dict(made.headers.items()), **(headers or {})}
    return send(platform.port, "POST", target, body, sent)


def refused(response):
    """The status, the code and the message of a refusal."""
    body = json.loads(response.body)
    return response.status, response.header("x-amzn-errortype"), body["message"]


# What is let in.


def test_a_signature_in_the_header(platform, keys, echo):
    response = answer(platform, signed(platform, keys, path(echo)))
    assert (response.status, response.json()) == (200, {"a": "é"})


@pytest.mark.parametrize("extra", ["?Qualifier=%24LATEST", "?b=2&a=1&a&c=%2F%20~", "?=&x"])
def test_queries_of_every_kind(platform, keys, echo, extra):
    assert answer(platform, signed(platform, keys, path(echo) + extra)).status == 200


def test_headers_of_every_kind(platform, keys, echo):
    odd = {"X-Odd": "  a   b \t c  ", "X-Empty": "", "x-UPPER": "Case", "X-Amz-Meta": '"a   b"'}
    assert answer(platform, signed(platform, keys, path(echo), headers=odd)).status == 200


def test_an_empty_body(platform, keys, echo):
    made = signed(platform, keys, path(echo), body=b"")
    assert answer(platform, made).status == 200


def test_a_presigned_url(platform, keys, echo):
    made = presigned(platform, keys, path(echo))
    assert "Authorization" not in made.headers
    assert answer(platform, made).status == 200


def test_a_presigned_url_is_good_for_a_week_and_no_more(platform, keys, echo):
    assert answer(platform, presigned(platform, keys, path(echo), expires=604_800)).status == 200
    response = answer(platform, presigned(platform, keys, path(echo), expires=604_801))
    assert refused(response)[:2] == (400, "IncompleteSignatureException")


def test_a_signature_as_for_s3(platform, keys, echo):
    made = signed(platform, keys, path(echo), signer=S3SigV4Auth)
    assert "X-Amz-Content-SHA256" in made.headers
    assert answer(platform, made).status == 200


def test_a_body_that_is_not_signed(platform, keys, echo):
    made = request(platform, path(echo), headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"})
    SigV4Auth(keys, "lambda", "us-east-1").add_auth(made)
    assert answer(platform, made, body=b'"another"').json() == "another"


def test_clocks_may_be_five_minutes_apart(platform, keys, echo):
    for shift in (-290, 290):
        with at(shift):
            made = signed(platform, keys, path(echo))
        assert answer(platform, made).status == 200, shift


# What is not.


def test_no_signature(platform, echo):
    response = send(platform.port, "POST", path(echo), EVENT)
    code = "MissingAuthenticationTokenException"
    assert refused(response) == (403, code, "Missing Authentication Token")


def test_another_secret(platform, keys, echo):
    guess = Credentials(keys.access_key, "guess")
    for made in (signed(platform, guess, path(echo)), presigned(platform, guess, path(echo))):
        status, code, message = refused(answer(platform, made))
        assert (status, code) == (403, "InvalidSignatureException")
        assert message.startswith("The request signature we calculated does not match")


def test_another_key(platform, keys, echo):
    for token in (None, "token"):
        stranger = Credentials("AKIASTRANGER", keys.secret_key, token)
        response = answer(platform, signed(platform, stranger, path(echo)))
        message = "The security token included in the request is invalid."
        assert refused(response) == (403, "UnrecognizedClientException", message)


def test_a_token_that_does_not_belong_to_the_key(platform, keys, echo):
    borrowed = Credentials(keys.access_key, keys.secret_key, "token")
    for made in (signed(platform, borrowed, path(echo)), presigned(platform, borrowed, path(echo))):
        assert refused(answer(platform, made))[:2] == (403, "UnrecognizedClientException")


def test_what_was_changed_on_the_way(platform, keys, echo):
    for made in (signed(platform, keys, path(echo)), presigned(platform, keys, path(echo))):
        response = answer(platform, made, body=b'{"b": 1}')
        assert refused(response)[:2] == (403, "InvalidSignatureException")
        response = answer(platform, made, headers={"Host": "elsewhere"})
        assert refused(response)[:2] == (403, "InvalidSignatureException")
        made.url += ("&" if "?" in made.url else "?") + "Qualifier=1"
        assert refused(answer(platform, made))[:2] == (403, "InvalidSignatureException")


def test_a_clock_that_is_wrong(platform, keys, echo):
    for shift, text in ((-310, "Signature expired: "), (310, "Signature not yet current: ")):
        with at(shift):
            made = signed(platform, keys, path(echo))
        status, code, message = refused(answer(platform, made))
        assert (status, code) == (403, "InvalidSignatureException")
        assert message.startswith(text) and "5 min.)" in message


def test_a_presigned_url_whose_time_is_over(platform, keys, echo):
    with at(-70):
        made = presigned(platform, keys, path(echo), expires=60)
    status, code, message = refused(answer(platform, made))
    assert (status, code) == (403, "InvalidSignatureException")
    assert message.startswith("Signature expired: ") and "1 min.)" in message


def test_a_signature_in_both_places(platform, keys, echo):
    made = presigned(platform, keys, path(echo))
    both = signed(platform, keys, path(echo))
    response = answer(platform, made, headers=dict(both.headers.items()))
    status, code, message = refused(response)
    assert (status, code) == (400, "IncompleteSignatureException")
    assert message.startswith("Found both 'X-Amz-Algorithm'")


def test_a_signature_with_a_key_pair(platform, keys, echo):
    made = signed(platform, keys, path(echo))
    header = made.headers["Authorization"].replace("HMAC-SHA256", "ECDSA-P256-SHA256")
    status, code, message = refused(answer(platform, made, headers={"Authorization": header}))
    assert (status, code) == (400, "IncompleteSignatureException")
    assert "SigV4A" in message


@pytest.mark.parametrize("part", ["Credential", "SignedHeaders", "Signature"])
def test_a_part_that_is_missing(platform, keys, echo, part):
    made = signed(platform, keys, path(echo))
    header = made.headers["Authorization"].replace(part + "=", "Other=")
    status, code, message = refused(answer(platform, made, headers={"Authorization": header}))
    assert (status, code) == (400, "IncompleteSignatureException")
    assert part in message
