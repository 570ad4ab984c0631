"""Puts the storefront's files into their bucket, named, typed, and kept as serving/site.py says.

Pages that are open go on with the files they began with, so those of an earlier deployment stay.
"""

from serving.site import files

from .aws import client

ABOUT = "Stage 3 · serverless"


def put(bucket: str, prefix: str = "") -> None:
    """prefix: PUBLIC_URL's path. The page comes last: what it names is there before it."""
    store, made = client("s3"), files(ABOUT, prefix)
    for name, file in reversed(made.items()):
        how = {"ContentType": file.media_type, "CacheControl": file.cache}
        store.put_object(Bucket=bucket, Key=name, Body=file.content, **how)
