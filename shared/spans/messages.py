"""Spans of messages: sent to a queue or a stream, and processed by their consumers.

https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
"""

from collections.abc import Mapping

from . import orders, recording
from .recording import Maybe
from .span import CONSUMER, PRODUCER, Value


def sent(
    system: str, destination: str, content: Mapping[str, object], parent: str | None = None
) -> Maybe:
    """Around sending: what is sent carries recording.traceparent(). system: "celery".

    A message without a request, as when a sweep sends an order's task again, begins a trace.
    """
    kind, within = PRODUCER, parent or recording.current()
    links = () if within else orders.links(content.get("order_id"))
    said = _said(system, destination, "send", content)
    return recording.span(f"send {destination}", kind, said, parent, links)


def processed(
    system: str, destination: str, content: Mapping[str, object], parent: str | None, tries: int = 1
) -> Maybe:
    """Around the work on a message. tries: which time it is received."""
    said = _said(system, destination, "process", content)
    if tries > 1:
        said["shop.retry"] = tries - 1
    return recording.span(f"process {destination}", CONSUMER, said, parent)


def adopt(sent: str | None) -> None:
    """Go on with the trace of a message that did not say it itself, once it is read elsewhere."""
    found, span = recording.TRACEPARENT.fullmatch(sent or ""), recording.current()
    root = (span.root or span) if span else None
    if found and root and not root.is_settled:
        root.parent_id = found[2]
        for each in root.below:
            each.trace_id = found[1]


def _said(
    system: str, destination: str, operation: str, content: Mapping[str, object]
) -> dict[str, Value]:
    said: dict[str, Value] = {
        "messaging.system": system,
        "messaging.destination.name": destination,
        "messaging.operation.type": operation,
    }
    order_id = content.get("order_id")
    return said | {"shop.order_id": order_id} if isinstance(order_id, str) else said
