"""The bucket of images, which clients may read from directly, and the bucket of uploaded events. An
object is written completely or not at all."""

from functools import partial

from . import aws
from .config import config

LINK_SECONDS = 300
_or_unavailable = partial(
    aws.or_unavailable, "object store unavailable", "The image store is unavailable."
)


def save(name: str, content: bytes, media_type: str) -> None:
    _save(config().bucket, name, content, media_type)


def read(name: str) -> bytes | None:
    """The bytes, or None."""
    found = read_typed(name)
    return found[0] if found else None


def read_typed(name: str) -> tuple[bytes, str] | None:
    """(bytes, media type), or None."""
    return _read(config().bucket, name)


def exists(name: str) -> bool:
    return name in names(name)


def names(prefix: str) -> list[str]:
    with _or_unavailable():
        found = aws.client("s3").list_objects_v2(Bucket=config().bucket, Prefix=prefix)
    return [each["Key"] for each in found.get("Contents", [])]


def delete(name: str) -> None:
    with _or_unavailable():
        aws.client("s3").delete_object(Bucket=config().bucket, Key=name)


# --8<-- [start:link]
def link(name: str) -> str:
    """A presigned URL: its bearer may read the object for LINK_SECONDS, without any function."""
    where = {"Bucket": config().bucket, "Key": name}
    signed_for = config().links_signed_for
    if not signed_for:
        return aws.client("s3").generate_presigned_url("get_object", where, ExpiresIn=LINK_SECONDS)
    store = aws.client("s3", signed_for)
    url = store.generate_presigned_url("get_object", where, ExpiresIn=LINK_SECONDS)
    return config().public_url + url.removeprefix(signed_for)


# --8<-- [end:link]
def save_clicks(name: str, content: bytes) -> None:
    _save(config().clicks_bucket, name, content, "application/json")


def read_clicks(name: str) -> bytes | None:
    """The bytes, or None."""
    found = _read(config().clicks_bucket, name)
    return found[0] if found else None


def _save(bucket: str, name: str, content: bytes, media_type: str) -> None:
    where = {"Bucket": bucket, "Key": name}
    with _or_unavailable():
        aws.client("s3").put_object(**where, Body=content, ContentType=media_type)


def _read(bucket: str, name: str) -> tuple[bytes, str] | None:
    client = aws.client("s3")
    with _or_unavailable():
        try:
            found = client.get_object(Bucket=bucket, Key=name)
            return found["Body"].read(), found["ContentType"]
        except client.exceptions.NoSuchKey:
            return None
