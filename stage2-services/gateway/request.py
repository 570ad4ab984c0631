"""A request as it was received."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from serving.asgi import Scope
from serving.bodies import Body, CutShort, TooSlow
from serving.room import NoRoom
from shop_rules import headers, rates
from shop_rules.errors import Malformed, RequestTimeout, Unavailable
from shop_rules.exchange import Exchange
from shop_rules.versions import without_version

from chassis.config import BASE, config

from . import versions

Pairs = Sequence[tuple[str, str]]  # of a header's name and its value


@dataclass
class Request:
    method: str
    raw_path: str  # with PUBLIC_URL's prefix, if any
    query: str
    headers: Pairs
    client: str
    body: Body  # still arriving
    request_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.request_id = headers.request_id(self.header("x-request-id"))

    @property
    def counted_as(self) -> str:
        """The client for the rate limits: its requests are counted together."""
        forwarded = [value for name, value in self.headers if name.lower() == "x-forwarded-for"]
        return rates.client(self.client, ",".join(forwarded), config().trusted_proxies)

    @cached_property
    def exchange(self) -> Exchange:
        """Between the version that was asked for and that of the services."""
        return versions.asked(self.method, self.raw_path, self.query, self.headers)

    @property
    def path(self) -> str:
        """The path below the base URL, as the services have it."""
        return self.exchange.path(self.exchange.asked.path)

    @property
    def target(self) -> str:
        """The request target for the service: without prefix and version, otherwise as received."""
        query = without_version(self.query)
        return f"{BASE}{self.path}" + (f"?{query}" if query else "")

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known == name), None)


def received(scope: Scope, body: Body) -> Request:
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    return Request(
        method=scope["method"].upper(),  # aiohttp sends it so; the metrics must agree
        raw_path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=pairs,
        client=(scope.get("client") or ("unknown", 0))[0],
        body=body,
    )


async def whole(body: Body) -> bytes:
    """The body's bytes. Raises the error to answer with if it does not arrive."""
    try:
        return await body.whole()
    except TooSlow:
        raise RequestTimeout("The body came too slowly.") from None
    except CutShort:
        raise Malformed("The body ended too early.") from None
    except NoRoom:
        raise Unavailable("Too many bodies are arriving at once.") from None
