"""Where pictures are kept: an object store in S3's form, opened on first use.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from functools import cache

from .config import config

CONNECT_SECONDS, READ_SECONDS = 2, 10


def save(name, content):
    try:
        _store().put_object(Bucket=_bucket(), Key=name, Body=content)
    except _store().exceptions.NoSuchBucket:
        _store().create_bucket(Bucket=_bucket())
        _store().put_object(Bucket=_bucket(), Key=name, Body=content)


def read(name):
    """The bytes, or None."""
    try:
        return _store().get_object(Bucket=_bucket(), Key=name)["Body"].read()
    except (_store().exceptions.NoSuchKey, _store().exceptions.NoSuchBucket):
        return None


def delete(name):
    _store().delete_object(Bucket=_bucket(), Key=name)


def is_up():
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        _store().head_bucket(Bucket=_bucket())
    except ClientError as error:
        return error.response["Error"]["Code"] == "404"  # made with the first picture
    except BotoCoreError:
        return False
    return True


def _bucket():
    return config().pictures_bucket


@cache
def _store():
    import boto3  # not at the top: it takes longer to import than the rest of the service
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=config().pictures_url or None,
        aws_access_key_id=config().pictures_key,
        aws_secret_access_key=config().pictures_secret,
        region_name="us-east-1",
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path"},
        ),
    )
