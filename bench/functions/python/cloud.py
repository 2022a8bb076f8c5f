"""Loads boto3 and makes a client, as functions do outside of their handlers."""

import boto3
import leaving

s3 = boto3.client("s3", region_name="us-east-1")


def handler(event, context):
    return leaving.answer(event) | {"service": s3.meta.service_model.service_name}
