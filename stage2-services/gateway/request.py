"""A request as it was received."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from serving.asgi import Scope
from serving.bodies import Body, CutShort, TooSlow
from serving.room import NoRoom
from shop_rules import headers, rates
from shop_rules.errors import Malformed, NotFound, RequestTimeout, Unavailable

from chassis.config import BASE, config

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

    @property
    def path(self) -> str:
        """The path below the base URL."""
        whole = self.raw_path
        if config().prefix and whole.startswith(config().prefix + "/"):
            whole = whole.removeprefix(config().prefix)
        if not whole.startswith(BASE + "/"):
            raise NotFound("No such path.")
        return whole.removeprefix(BASE)

    @property
    def target(self) -> str:
        """The request target for the service: without the prefix, percent-encoding as received."""
        return f"{BASE}{self.path}" + (f"?{self.query}" if self.query else "")

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
