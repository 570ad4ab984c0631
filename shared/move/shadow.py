"""Shadow reads: the gateway asks both sides and compares. The client gets the answer of the old.

`make move DO=shadow UNIT=catalog` turns them on, DO=unshadow off. The client waits for nothing: the
new side is asked after the answer was sent. A changed row takes a moment to be carried over, so two
answers that differ are asked for again before they count.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from copy import copy
from pathlib import Path

from gateway.request import Request

from serving.asgi import Answer
from shop_rules.errors import Unavailable

from chassis import telemetry

from . import journal
from .guard import SHADOW
from .tally import Tally
from .units import Unit

AT_ONCE = 4  # comparisons; further reads are not compared
TRIES, PAUSE = 8, 0.25  # seconds
COMPARED = (b"etag", b"content-type", b"cache-control")
OWN = ("timestamp", "request_id")  # of the `meta` of an answer

Ask = Callable[[str, Request], Awaitable[Answer]]  # a part, and what it is asked


class Shadow:
    def __init__(self, data: Path, ask: Ask, tally: Tally) -> None:
        """ask: raises Unavailable if the part doesn't answer."""
        self._orders, self._ask, self._tally = journal.Orders(data), ask, tally
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, unit: Unit | None, old: str, new: str, request: Request, told: Answer) -> None:
        """told: what the old side has answered. old, new: the parts."""
        if unit is None or request is None or request.method != "GET":
            return
        if self._orders.is_shadowed(unit.name) and len(self._tasks) < AT_ONCE:
            task = asyncio.create_task(self._compare(old, new, request, told))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """When all that has begun is compared."""
        await asyncio.gather(*self._tasks)

    async def _compare(self, old: str, new: str, request: Request, told: Answer) -> None:
        shown = [_seen(told)]  # by the old side, since the client asked
        try:
            for attempt in range(TRIES):
                if attempt:
                    await asyncio.sleep(PAUSE)
                    shown.append(_seen(await self._ask(old, request)))
                other = await self._ask(new, _marked(request))
                if _seen(other) in shown:
                    return self._tally.count_shadow(differs=False)
        except Unavailable:
            return  # nothing to compare
        self._tally.count_shadow(differs=True)
        telemetry.write(
            "shadow read differs", level=30, path=request.raw_path, old=told[0], new=other[0]
        )


def unmarked(request: Request) -> None:
    """A client can't ask for a shadow read."""
    request.headers = [pair for pair in request.headers if pair[0].lower() != SHADOW.lower()]


def _marked(request: Request) -> Request:
    """The same request, with the mark that lets it pass the guard of a side that does not hold."""
    marked = copy(request)
    marked.headers = [*request.headers, (SHADOW, "1")]
    return marked


def _seen(answer: Answer) -> tuple[int, list[tuple[bytes, bytes]], object]:
    """What a client can tell apart. Of an error, its status."""
    status, headers, body = answer
    if status >= 400:
        return status, [], None
    kept = sorted((name.lower(), value) for name, value in headers if name.lower() in COMPARED)
    is_json = any(name == b"content-type" and b"json" in value for name, value in kept)
    return status, kept, _content(body) if is_json and body else body


def _content(body: bytes) -> object:
    """Without what each answer has of its own."""
    found: object = json.loads(body)
    if isinstance(found, dict) and isinstance(found.get("meta"), dict):
        meta = {name: value for name, value in found["meta"].items() if name not in OWN}
        return {**found, "meta": meta}
    return found
