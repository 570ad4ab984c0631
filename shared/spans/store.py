"""The last traces, in memory: the oldest goes when there is no room for another."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable

from .reading import Span

TRACES, SPANS = 500, 20_000  # kept at most; of one trace a tenth of the spans


class Store:
    def __init__(self, traces: int = TRACES, spans: int = SPANS) -> None:
        self._traces, self._spans = traces, spans
        self._kept: OrderedDict[str, dict[str, Span]] = OrderedDict()  # by trace, by span
        self._count, self.dropped = 0, 0
        self._changed = threading.Condition()

    def add(self, spans: Iterable[Span]) -> None:
        """A span that arrives twice is kept once."""
        with self._changed:
            for span in spans:
                self._add(span)
            self._changed.notify_all()

    def of_trace(self, trace_id: str) -> list[Span]:
        """In the order they began; a parent before what it has called."""
        with self._changed:
            found = list(self._kept.get(trace_id, {}).values())
        return sorted(found, key=lambda span: (span.start, -span.end))

    def newest(self, count: int = 20) -> list[Span]:
        """The first span of each of the traces that were last added to, newest first."""
        with self._changed:
            ids = list(self._kept)[-count:]
        traces = [self.of_trace(trace_id) for trace_id in reversed(ids)]
        return [trace[0] for trace in traces if trace]

    def wait(self, trace_id: str, quiet: float = 1.0, within: float = 30.0) -> list[Span]:
        """The trace once nothing was added to it for `quiet` seconds; as it is after `within`."""
        deadline, known, since = time.monotonic() + within, -1, time.monotonic()
        while True:
            now, count = time.monotonic(), len(self.of_trace(trace_id))
            if count != known:
                known, since = count, now
            if now > deadline or (count and now - since >= quiet):
                return self.of_trace(trace_id)
            with self._changed:
                self._changed.wait(min(quiet, 0.2))

    def _add(self, span: Span) -> None:
        kept = self._kept.setdefault(span.trace_id, {})
        self._kept.move_to_end(span.trace_id)
        if span.id in kept:
            return
        if len(kept) >= self._spans // 10:
            self.dropped += 1
            return
        kept[span.id] = span
        self._count += 1
        while len(self._kept) > self._traces or self._count > self._spans:
            _, oldest = self._kept.popitem(last=False)
            self._count -= len(oldest)
