"""Spans that have arrived, as the page gets them."""

from collections.abc import Iterable, Iterator
from typing import TypedDict

from spans.reading import Span
from spans.store import Store

NEWEST = 60  # traces that a page gets when it opens
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


def shown(spans: Iterable[Span]) -> list[Shown]:
    """All spans but those of the supervisor and of this process."""
    return [_shown(span) for span in spans if not _is_upkeep(span)]


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
