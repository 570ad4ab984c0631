"""Forwards a request to the local AWS, and returns the response.

A request that may have taken effect is never retried here: if the connection of a POST breaks, the
door answers 503, and the client retries it with its Idempotency-Key.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import aiohttp
from yarl import URL

from serving.asgi import Answer, Headers
from shop_rules.errors import Unavailable

from .door_request import Pairs, Request, whole

SIGNED_FOR = "127.0.0.1"  # the Host of image links; without the port, which changes
# API calls in flight; more wait here. Each call needs a function host, and AWS has a thousand.
# Here they share one machine: forty cold starts at once take a minute.
AT_ONCE = 8
TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=1)
OF_FILES = aiohttp.ClientTimeout(total=20, sock_connect=1)
SAFE = ("GET", "HEAD", "OPTIONS")  # can be retried (RFC 9110, 9.2.1)
# Hop-by-hop headers, which are not forwarded (RFC 9110, 7.6.1).
HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-connection te trailer transfer-encoding upgrade".split()
)
# Headers of browsers, which the guard refuses, and headers that only the door may set.
OF_THE_DOOR = ("x-local-key", "x-forwarded-for", "host", "x-body-to-come")
OURS = ("origin", "referer", "sec-fetch-", *OF_THE_DOOR)
BODY_NEEDED = 417  # the functions' answer to X-Body-To-Come, if they do not refuse
OF_PICTURES = ("accept", "if-", "range", "user-agent", "x-request-id")  # all headers that S3 gets
LENGTH = "content-length"
SKIPPED = ("Accept", "Accept-Encoding", "User-Agent", "Content-Type")  # aiohttp would add its own


class Aws:
    def __init__(self, address: str, secret: str, api_file: Path) -> None:
        """api_file: holds the API's id once it is deployed."""
        self.address, self._secret, self._api_file = address, secret, api_file
        self._session: aiohttp.ClientSession  # set by open()
        self._hosts = asyncio.Semaphore(AT_ONCE)

    def open(self) -> None:
        """Open the connection pool, which lives as long as the door."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
            timeout=TIMEOUT,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        await self._session.close()

    async def call_api(self, request: Request, path: str) -> Answer:
        """Forward to the API's own host name, which reaches nothing else.

        A refusal does not wait for a late body: the functions are called once without it.
        """
        host = f"{self._api_id()}.execute-api.localhost"
        sent = [*_sent_on(request), ("Host", host), ("X-Local-Key", self._secret)]
        if request.header("accept") is None:  # ministack would send an image's Base64
            sent.append(("Accept", "*/*"))  # means the same (RFC 9110, 12.5.1)
        if not await request.body.arrives_soon():
            late = ("X-Body-To-Come", str(request.body.announced))
            answer = await self._call(request, path, [*sent, late], b"")
            if answer[0] != BODY_NEEDED:
                return answer
        return await self._call(request, path, sent, await whole(request.body))

    async def _call(self, request: Request, path: str, headers: Pairs, body: bytes) -> Answer:
        async with self._hosts:
            answer = await self._forward(request, path, headers, body)
        if answer[0] == 404 and not _is_of_the_shop(answer[1]):  # API Gateway has no such API
            raise Unavailable("The shop is being deployed.")
        return answer

    async def read_picture(self, request: Request, path: str) -> Answer:
        """Forward an image link to S3, which verifies its signature. Other headers, and a body, are
        not forwarded, since the AWS could act on them."""
        sent = [(name, value) for name, value in request.headers if name.startswith(OF_PICTURES)]
        return await self._forward(request, path, [*sent, ("Host", SIGNED_FOR)], b"")

    async def read(self, url: str, headers: dict[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """(status, headers, content). Raises aiohttp.ClientError or TimeoutError if unavailable."""
        async with self._session.get(
            url, headers=headers, timeout=OF_FILES, skip_auto_headers=SKIPPED
        ) as answer:
            return answer.status, answer.headers, await answer.read()

    def _api_id(self) -> str:
        try:
            return self._api_file.read_text()
        except OSError:  # not written yet, or all file descriptors are in use
            raise Unavailable("The shop is being deployed.") from None

    async def _forward(self, request: Request, path: str, headers: Pairs, body: bytes) -> Answer:
        query = f"?{request.query}" if request.query else ""
        url = URL(self.address + path + query, encoded=True)
        for _ in range(2 if request.method in SAFE else 1):
            try:
                return await self._ask(request, url, headers, body)
            except TimeoutError:
                break
            except aiohttp.ClientError:
                continue
        raise Unavailable("The shop's functions are unavailable.")

    async def _ask(self, request: Request, url: URL, headers: Pairs, body: bytes) -> Answer:
        async with self._session.request(
            request.method,
            url,
            headers=headers,
            data=body or None,
            allow_redirects=False,
            skip_auto_headers=SKIPPED,
        ) as answer:
            content = await answer.read()
            return answer.status, _passed_back(answer, request.method), content


def _sent_on(request: Request) -> Pairs:
    headers = [
        (name, value)
        for name, value in request.headers
        if name not in HOP_BY_HOP and name != LENGTH and not name.startswith(OURS)
    ]
    return [*headers, ("X-Forwarded-For", request.client)]


def _is_of_the_shop(headers: Headers) -> bool:
    """True if a refusal has the contract's form."""
    return any(value.startswith(b"application/problem+json") for _, value in headers)


def _passed_back(answer: aiohttp.ClientResponse, method: str) -> Headers:
    keeps_length = method == "HEAD"  # that a GET would have
    return [
        (name, value)
        for name, value in answer.raw_headers
        if (low := name.decode().lower()) not in HOP_BY_HOP and (low != LENGTH or keeps_length)
    ]
