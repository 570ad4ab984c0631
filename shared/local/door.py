"""The public address of a local stage 3, in place of those that API Gateway and S3 have on AWS.

An ASGI application (https://asgi.readthedocs.io). It forwards API requests and the signed image
links of functions, serves the storefront, and refuses everything else: web pages must not reach
the local AWS behind it. It forwards a path as it was sent; API Gateway interprets it.

Environment: PORT, DATA, AWS_ADDRESS of the local AWS, LOCAL_AWS_KEY, LOCAL_AWS_SECRET, PUBLIC_URL,
TRUSTED_PROXIES, and API_ID and SITE_BUCKET, the files that hold them.
"""

import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from serving.asgi import Answer, Receive, Scope, Send
from serving.bodies import Body
from serving.room import Room
from serving.with_site import answer
from shop_rules import headers, rates
from shop_rules.errors import Malformed, NotFound, ShopError, Unavailable

from . import door_answers as answers
from . import loopback6
from .door_forward import SAFE, Aws
from .door_request import Request, received
from .door_site import BucketSite

API = "/api/"  # the function knows which versions there are
PICTURE = re.compile(r"/shop-pictures-\d{12}/(?:pictures|thumbs)/[0-9a-f-]+/[0-9a-f-]+")
SIGNED = {
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
}
KEYS_OF_AWS = {"x-amz-credential", "awsaccesskeyid"}
BODIES_BYTES = 64 * 1024 * 1024  # memory limit for all unfinished bodies together
ROOM_BYTES = 16 * 1024 * 1024  # free disk space below which writes are refused
READS = ("GET", "HEAD")


def create_app() -> "Door":
    given = os.environ
    secret = given["LOCAL_AWS_SECRET"]
    aws = Aws(given["AWS_ADDRESS"], secret, Path(given["API_ID"]))
    site = BucketSite(aws, given["LOCAL_AWS_KEY"], secret, Path(given["SITE_BUCKET"]))
    public_url = given.get("PUBLIC_URL", "").rstrip("/")
    proxies = rates.networks(given.get("TRUSTED_PROXIES", ""))
    return Door(aws, site, int(given["PORT"]), public_url, Path(given["DATA"]), proxies)


class Door:
    def __init__(
        self,
        aws: Aws,
        site: BucketSite,
        port: int,
        public_url: str,
        data: Path,
        proxies: Collection[str] = (),
    ) -> None:
        """data: a folder on the disk whose free space is checked before each write.
        proxies: addresses or networks of the proxies that are trusted to name the client."""
        public = urlsplit(public_url)
        self._data, self._site = data, site
        self._aws, self._port, self._room = aws, port, Room(BODIES_BYTES)
        self._proxies = proxies
        self._public_host, self._prefix = public.hostname, public.path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        body = Body(scope["headers"], receive, self._room)
        try:
            request = received(scope, body, self._proxies)
            await answers.send_back(send, request, await self._answered(request))
        finally:
            await body.drain()

    async def _answered(self, request: Request) -> Answer:
        try:
            return await self._answer(request)
        except ShopError as error:
            return answers.refusal(error, request)
        except Exception as error:
            return answers.bug(error, request)

    async def _answer(self, request: Request) -> Answer:
        """The response of API, object store or site, by the path below PUBLIC_URL's prefix."""
        for name, value in request.headers:
            if name == "host":
                headers.check_host(value, self._public_host)
        path = request.raw_path
        if request.method == "CONNECT" or not path.isascii():
            raise Malformed("This is no request of the shop.")
        if self._prefix and path.startswith(f"{self._prefix}/"):
            path = path.removeprefix(self._prefix)
        if path.startswith(API):
            _check_for_aws(request)
            self._check_disk(request)
            return await self._aws.call_api(request, path)
        if _is_a_signed_picture(request, path):
            return await self._aws.read_picture(request, path)
        found = await self._site.file(path)
        if found:
            sent = {name.encode(): value for name, value in request.headers}
            return answer(found, self._site.headers, request.method, request.raw_path, sent)
        raise NotFound("No such path.")

    def _check_disk(self, request: Request) -> None:
        """Refuse writes on a full disk: the local AWS must save its memory when it stops."""
        if request.method not in SAFE and shutil.disk_usage(self._data).free < ROOM_BYTES:
            raise Unavailable("The disk is full.")

    async def _live(self, receive: Receive, send: Send) -> None:
        """ASGI's lifespan: open the connections to the local AWS, and listen on IPv6."""
        await receive()
        self._aws.open()
        on_ipv6 = await loopback6.listen(self._port)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if on_ipv6:
            on_ipv6.close()
        await self._aws.close()
        await send({"type": "lifespan.shutdown.complete"})


def _check_for_aws(request: Request) -> None:
    """Refuse an AWS key in an API call: the local AWS would take it for an account number."""
    names = {name.lower() for name, _ in parse_qsl(request.query, keep_blank_values=True)}
    scheme = (request.header("authorization") or "")[:3].upper()
    if names & KEYS_OF_AWS or scheme == "AWS":
        raise Malformed("No request of the shop is signed for AWS.")


def _is_a_signed_picture(request: Request, path: str) -> bool:
    """True for a presigned link, which S3 verifies, with no other parameter in its query."""
    given = {name for name, _ in parse_qsl(request.query, keep_blank_values=True)}
    return request.method in READS and bool(PICTURE.fullmatch(path)) and given == SIGNED
