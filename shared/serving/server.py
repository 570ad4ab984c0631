"""Runs a WSGI application as an ASGI application.

The event loop reads a late body to its end, however long that takes. Meanwhile the application is
called once without the body, so that it can refuse a path, a method, a token or a Content-Length
at once. So the application must change nothing before it reads the body.
"""

import asyncio
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from . import environ, sending
from .asgi import Answer, Headers, Receive, Scope, Send
from .bodies import FAILURES, Body, CutShort
from .room import Room
from .threads import Threads

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS = 16
CLOSE = (b"connection", b"close")


class _Needed(BaseException):
    """The application reads the body. Not an Exception: its error handlers must not catch it."""


class _Unread:
    """The wsgi.input of a body that has not arrived, or never will."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def read(self, *_: object) -> NoReturn:
        raise self._error

    readline = readinto = __iter__ = read


class Server:
    def __init__(
        self, wsgi_app: "WSGIApplication", megabytes: int = 64, threads: int = THREADS
    ) -> None:
        """megabytes: memory limit for all unfinished bodies together."""
        self._app, self._room = wsgi_app, Room(megabytes * 1024 * 1024)
        self._threads = Threads(threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await _live(receive, send)
        body = Body(scope["headers"], receive, self._room)
        try:
            status, headers, content = await self._answer(scope, body)
            if not body.is_read:
                headers.append(CLOSE)
            is_cut = scope["method"] != "HEAD" and _promised(headers) > len(content)
            await sending.answer(send, status, headers, content, is_cut)
        finally:
            await body.drain()

    async def _answer(self, scope: Scope, body: Body) -> Answer:
        if not await body.arrives_soon():
            try:
                return await self._run(scope, _Unread(_Needed()))
            except _Needed:
                pass
        try:
            content: environ.Readable = io.BytesIO(await body.whole())
        except FAILURES as error:
            if body.is_asked_for and isinstance(error, CutShort):
                return 400, [], b""  # the client sent Expect and closed the connection
            content = _Unread(error)
        return await self._run(scope, content)

    def _run(self, scope: Scope, body: environ.Readable) -> asyncio.Future[Answer]:
        return self._threads.run(_called, self._app, environ.of(scope, body))


def _promised(headers: Headers) -> int:
    """The response's Content-Length. If fewer bytes follow, the server closes the connection."""
    return next((int(value) for name, value in headers if name == b"content-length"), 0)


def _called(wsgi_app: "WSGIApplication", given: dict[str, object]) -> Answer:
    head: list[tuple[int, Headers]] = []
    written: list[bytes] = []  # by the application, through start_response's return value

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        pairs = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]
        head[:] = [(int(status[:3]), pairs)]
        return written.append

    parts = wsgi_app(given, start_response)
    try:
        content = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *head[0], b"".join(written) + content


async def _live(receive: Receive, send: Send) -> None:
    """ASGI's lifespan events: there is nothing to open or close."""
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})
