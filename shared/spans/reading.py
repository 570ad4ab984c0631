"""What a collector receives, as spans again: OTLP/JSON from any sender.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
ERROR = (2, "STATUS_CODE_ERROR")
Json = Any  # of an export request: other senders may leave out what they like


class Unreadable(ValueError):
    """No export request."""


@dataclass(frozen=True)
class Span:
    """One that has arrived."""

    trace_id: str
    id: str
    parent_id: str  # "": it is the first
    service: str
    instance: str
    name: str
    kind: str  # of KINDS
    start: int  # nanoseconds since 1970, as the end
    end: int
    attributes: dict[str, object]
    error: str  # "", or what went wrong
    links: tuple[str, ...] = ()  # the ids of other traces
    resource: dict[str, object] = field(default_factory=dict)

    @property
    def ms(self) -> float:
        return (self.end - self.start) / 1e6

    @property
    def peer(self) -> str:
        """The part it asks, or ""."""
        return str(self.attributes.get("peer.service", ""))

    @property
    def came_by(self) -> str:
        """The queue or stream it was brought by, or ""."""
        return str(self.attributes.get("messaging.destination.name", ""))


def spans(body: bytes) -> list[Span]:
    """Of an ExportTraceServiceRequest. Unreadable if it is none."""
    try:
        return list(_spans(json.loads(body)))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Unreadable(f"no OTLP/JSON: {type(error).__name__}") from None


def as_json(span: Span) -> dict[str, object]:
    return asdict(span)


def from_json(told: Mapping[str, Any]) -> Span:
    return Span(**{**told, "links": tuple(told["links"])})


def _spans(request: Json) -> Iterator[Span]:
    for of_resource in request.get("resourceSpans", []):
        resource = _attributes(of_resource.get("resource", {}))
        for of_scope in of_resource.get("scopeSpans", []):
            for span in of_scope.get("spans", []):
                yield _span(span, resource)


def _span(told: Json, resource: dict[str, object]) -> Span:
    attributes, status = _attributes(told), told.get("status", {})
    wrong = str(status.get("message") or attributes.get("error.type") or "error")
    if len(bytes.fromhex(told["traceId"])) != 16 or len(bytes.fromhex(told["spanId"])) != 8:
        raise ValueError("an id of another length")
    return Span(
        trace_id=told["traceId"].lower(),
        id=told["spanId"].lower(),
        parent_id=told.get("parentSpanId", "").lower(),
        service=str(resource.get("service.name", "unknown")),
        instance=str(resource.get("service.instance.id", "")),
        name=str(told.get("name", "")),
        kind=_kind(told.get("kind", 0)),
        start=int(told["startTimeUnixNano"]),
        end=int(told["endTimeUnixNano"]),
        attributes=attributes,
        error=wrong if status.get("code") in ERROR else "",
        links=tuple(link["traceId"] for link in told.get("links", [])),
        resource=resource,
    )


def _kind(told: int | str) -> str:
    return told.removeprefix("SPAN_KIND_") if isinstance(told, str) else KINDS[told]


def _attributes(holder: Json) -> dict[str, object]:
    return {each["key"]: _value(each["value"]) for each in holder.get("attributes", [])}


def _value(typed: Json) -> object:
    ((kind, value),) = typed.items()
    match kind:
        case "intValue":
            return int(value)
        case "arrayValue":
            return [_value(each) for each in value.get("values", [])]
        case "kvlistValue":
            return {each["key"]: _value(each["value"]) for each in value.get("values", [])}
    return value
