"""The storefront's files, read from their bucket on the local AWS. On the real AWS, CloudFront does
this: it maps a path to a key, signs its requests to the bucket, and caches responses.
"""

from pathlib import Path
from urllib.parse import quote

import aiohttp
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from serving.site import FOREVER, File, headers, name_of
from shop_rules.errors import Unavailable

from .aws import REGION
from .door_forward import Aws


class BucketSite:
    def __init__(self, aws: Aws, key: str, secret: str, named: Path) -> None:
        """named: the file that holds the bucket's name once it is deployed."""
        self.headers = headers()
        self._aws, self._named = aws, named
        self._kept: dict[str, File] = {}
        self._signer = S3SigV4Auth(Credentials(key, secret), "s3", REGION)

    async def file(self, path: str) -> File | None:
        """The file at a path; None if the site has none. Raises Unavailable until deployed."""
        name = name_of(path)
        if name is None:
            return None
        found = self._kept.get(name) or await self._read(name)
        if found and found.cache == FOREVER:
            self._kept[name] = found
        return found

    async def _read(self, name: str) -> File | None:
        try:
            url = f"{self._aws.address}/{self._named.read_text()}/{quote(name)}"
            return await self._asked(AWSRequest("GET", url))
        except (OSError, aiohttp.ClientError, TimeoutError):
            raise Unavailable("The storefront is being deployed.") from None

    async def _asked(self, request: AWSRequest) -> File | None:
        self._signer.add_auth(request)
        status, headers, content = await self._aws.read(request.url, dict(request.headers))
        if status == 404:
            return None
        if status != 200:
            raise Unavailable("The storefront's bucket is unavailable.")
        return File(headers["Content-Type"], headers["Cache-Control"], content)
