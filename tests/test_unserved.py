"""Services of AWS that are not here: the SDKs and the aws command line say so in a sentence."""

import subprocess
import sys
from pathlib import Path

import botocore.exceptions
import pytest
from harness import send

AWS = Path(sys.executable).parent / "aws"

ASKED = [
    ("s3", "list_buckets", {}, "Amazon S3", "NotImplemented"),
    ("s3", "put_object", {"Bucket": "b", "Key": "a/b", "Body": b"x" * 3_000_000}, "Amazon S3", "NotImplemented"),
    ("s3", "list_objects_v2", {"Bucket": "b"}, "Amazon S3", "NotImplemented"),
    ("dynamodb", "list_tables", {}, "Amazon DynamoDB", "UnknownOperationException"),
    ("sqs", "list_queues", {}, "Amazon SQS", "UnknownOperationException"),
    ("sns", "list_topics", {}, "Amazon SNS", "InvalidAction"),
    ("apigateway", "get_rest_apis", {}, "Amazon API Gateway", "UnknownOperationException"),
    ("apigatewayv2", "get_apis", {}, "Amazon API Gateway", "UnknownOperationException"),
    ("scheduler", "list_schedules", {}, "Amazon EventBridge Scheduler", "UnknownOperationException"),
    ("events", "list_rules", {}, "Amazon EventBridge", "UnknownOperationException"),
    ("stepfunctions", "list_state_machines", {}, "AWS Step Functions", "UnknownOperationException"),
    ("secretsmanager", "list_secrets", {}, "AWS Secrets Manager", "UnknownOperationException"),
    ("ssm", "describe_parameters", {}, "AWS Systems Manager", "UnknownOperationException"),
    ("kms", "list_keys", {}, "AWS KMS", "UnknownOperationException"),
    ("kinesis", "list_streams", {}, "Amazon Kinesis Data Streams", "UnknownOperationException"),
    ("ec2", "describe_instances", {}, "Amazon EC2", "InvalidAction"),
    ("cloudformation", "list_stacks", {}, "AWS CloudFormation", "InvalidAction"),
    ("cloudwatch", "list_metrics", {}, "Amazon CloudWatch", "UnknownOperationException"),
    ("route53", "list_hosted_zones", {}, "Amazon Route 53", "NotImplemented"),
    ("efs", "describe_file_systems", {}, "Amazon EFS", "UnknownOperationException"),
]


@pytest.mark.parametrize("service, operation, arguments, public, code", ASKED, ids=[f"{a[0]}-{a[1]}" for a in ASKED])
def test_boto3_is_told_by_name(platform, service, operation, arguments, public, code):
    options = {"s3": {"addressing_style": "path"}} if service == "s3" else {}
    client = platform.boto3_client(service, **options)
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        getattr(client, operation)(**arguments)
    error = refused.value.response
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert error["Error"]["Code"] == code
    sentence = f"{public} is not served by this platform yet; served are IAM, Lambda, CloudWatch Logs and STS."
    assert error["Error"]["Message"] == sentence


@pytest.mark.parametrize("words, public", [(["s3", "ls"], "Amazon S3"), (["dynamodb", "list-tables"], "Amazon DynamoDB")])
def test_the_command_line_is_told_by_name(platform, tmp_path, words, public):
    env = {**platform.environment(), **platform.exports(), "HOME": str(tmp_path)}
    done = subprocess.run([AWS, *words], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0 and f"{public} is not served" in done.stderr, done.stderr


def test_a_presigned_url_is_told_in_xml(platform):
    url = platform.boto3_client("s3", signature_version="s3v4").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
    answer = platform.fetch(url.removeprefix(platform.endpoint))
    assert (answer.status, answer.header("content-type")) == (501, "application/xml")
    assert "<Code>NotImplemented</Code>" in answer.text and "Amazon S3" in answer.text


def test_strangers_learn_nothing(platform):
    """Whoever signs with keys of their own is told that, and whoever signs nothing finds nothing."""
    url = platform.boto3_client("s3", signature_version="s3v4").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
    forged = url.removeprefix(platform.endpoint).replace("X-Amz-Signature=", "X-Amz-Signature=0")[:-1]
    answer = platform.fetch(forged)
    assert answer.status == 403 and "served" not in answer.text
    for path in ("/b/k", "/restapis", "/"):
        answer = send(platform.port, "GET", path)
        assert answer.status == 404 and "Amazon" not in answer.text


def test_in_open_mode_everybody_is_told(fresh):
    platform = fresh("--open")
    platform.start()
    head = {"Authorization": "AWS4-HMAC-SHA256 Credential=any/20260102/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"}
    answer = platform.fetch("/bucket/key", "PUT", b"x" * 2_000_000, head)
    assert answer.status in (404, 501), answer
    client = platform.boto3_client("dynamodb")
    with pytest.raises(botocore.exceptions.ClientError, match="Amazon DynamoDB is not served"):
        client.list_tables()


def test_a_url_presigned_the_old_way_is_told_how(platform):
    url = platform.boto3_client("s3", signature_version="s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
    assert "AWSAccessKeyId" in url
    answer = platform.fetch(url.removeprefix(platform.endpoint))
    assert answer.status == 400 and b"AWS4-HMAC-SHA256" in answer.body, answer
