"""The control room as an ASGI application, because it spends almost all its time waiting."""

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from contextlib import aclosing
from urllib.parse import unquote

from local.data import Data
from serving import sending
from serving.asgi import Answer, Receive, Scope, Send
from serving.bodies import FAILURES, Body
from serving.room import Room
from serving.with_site import answer as file_answer
from spans import reading
from spans.store import Store

from . import checks, compare, page, received, source
from .answers import hung_up, in_json
from .controls import Controls
from .day import Day
from .events import Events, TooMany, event
from .places import map_of
from .watch import Watch

MEGABYTES = 32  # for all request bodies together
CLOSE = (b"connection", b"close")


class ControlRoom:
    def __init__(
        self, environ: Mapping[str, str] = os.environ, day: Callable[[Data], Day] | None = None
    ) -> None:
        """day: for a shop that moves, which has a page of its own."""
        self._port, self._token = int(environ["PORT"]), environ["TOKEN"]
        self._data, self._map = Data(environ["DATA"], environ["STAGE"]), map_of(environ["STAGE"])
        self._files = page.files("moving.html" if day else page.INDEX)
        self._store, self._events, self._room = Store(), Events(), Room(MEGABYTES << 20)
        self._arrived = received.Arrived()
        moving = day(self._data) if day else None
        self._controls = Controls(self._data, moving)
        self._watch = Watch(self._data, self._map, self._events, self._controls.buyers, moving)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        head = {name.lower(): value for name, value in scope["headers"]}
        if scope["method"] == "GET" and scope["path"] == "/stream" and self._may(head):
            return await self._stream(receive, send)
        body = Body(scope["headers"], receive, self._room)
        try:
            status, headers, content = await self._answer(scope, head, body)
            if not body.is_read:
                headers = [*headers, CLOSE]
            sent = b"" if scope["method"] == "HEAD" else content
            await sending.answer(send, status, headers, sent)
        finally:
            await body.drain()

    async def _live(self, receive: Receive, send: Send) -> None:
        """ASGI's lifespan."""
        await receive()
        watching = asyncio.create_task(self._watch.run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watching.cancel()
        self._events.end()
        await send({"type": "lifespan.shutdown.complete"})

    def _may(self, head: checks.Head) -> bool:
        """Whether the request comes from this page and has the token."""
        known = checks.is_known_host(head, self._port) and checks.is_our_page(head)
        return known and checks.has_token(head, self._token)

    async def _answer(self, scope: Scope, head: checks.Head, body: Body) -> Answer:
        method, path = scope["method"], scope["path"]
        if not checks.is_known_host(head, self._port):
            return in_json(403, {"refused": "Not known by that Host."})
        if path in self._files:
            sent = {name: value.decode("latin-1") for name, value in head.items()}
            return file_answer(self._files[path], page.HEADERS, method, path, sent)
        if (method, path) == ("GET", "/health"):
            return in_json(200, {"status": "ok"})
        if (method, path) == ("POST", "/v1/traces"):
            return await self._spans(head, body)
        if not self._may(head):
            return in_json(403, {"refused": "Not without the token of this start."})
        if (method, path) == ("GET", "/source"):
            found = source.of_node(self._map, scope["query_string"].decode("latin-1"))
            return in_json(200 if found else 404, found or {"refused": "There is no such part."})
        if method == "GET" and path in ("/spans", "/others"):
            return await self._told(path, scope["query_string"].decode("latin-1"))
        if (method, path) == ("POST", "/do"):
            return await self._do(body)
        return in_json(404, {"refused": "There is no such path."})

    async def _spans(self, head: checks.Head, body: Body) -> Answer:
        """https://opentelemetry.io/docs/specs/otlp/#otlphttp-request"""
        if not checks.is_program(head):
            return in_json(403, {"message": "Not for web pages."})
        if head.get(b"content-type", b"").partition(b";")[0] != b"application/json":
            return in_json(415, {"message": "OTLP in JSON, please: http/json."})
        try:
            spans = received.of_the_shop(reading.spans(await body.whole()))
        except (*FAILURES, reading.Unreadable) as error:
            return in_json(400, {"message": f"{type(error).__name__}: {error}"})
        self._store.add(spans)
        self._arrived.add(spans)
        self._watch.note(spans)
        self._events.send("spans", received.shown(spans))
        return in_json(200, {})

    async def _told(self, path: str, query: str) -> Answer:
        """Serve /spans to another stage's room, and /others to the page that compares stages."""
        if path == "/spans":
            return in_json(200, self._arrived.since(unquote(query)))
        return in_json(200, await asyncio.to_thread(compare.told, self._data, self._arrived, query))

    async def _do(self, body: Body) -> Answer:
        try:
            wanted = json.loads(await body.whole())
            return in_json(200, await asyncio.to_thread(self._controls.do, wanted))
        except (*FAILURES, ValueError) as error:
            return in_json(400, {"refused": str(error)})

    async def _stream(self, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        now = event("state", await asyncio.to_thread(self._watch.look))

        def first() -> list[bytes]:
            return [event("map", self._map), event("spans", received.latest(self._store)), now]

        await send({"type": "http.response.start", "status": 200, "headers": head})
        gone = asyncio.create_task(hung_up(receive))
        try:
            async with aclosing(self._events.listen(first)) as events:
                async for each in events:
                    await send({"type": "http.response.body", "body": each, "more_body": True})
                    if gone.done():
                        return
        except TooMany:
            pass
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def create_app() -> ControlRoom:
    return ControlRoom()
