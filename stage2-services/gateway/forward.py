"""Forwarding a request to a service, and its response back.

Round robin over the copies of a service. A copy that can't be reached is skipped, and so is one
that dies during a safe request. Other requests are never sent twice: a POST whose connection broke
is answered with 503, and the client, which has an Idempotency-Key, may retry.
"""

from collections.abc import AsyncIterator

import aiohttp
from yarl import URL

from serving.asgi import Answer, Headers
from shop_rules.errors import Unavailable
from shop_rules.versions import HEADER
from spans import recording
from spans.http import received, template
from spans.span import CLIENT, Attributes

from chassis import discovery, telemetry

from .request import Pairs, Request

TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=1)
SAFE = ("GET", "HEAD", "OPTIONS")  # safe to repeat (RFC 9110, 9.2.1)
# Hop-by-hop headers, which are not forwarded (RFC 9110, 7.6.1).
HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-connection te trailer transfer-encoding upgrade".split()
)
SKIPPED = ("Accept", "Accept-Encoding", "User-Agent", "Content-Type")  # aiohttp would add its own


# --8<-- [start:forward]
async def forward(
    session: aiohttp.ClientSession, service: str, request: Request, content: bytes
) -> Answer:
    """Forward the request and return the service's response. content: the whole body."""
    for address in discovery.addresses(service):
        try:
            return await _ask(session, service, address, request, content or None)
        except aiohttp.ClientConnectorError:
            continue  # not connected, so nothing was done
        except (aiohttp.ClientError, TimeoutError) as error:
            telemetry.write("no answer", level=30, of=service, error=type(error).__name__)
            if request.method not in SAFE or isinstance(error, TimeoutError):
                break
    raise Unavailable(f"The {service} service is unavailable.")


# --8<-- [end:forward]
async def refusal_unread(
    session: aiohttp.ClientSession, service: str, request: Request
) -> Answer | None:
    """The service's response without the body; None if it wants the body.

    Sends `Expect: 100-continue` (RFC 9110, 10.1.1): a service that wants the body answers 100. A
    service that doesn't answer may have done the work, so the request is not repeated.
    """
    wanted: list[str] = []

    async def not_yet() -> AsyncIterator[bytes]:
        wanted.append(service)
        raise TimeoutError("the body has not arrived")
        yield b""

    announced = request.body.announced
    length = [("Content-Length", str(announced))] if announced else []
    for address in discovery.addresses(service):
        try:
            return await _ask(session, service, address, request, not_yet(), length, expect100=True)
        except aiohttp.ClientConnectorError:
            continue
        except (aiohttp.ClientError, TimeoutError):
            if wanted or request.method in SAFE:
                return None
            raise Unavailable(f"The {service} service is unavailable.") from None
    return None


async def _ask(
    session: aiohttp.ClientSession,
    service: str,
    address: str,
    request: Request,
    data: bytes | AsyncIterator[bytes] | None,
    more_headers: Pairs = (),
    expect100: bool = False,
) -> Answer:
    said: Attributes = {"peer.service": service, "http.request.method": request.method}
    with recording.step(f"{request.method} {template(request.raw_path)}", CLIENT, said) as made:
        async with session.request(
            request.method,
            URL(address + request.target, encoded=True),
            headers=[*_sent_on(request), *more_headers],
            allow_redirects=False,
            skip_auto_headers=SKIPPED,
            data=data,
            expect100=expect100,
        ) as answer:
            body = await answer.read()
            if made:
                received(made, answer.status)
            return answer.status, _passed_back(answer, request.method), body


def _sent_on(request: Request) -> list[tuple[str, str]]:
    left_out = {*HOP_BY_HOP, "host", "content-length", "expect", "x-request-id", "traceparent"}
    left_out.add(HEADER.lower())  # a service knows one version
    headers = [
        (name, request.exchange.condition(name, value))
        for name, value in request.headers
        if name.lower() not in left_out
    ]
    headers.append(("X-Request-ID", request.request_id))
    headers.append(("traceparent", telemetry.next_traceparent()))
    headers.append(("X-Forwarded-For", request.client))
    return headers


def _passed_back(answer: aiohttp.ClientResponse, method: str) -> Headers:
    keeps_length = method == "HEAD"  # of the response to a GET
    return [
        (name, value)
        for name, value in answer.raw_headers
        if (low := name.decode().lower()) not in HOP_BY_HOP
        and (low != "content-length" or keeps_length)
    ]


def opened() -> aiohttp.ClientSession:
    """A pool of connections to all services, for as long as the gateway runs."""
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=30)
    return aiohttp.ClientSession(
        connector=connector,
        timeout=TIMEOUT,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )
