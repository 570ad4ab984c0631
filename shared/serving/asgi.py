"""The types that an ASGI server and an application exchange, as far as they are used here.

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from collections.abc import Awaitable, Callable
from typing import NotRequired, TypedDict

Headers = list[tuple[bytes, bytes]]  # names in small letters
Answer = tuple[int, Headers, bytes]  # status, headers, and a body in one piece


class Scope(TypedDict):
    """A request without its body. A scope of "lifespan" has only `type`."""

    type: str
    method: str
    scheme: str
    path: str
    raw_path: NotRequired[bytes]
    query_string: bytes
    http_version: str
    headers: Headers
    server: tuple[str, int]
    client: tuple[str, int]


class Message(TypedDict):
    """A chunk of a request body or of a response."""

    type: str
    body: NotRequired[bytes]
    more_body: NotRequired[bool]
    status: NotRequired[int]
    headers: NotRequired[Headers]
    code: NotRequired[int]  # of a WebSocket that is closed


Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
