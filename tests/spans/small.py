"""A small trace made by hand: a gateway asks orders, whose worker gets a message from a queue."""

import json

from spans.reading import Span

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
ROWS = [{"table": "orders", "key": "7", "status": "pending"}, {"table": "outbox"}]


def span(id, parent, service, kind, name, start, end, attributes=None, error=""):
    """start, end: milliseconds."""
    times = {"start": start * 1_000_000, "end": end * 1_000_000}
    told = {"service": service, "instance": service, "name": name, "kind": kind, "error": error}
    return Span(
        trace_id=TRACE, id=id, parent_id=parent, attributes=attributes or {}, **told, **times
    )


QUEUE = {"messaging.system": "celery", "messaging.destination.name": "settle"}
CREATED = {"http.response.status_code": 201}
ORDERS, SANDBOX = {"peer.service": "orders"}, {"peer.service": "sandbox"}
WRITTEN = {"shop.rows": json.dumps(ROWS)}
SPANS = [
    span("a", "", "gateway", "SERVER", "POST /api/v1/orders", 0, 100, CREATED),
    span("b", "a", "gateway", "CLIENT", "POST orders", 5, 95, ORDERS),
    span("c", "b", "orders", "SERVER", "POST /api/v1/orders", 10, 90),
    span("d", "c", "orders", "INTERNAL", "orders.place", 12, 60),
    span("e", "d", "orders", "CLIENT", "place_order", 20, 50, WRITTEN),
    span("f", "e", "orders", "PRODUCER", "settle", 55, 56, QUEUE),
    span("g", "f", "orders-worker", "CONSUMER", "settle", 150, 400, QUEUE),
    span("h", "g", "orders-worker", "CLIENT", "POST /v1/<pay>", 200, 300, SANDBOX),
]
