"""A request as it came in."""

from dataclasses import dataclass, field

from shop_rules import headers
from shop_rules.errors import NotFound

from chassis.config import BASE, config

MOST_BYTES = 8 * 1024 * 1024  # the rest is cut off: no service takes as much


@dataclass
class Request:
    method: str
    raw_path: str  # with whatever prefix PUBLIC_URL says
    query: str
    headers: list  # of (name, value)
    client: str
    body: bytes
    request_id: str = field(init=False)

    def __post_init__(self):
        self.request_id = headers.request_id(self.header("x-request-id"))

    @property
    def path(self):
        """Below the base URL."""
        whole = self.raw_path
        if config().prefix and whole.startswith(config().prefix + "/"):
            whole = whole.removeprefix(config().prefix)
        if not whole.startswith(BASE + "/"):
            raise NotFound("No such path.")
        return whole.removeprefix(BASE)

    @property
    def target(self):
        """What the service is asked for: without the prefix, escapes as they came."""
        return f"{BASE}{self.path}" + (f"?{self.query}" if self.query else "")

    def header(self, name):
        return next((value for known, value in self.headers if known == name), None)


async def received(scope, receive):
    """scope, receive: of ASGI (https://asgi.readthedocs.io/en/latest/specs/www.html)."""
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    return Request(
        method=scope["method"],
        raw_path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=pairs,
        client=(scope.get("client") or ("unknown", 0))[0],
        body=await _body(receive),
    )


async def _body(receive):
    found, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        if size < MOST_BYTES:
            found.append(part)
            size += len(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(found)
