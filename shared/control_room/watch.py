"""Reads the stage's state each second while a page is open, and sends it to the page."""

import asyncio
from collections.abc import Iterable
from threading import Lock
from typing import TypedDict

from local.data import Data
from local.runner import READY
from spans.reading import Span

from . import parts, provider, queues, rows
from .books import Book, Books
from .buyers import Buyers
from .day import Day
from .events import Events
from .places import Map
from .scrape import Counted, Scrape

EVERY = 1.0  # seconds
ORDER, STATUS, CREATED = "shop.order_id", "http.response.status_code", 201


class State(TypedDict):
    open: bool  # whether the supervisor is running
    parts: dict[str, parts.Part]
    counted: dict[str, Counted]
    waiting: dict[str, int]  # messages in a queue or stream, by its node
    dead: dict[str, int]  # … in a dead-letter queue
    switches: dict[str, object] | None  # None while the provider is unavailable
    books: list[Book]
    buyers: dict[str, int]
    move: object  # the state of a move; None in other shops


class Watch:
    def __init__(
        self, data: Data, places: Map, events: Events, buyers: Buyers, day: Day | None = None
    ) -> None:
        self._data, self._places = data, places
        self._events, self._buyers = events, buyers
        self._secrets: dict[str, str] = data.read("secrets.json")
        self._scrape = Scrape(self._secrets.get("metrics_token", ""))
        self._rows, self._books = rows.Reader(data, self._secrets, day), Books()
        self._day = day
        self._looking = Lock()  # a page that opens reads too, at the same time
        self.promised: set[str] = set()  # ids of orders that a client got a 201 for

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            if self._day:
                await asyncio.to_thread(self._day.sample)
            if self._events.anybody:
                self._events.send("state", await asyncio.to_thread(self.look))
            await asyncio.sleep(EVERY)

    def look(self) -> State:
        with self._looking:
            return self._look()

    def note(self, spans: Iterable[Span]) -> None:
        """Remember what spans promise: each order that was answered with 201."""
        spans = list(spans)
        if self._day:
            self._day.note(spans)
        for span in spans:
            order, status = (span.attributes.get(name) for name in (ORDER, STATUS))
            if span.kind == "SERVER" and status == CREATED and isinstance(order, str):
                self.promised.add(order)

    def _look(self) -> State:
        run = parts.run_of(self._data)
        shown = parts.of(run)
        all_up = all(part["state"] == READY for part in shown.values())
        return {
            "open": bool(run),
            "parts": shown,
            "books": self._books.of(self._rows.read(run), set(self.promised), all_up),
            "counted": self._scrape.look(run),
            **queues.counted(self._places, run, self._secrets),
            "switches": provider.switches(run),
            "buyers": self._buyers.counted(),
            "move": self._day.state() if self._day else None,
        }
