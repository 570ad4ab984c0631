"""One order's way through the functions of stage 3, as their log lines tell it.

A line is written when what it tells of has ended, and says how long that took. The trace id is the
order's own, but for note_stock: the stock change that it receives belongs to no single order.
"""

from datetime import datetime

from .spans import Span

CAME_BY = {"relay_orders": "stream orders", "settle_order": "queue"}
CAME_BY |= {"note_stock": "stream inventory"}
CAUSE = {"relay_orders": "api", "settle_order": "relay_orders"}
CAUSE |= {"provider": "settle_order", "note_stock": "settle_order"}
ON_THE_WAY = ["api", "relay_orders", "settle_order", "note_stock", "note_stock"]  # reserved, sold


def spans(invocations, trace_id, product_ids):
    """In the order they began: of one order, for these products."""
    lines = [line for invocation in invocations for line in invocation.lines]
    of_order = [line for line in lines if line["trace_id"] == trace_id and _kind(line)]
    found = {_kind(line): _start(line) for line in of_order}
    settling = found.get("settle_order", float("inf"))
    of_stock = [line for line in lines if _is_of(line, product_ids) and _start(line) > settling]
    told = sorted(of_order + of_stock, key=_start)
    return [_span(number, line) for number, line in enumerate(told)]


def _span(number, line):
    kind = _kind(line)
    return Span(
        id=f"{kind} {number}" if kind in ("provider", "note_stock") else kind,
        parent_id=CAUSE.get(kind, ""),
        service="settle_order" if kind == "provider" else kind,
        name=_name(kind, line),
        start=_start(line),
        end=_end(line),
        to="provider" if kind == "provider" else "",
        by=CAME_BY.get(kind, ""),
    )


def _kind(line):
    """What a line tells of: the request, an event's handler, a call of the provider, or None."""
    words = {"request": "api", "event": line.get("handler"), "provider": "provider"}
    return words.get(line["event"])


def _name(kind, line):
    match kind:
        case "api":
            return f"{line['method']} {line['path']}"
        case "provider":
            return line["call"]
    return kind


def _is_of(line, product_ids):
    return line.get("handler") == "note_stock" and line["key"]["product_id"] in product_ids


def _end(line):
    return datetime.fromisoformat(line["time"]).timestamp()


def _start(line):
    return _end(line) - line["ms"] / 1000
