"""What an ASGI server and an application pass to each other, as far as it is used here.

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from collections.abc import Awaitable, Callable
from typing import NotRequired, TypedDict

Headers = list[tuple[bytes, bytes]]  # names in small letters
Answer = tuple[int, Headers, bytes]  # status, headers, and a body in one piece


class Scope(TypedDict):
    """What is known of a request before its body. Only `type` is in a scope of "lifespan"."""

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
    """A piece of a body or of an answer."""

    type: str
    body: NotRequired[bytes]
    more_body: NotRequired[bool]
    status: NotRequired[int]
    headers: NotRequired[Headers]
    code: NotRequired[int]  # of a WebSocket that is closed


Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
