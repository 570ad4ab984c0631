"""Makes spans, and knows the one that we are in.

Nothing is recorded until `begin`. The span that a thread or task is in is the parent of the next.
https://opentelemetry.io/docs/specs/otel/trace/api/ and https://www.w3.org/TR/trace-context/
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from . import rows
from .span import CLIENT, INTERNAL, Attributes, Context, Span, Value

CODE = "code.file.path", "code.function.name"  # for whom the spans within work, too
TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")

Maybe = AbstractContextManager[Span | None]  # None where nothing is recorded
_current: ContextVar[Span | None] = ContextVar("span", default=None)
_transaction: ContextVar[Span | None] = ContextVar("transaction", default=None)
_export: Callable[[Span], object] | None = None


def begin(export: Callable[[Span], object] | None) -> None:
    """export: takes each span when it has ended. None: record nothing from now on."""
    global _export
    _export = export


def current() -> Span | None:
    return _current.get()


def in_transaction() -> Span | None:
    """The span of the transaction that is open."""
    return _transaction.get()


def traceparent() -> str | None:
    """Of the span we are in, for the next hop. None outside of any."""
    span = _current.get()
    return span.traceparent if span else None


def note(name: str, value: Value) -> None:
    """Add to what the span we are in says."""
    if span := _current.get():
        span.attributes[name] = value


def name(name: str, attributes: Attributes) -> None:
    """Name the span we are in, when it is known what it is about."""
    if span := _current.get():
        span.name = name
        span.say(attributes)


def replayed() -> None:
    """The request was made before, and its key has brought the answer of that time."""
    if span := _current.get():
        for each in (span, span.root or span):
            each.attributes["shop.replayed"] = True


def not_written(table: str) -> None:
    """An INSERT … ON CONFLICT DO NOTHING did nothing, as SQLite says only afterwards."""
    span = _transaction.get()
    if span and span.attributes["db.system.name"] == "sqlite":
        if span.rows and span.rows[-1]["table"] == table:
            span.rows.pop()


def span(
    name: str,
    kind: int = INTERNAL,
    attributes: Attributes | None = None,
    parent: str | None = None,
    links: tuple[Context, ...] = (),
) -> Maybe:
    """Around a piece of work. parent: a traceparent; without one the span we are in, or none."""
    if _export is None:
        return nullcontext()
    return _recorded(_made(name, kind, parent, links, attributes or {}))


def step(name: str, kind: int = INTERNAL, attributes: Attributes | None = None) -> Maybe:
    """A span within another. Outside of any, as in the idle rounds of a loop, it is none."""
    return span(name, kind, attributes) if _current.get() else nullcontext()


def database(name: str, system: str) -> Maybe:
    """A transaction, or reads: statements.py says what was done in it. system: "postgresql"."""
    return _database(name, system) if _current.get() else nullcontext()


@contextmanager
def _database(name: str, system: str) -> Iterator[Span]:
    made = _made(name, CLIENT, None, (), {"db.system.name": system})
    token = _transaction.set(made)
    try:
        with _recorded(made):
            yield made
            made.say({"shop.rows": rows.told(made.rows)})
    finally:
        _transaction.reset(token)


def _made(
    name: str, kind: int, sent: str | None, links: tuple[Context, ...], said: Attributes
) -> Span:
    found, within = TRACEPARENT.fullmatch(sent or ""), _current.get()
    if found and set(found[1]) != {"0"} and set(found[2]) != {"0"}:
        trace_id, parent_id, sampled = found[1], found[2], int(found[3], 16) % 2 == 1
    elif within:
        trace_id, parent_id, sampled = within.trace_id, within.span_id, within.sampled
    else:
        trace_id, parent_id, sampled = secrets.token_hex(16), "", True
    root = (within.root or within) if within and within.trace_id == trace_id else None
    attributes = {k: within.attributes[k] for k in CODE if within and k in within.attributes}
    attributes |= {k: v for k, v in said.items() if v is not None}
    return Span(name, kind, trace_id, parent_id, attributes, links, sampled, root)


def _told_of(root: Span) -> None:
    """Export what has ended."""
    ended, root.below[:] = [s for s in root.below if s.end], [s for s in root.below if not s.end]
    for span in ended:
        if span.sampled and _export:
            _export(span)


@contextmanager
def _recorded(made: Span) -> Iterator[Span]:
    token, root = _current.set(made), made.root or made
    root.below.append(made)
    try:
        yield made
    except Exception as error:
        made.error = made.error or type(error).__name__
        raise
    except BaseException:  # a request that waits for its body, a process that ends: no work
        made.sampled = False
        raise
    finally:
        _current.reset(token)
        made.end = time.time_ns()
        if root is made or root.is_settled:
            _told_of(root)
