"""Spans that have arrived, in the format that the page gets."""

from collections import deque
from collections.abc import Iterable, Iterator
from secrets import token_hex
from threading import Lock
from typing import TypedDict

from spans.reading import Span
from spans.store import Store

NEWEST = 60  # traces that a page gets when it opens
KEPT = 3000  # spans, for requests of other control rooms
LONGEST = 4000  # characters of a text
UPKEEP = ("/health", "/ready", "/metrics")
Value = object  # a text, a number, true or false, or a list of them


class Shown(TypedDict):
    trace: str
    id: str
    parent: str
    links: list[str]  # ids of traces
    part: str
    instance: str
    kind: str
    name: str
    start: float  # milliseconds since 1970
    end: float
    error: str
    a: dict[str, Value]


class Since(TypedDict):
    cursor: str  # for the next request
    spans: list[Shown]


class Arrived:
    """The last spans in the order in which they arrived: each reader gets each of them once."""

    def __init__(self) -> None:
        self._begun, self._count = token_hex(6), 0  # it tells cursors of earlier starts apart
        self._spans: deque[Span] = deque(maxlen=KEPT)
        self._lock = Lock()

    def add(self, spans: list[Span]) -> None:
        with self._lock:
            self._count += len(spans)
            self._spans.extend(spans)

    def since(self, cursor: str) -> Since:
        """The spans since this cursor, the reader's last one. All spans if it isn't from here."""
        begun, _, seen = cursor.partition(".")
        known = int(seen[:18]) if begun == self._begun and seen.isdecimal() else 0
        with self._lock:
            missing = min(max(self._count - known, 0), len(self._spans))
            new, count = list(self._spans)[len(self._spans) - missing :], self._count
        return {"cursor": f"{self._begun}.{count}", "spans": shown(new)}


def of_the_shop(spans: Iterable[Span]) -> list[Span]:
    """All spans but those of monitoring, which would push out what buyers do."""
    return [span for span in spans if not _is_upkeep(span)]


def shown(spans: Iterable[Span]) -> list[Shown]:
    return [_shown(span) for span in spans]


def _is_upkeep(span: Span) -> bool:
    path = span.attributes.get("url.path")
    return span.kind == "SERVER" and isinstance(path, str) and path.endswith(UPKEEP)


def latest(store: Store) -> list[Shown]:
    """All spans of the newest traces."""
    return [each for trace in reversed(store.newest(NEWEST)) for each in _of(store, trace)]


def _of(store: Store, first: Span) -> Iterator[Shown]:
    yield from shown(store.of_trace(first.trace_id))


def _shown(span: Span) -> Shown:
    return {
        "trace": span.trace_id,
        "id": span.id,
        "parent": span.parent_id,
        "links": list(span.links),
        "part": span.service,
        "instance": span.instance,
        "kind": span.kind,
        "name": span.name[:LONGEST],
        "start": round(span.start / 1e6, 3),
        "end": round(span.end / 1e6, 3),
        "error": span.error,
        "a": {name: _short(value) for name, value in span.attributes.items()},
    }


def _short(value: Value) -> Value:
    return value[:LONGEST] if isinstance(value, str) else value
