"""Puts the storefront's files into their bucket, with the names and headers of serving/site.py.

Open pages still use the files they started with, so those of an earlier deployment stay.
"""

from serving.site import files

from .aws import client

ABOUT = "Stage 3 · serverless"


def put(bucket: str, prefix: str = "") -> None:
    """prefix: PUBLIC_URL's path. Uploads the page last, after the files that it refers to."""
    store, made = client("s3"), files(ABOUT, prefix)
    for name, file in reversed(made.items()):
        how = {"ContentType": file.media_type, "CacheControl": file.cache}
        store.put_object(Bucket=bucket, Key=name, Body=file.content, **how)
