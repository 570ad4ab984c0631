"""Shadow reads: the gateway asks both sides and compares. The client gets the old side's answer.

`make move DO=shadow UNIT=catalog` turns them on, DO=unshadow off. The client doesn't wait: the new
side is asked after the answer was sent. A changed row takes a moment to be carried over, so if the
answers differ, both sides are asked again before it counts.
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
OWN = ("timestamp", "request_id")  # the fields of `meta` that differ in each answer

Ask = Callable[[str, Request], Awaitable[Answer]]  # (part, request)


class Shadow:
    def __init__(self, data: Path, ask: Ask, tally: Tally) -> None:
        """ask: raises Unavailable if the part is down or times out."""
        self._orders, self._ask, self._tally = journal.Orders(data), ask, tally
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, unit: Unit | None, old: str, new: str, request: Request, told: Answer) -> None:
        """Compare in a task, if the unit is shadowed. told: the old answer. old, new: the parts."""
        if unit is None or request is None or request.method != "GET":
            return
        if self._orders.is_shadowed(unit.name) and len(self._tasks) < AT_ONCE:
            task = asyncio.create_task(self._compare(old, new, request, told))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Wait until all comparisons have ended."""
        await asyncio.gather(*self._tasks)

    async def _compare(self, old: str, new: str, request: Request, told: Answer) -> None:
        shown = [_seen(told)]  # the old side's answers since the client asked
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
    """Remove the mark of a shadow read from a client's request."""
    request.headers = [pair for pair in request.headers if pair[0].lower() != SHADOW.lower()]


def _marked(request: Request) -> Request:
    """The same request, with the mark that passes the guard of the side that doesn't hold."""
    marked = copy(request)
    marked.headers = [*request.headers, (SHADOW, "1")]
    return marked


def _seen(answer: Answer) -> tuple[int, list[tuple[bytes, bytes]], object]:
    """What a client can observe of an answer; of an error, only its status."""
    status, headers, body = answer
    if status >= 400:
        return status, [], None
    kept = sorted((name.lower(), value) for name, value in headers if name.lower() in COMPARED)
    is_json = any(name == b"content-type" and b"json" in value for name, value in kept)
    return status, kept, _content(body) if is_json and body else body


def _content(body: bytes) -> object:
    """The JSON without the fields that differ in each answer."""
    found: object = json.loads(body)
    if isinstance(found, dict) and isinstance(found.get("meta"), dict):
        meta = {name: value for name, value in found["meta"].items() if name not in OWN}
        return {**found, "meta": meta}
    return found
