"""The image store: an object store with S3's API, opened on first use.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from shop_rules.errors import Unavailable

from . import telemetry
from .config import config

if TYPE_CHECKING:
    from botocore.client import BaseClient
CONNECT_SECONDS, READ_SECONDS = 2, 10


# --8<-- [start:save]
def save(name: str, content: bytes) -> None:
    with _or_unavailable():
        try:
            _store().put_object(Bucket=_bucket(), Key=name, Body=content)
        except _store().exceptions.NoSuchBucket:
            _store().create_bucket(Bucket=_bucket())
            _store().put_object(Bucket=_bucket(), Key=name, Body=content)


# --8<-- [end:save]


def read(name: str) -> bytes | None:
    """The bytes, or None."""
    with _or_unavailable():
        try:
            return _store().get_object(Bucket=_bucket(), Key=name)["Body"].read()
        except (_store().exceptions.NoSuchKey, _store().exceptions.NoSuchBucket):
            return None


def delete(name: str) -> None:
    with _or_unavailable():
        _store().delete_object(Bucket=_bucket(), Key=name)


def is_up() -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        _store().head_bucket(Bucket=_bucket())
    except ClientError as error:
        return error.response["Error"]["Code"] == "404"  # the first image creates the bucket
    except BotoCoreError:
        return False
    return True


@contextmanager
def _or_unavailable() -> Iterator[None]:
    """Turn a missing or non-S3 response into Unavailable: the client may try again later."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        telemetry.write("object store unavailable", level=40, error=str(error))
        raise Unavailable("The image store is unavailable.") from None


def _bucket() -> str:
    return config().pictures_bucket


@cache
def _store() -> "BaseClient":
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
