"""One request body, read under limits, on the event loop."""

import asyncio
import time

from . import pace
from .asgi import Headers, Message, Receive
from .room import NoRoom, Room

MOST_BYTES = 8 * 1024 * 1024  # above the limit of every operation
DRAINED_BYTES = 8 * 1024 * 1024  # read after a refusal, so that the client sees the response
MOST_CHUNKS, LEAST_CHUNK = 1024, 64  # beyond that many, chunks need that average size
SOON_SECONDS = 0.25  # most bodies are complete by then


class TooSlow(Exception):
    """The body arrived too slowly, and reading stopped: see pace.py."""


class CutShort(Exception):
    """The client closed the connection in the middle of its body."""


FAILURES = (TooSlow, CutShort, NoRoom)


class Body:
    """Call `arrives_soon` first, then `whole` if it is needed, and always `drain` at the end."""

    def __init__(self, headers: Headers, receive: Receive, room: Room) -> None:
        known = dict(headers)
        length = known.get(b"content-length", b"")
        self.announced = int(length) if length.isdigit() else 0
        self.is_empty = not self.announced and b"transfer-encoding" not in known
        self.is_asked_for = known.get(b"expect", b"").lower() == b"100-continue"
        self.is_read = self.is_empty  # to its end, so that another request can follow
        self._receive, self._room = receive, room
        self._parts: bytearray | None = bytearray()
        self._received, self._count = 0, 0
        self._kept = 0  # bytes counted in the room
        self._started = self._last = time.monotonic()
        self._reading: asyncio.Future[None] | None = None

    def start(self) -> asyncio.Future[None]:
        """Begin to read. A client that sent `Expect: 100-continue` gets its 100 now."""
        self._reading = self._reading or asyncio.ensure_future(self._read(MOST_BYTES))
        return self._reading

    async def arrives_soon(self) -> bool:
        """True if the body is complete, or has failed, within SOON_SECONDS."""
        if self.is_empty or self.is_asked_for:
            return self.is_empty
        done, _ = await asyncio.wait({self.start()}, timeout=SOON_SECONDS)
        return bool(done)

    async def whole(self) -> bytes:
        """The whole body, cut off shortly after MOST_BYTES. Raises one of FAILURES."""
        if self.is_empty:
            return b""
        await self.start()
        return bytes(self._parts or b"")

    async def drain(self) -> None:
        """Free the body's memory, then read and discard the rest: closing a connection with unread
        bytes resets it, and a client that is still sending would lose its response."""
        try:
            await self._drop_the_rest()
        finally:
            # The reading task holds its exception, which holds this body. Granian closes the
            # connection when `receive` is freed, and must not wait for the garbage collector.
            self._reading, self._receive = None, _nothing

    async def _drop_the_rest(self) -> None:
        self._room.give_back(self._kept)
        self._parts, self._kept = None, 0
        if self.is_read or self._reading is None:
            return
        await asyncio.wait({self._reading})
        if not isinstance(self._reading.exception(), (TooSlow, CutShort)):
            await asyncio.gather(self._read(MOST_BYTES + DRAINED_BYTES), return_exceptions=True)

    async def _read(self, most: int) -> None:
        if self._parts is not None:
            self._room.check(min(self.announced, MOST_BYTES))
        while not self.is_read and self._received <= most:
            part = await self._next()
            self._received += len(part)
            if self._parts is not None:
                self._keep(self._parts, part)

    async def _next(self) -> bytes:
        deadline = pace.deadline(self._started, self._last, self._received)
        try:
            async with asyncio.timeout(max(0, deadline - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.disconnect":
            raise CutShort
        self.is_read = not message.get("more_body", False)
        part = message.get("body", b"")
        self._last = time.monotonic() if part else self._last
        self._count += 1
        if self._count > MOST_CHUNKS + self._received // LEAST_CHUNK:
            raise TooSlow
        return part

    def _keep(self, parts: bytearray, part: bytes) -> None:
        self._room.take(self._kept, self._kept + len(part))
        parts += part
        self._kept += len(part)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
