"""A request as the door received it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from serving.asgi import Scope
from serving.bodies import Body, CutShort, TooSlow
from serving.room import NoRoom
from shop_rules import headers, rates
from shop_rules.errors import Malformed, RequestTimeout, Unavailable

Pairs = list[tuple[str, str]]


@dataclass
class Request:
    method: str
    raw_path: str
    query: str
    headers: Pairs
    client: str
    body: Body  # still arriving
    request_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.request_id = headers.request_id(self.header("x-request-id"))

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known == name), None)


def received(scope: Scope, body: Body, proxies: Collection[str] = ()) -> Request:
    """proxies: addresses or networks of those whose X-Forwarded-For names the client."""
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    forwarded = ",".join(value for name, value in pairs if name == "x-forwarded-for")
    peer = (scope.get("client") or ("unknown", 0))[0]
    return Request(
        method=scope["method"],
        raw_path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=pairs,
        client=rates.address(peer, forwarded, proxies),
        body=body,
    )


async def whole(body: Body) -> bytes:
    """The body's bytes. Raises the error for the client if the body does not arrive."""
    try:
        return await body.whole()
    except TooSlow:
        raise RequestTimeout("The body came too slowly.") from None
    except CutShort:
        raise Malformed("The body ended too early.") from None
    except NoRoom:
        raise Unavailable("Too many bodies are arriving at once.") from None
