"""Remembers the trace of each order, for what works on it later and outside of that trace.

https://opentelemetry.io/docs/specs/otel/overview/#links-between-spans
"""

from collections import OrderedDict

from .span import Context, Span

REMEMBERED = 1000  # orders, of this process
_traces: OrderedDict[str, Context] = OrderedDict()


def remember(made: Span) -> None:
    """The trace of the order that the span is about, unless there is one already."""
    root = made.root or made
    order_id = made.attributes.get("shop.order_id") or root.attributes.get("shop.order_id")
    if isinstance(order_id, str) and order_id not in _traces:
        _traces[order_id] = root.trace_id, root.span_id
        if len(_traces) > REMEMBERED:
            _traces.popitem(last=False)


def links(order_id: object) -> tuple[Context, ...]:
    """To the order's trace, as far as it is known here."""
    known = _traces.get(order_id) if isinstance(order_id, str) else None
    return (known,) if known else ()
