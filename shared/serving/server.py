"""A WSGI application as an ASGI one.

A body that is not there soon is read to its end on the event loop, however long that takes. Until
then the application is asked once without it: what it refuses unread (a path, a method, a token, a
Content-Length) it refuses at once. So nothing may happen in it before it reads the body.
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
    """The application wants the body. No Exception: its error handlers must not answer this."""


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
        """megabytes: of memory that unfinished bodies may take together."""
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
                return 400, [], b""  # it asked with Expect and has hung up: nobody reads this
            content = _Unread(error)
        return await self._run(scope, content)

    def _run(self, scope: Scope, body: environ.Readable) -> asyncio.Future[Answer]:
        return self._threads.run(_called, self._app, environ.of(scope, body))


def _promised(headers: Headers) -> int:
    """Its Content-Length. Where less comes, the server breaks the connection off."""
    return next((int(value) for name, value in headers if name == b"content-length"), 0)


def _called(wsgi_app: "WSGIApplication", given: dict[str, object]) -> Answer:
    head: list[tuple[int, Headers]] = []
    written: list[bytes] = []  # by who calls what start_response returns

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
    """ASGI's lifespan: there is nothing to open, and nothing to close."""
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})
