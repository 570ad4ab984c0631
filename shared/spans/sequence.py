"""Which part called which in a trace, and what came by a queue or a stream.

Databases are left out: every part calls one, and that would hide the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .reading import Span
from .tree import OUTER, short, who

BUYER = "buyer"
# From left to right, in every stage the same thing at the same place.
PLACES = (
    *(BUYER, "gateway", "api", "shop", "accounts", "catalog", "catalog-worker", "note_stock"),
    *("inventory", "cart", "orders", "relay_orders", "orders-worker", "settle_order"),
    *("payments", "notifications", "sandbox"),
)


@dataclass(frozen=True)
class Arrow:
    at: int  # nanoseconds since 1970
    sender: str
    receiver: str
    text: str
    is_message: bool = False  # by a queue or a stream: the sender does not wait
    is_answer: bool = False


def arrows(spans: Sequence[Span]) -> list[Arrow]:
    """Of one trace, in the order of time."""
    by_id = {span.id: span for span in spans}
    found = [arrow for span in spans for arrow in _of(span, by_id, spans)]
    return sorted(found, key=lambda arrow: arrow.at)


def participants(found: Sequence[Arrow]) -> list[str]:
    """From left to right."""
    names = {name for arrow in found for name in (arrow.sender, arrow.receiver)}
    known = [name for name in PLACES if name in names]
    return known + sorted(names - set(known))


def _of(span: Span, by_id: dict[str, Span], spans: Sequence[Span]) -> Iterator[Arrow]:
    parent, me = by_id.get(span.parent_id), who(span, spans)
    if parent is None:
        if span.kind == "SERVER":
            yield Arrow(span.start, BUYER, me, short(span.name))
            yield Arrow(span.end, me, BUYER, f"{_status(span)}after {_ms(span)}", is_answer=True)
    elif span.kind == "CONSUMER":
        yield Arrow(span.start, _sender(parent, by_id, spans), me, _message(span), is_message=True)
    elif span.kind in OUTER or span.kind == "INTERNAL":
        asks = _sender(parent, by_id, spans)
        if asks != me:
            yield Arrow(span.start, asks, me, f"{_name(span)} ({_ms(span)})")
    elif _is_outside(span, spans):
        name = short(span.name).removeprefix("POST /v1/")
        asks = _sender(parent, by_id, spans)
        yield Arrow(span.start, asks, span.peer, f"{name} ({_ms(span)})")


def _sender(span: Span, by_id: dict[str, Span], spans: Sequence[Span]) -> str:
    """The part that did the work: the nearest span above that is no request sent or transaction."""
    while span.kind in ("CLIENT", "PRODUCER") and span.parent_id in by_id:
        span = by_id[span.parent_id]
    return who(span, spans)


def _is_outside(span: Span, spans: Sequence[Span]) -> bool:
    """True if it calls something that sends no spans, and that isn't a store of its cloud."""
    told = any(each.parent_id == span.id for each in spans) or "rpc.system" in span.attributes
    return bool(span.peer) and not told


def _message(span: Span) -> str:
    system = str(span.attributes.get("messaging.system", "")).replace("_", " ")
    return f"{span.came_by} ({system})" if system else span.came_by


def _name(span: Span) -> str:
    return short(span.name).partition(".")[2] if span.kind == "INTERNAL" else short(span.name)


def _status(span: Span) -> str:
    code = span.attributes.get("http.response.status_code")
    return f"{code} " if code else ""


def _ms(span: Span) -> str:
    return f"{span.ms:.0f} ms"
