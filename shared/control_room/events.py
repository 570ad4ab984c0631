"""Server-sent events, to every page that is open.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable

MOST_PAGES = 16
BEHIND = 500  # events that a page may be behind before it is dropped; it reconnects by itself
SILENCE = 10  # seconds without an event, after which a comment shows that the connection is alive

Queue = asyncio.Queue[bytes | None]


class TooMany(Exception):
    """As many pages as allowed are open already."""


class Events:
    def __init__(self) -> None:
        self._queues: set[Queue] = set()
        self._is_over = False

    @property
    def anybody(self) -> bool:
        """Whether any page is open."""
        return bool(self._queues)

    def send(self, kind: str, data: object) -> None:
        for queue in list(self._queues):
            if queue.full():
                self._queues.discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(event(kind, data))

    def end(self) -> None:
        """End every stream, because the server stops."""
        self._is_over = True
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    async def listen(self, first: Callable[[], list[bytes]]) -> AsyncGenerator[bytes, None]:
        """Yield what first() returns, and then each new event. TooMany if there is no room."""
        if len(self._queues) >= MOST_PAGES:
            raise TooMany
        queue: Queue = asyncio.Queue(BEHIND)
        self._queues.add(queue)
        try:
            for each in first():
                yield each
            while not self._is_over:
                try:
                    async with asyncio.timeout(SILENCE):
                        found = await queue.get()
                except TimeoutError:
                    found = b":\n\n"
                if found is None:
                    return
                yield found
        finally:
            self._queues.discard(queue)


def event(kind: str, data: object) -> bytes:
    """JSON has no line ends of its own, so it is one line of `data`."""
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n".encode()
