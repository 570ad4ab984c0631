"""Spans as OTLP/JSON: ids in hex, times as decimal texts of nanoseconds, kinds as numbers.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import json
from collections.abc import Iterable, Mapping

from .span import Span, Value

Json = dict[str, object]
SCOPE = {"name": "shop.spans", "version": "1"}
ERROR = 2  # STATUS_CODE_ERROR
FLAGS = 0x01  # sampled; the bits for "the parent is another process" are left unsaid


def encoded(spans: Iterable[Span], resource: Mapping[str, str]) -> bytes:
    """An ExportTraceServiceRequest."""
    scoped = {"scope": SCOPE, "spans": [_span(span) for span in spans]}
    whole = {"resource": {"attributes": _attributes(resource)}, "scopeSpans": [scoped]}
    return json.dumps({"resourceSpans": [whole]}, separators=(",", ":")).encode()


def _span(span: Span) -> Json:
    made: Json = {
        "traceId": span.trace_id,
        "spanId": span.span_id,
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(span.start),
        "endTimeUnixNano": str(span.end),
        "attributes": _attributes(span.attributes),
        "flags": FLAGS,
    }
    if span.parent_id:
        made["parentSpanId"] = span.parent_id
    if span.links:
        made["links"] = [{"traceId": trace, "spanId": within} for trace, within in span.links]
    if span.error:
        made["status"] = {"code": ERROR, "message": span.error}
    return made


def _attributes(values: Mapping[str, Value]) -> list[Json]:
    return [{"key": name, "value": _value(value)} for name, value in values.items()]


def _value(value: Value) -> Json:
    match value:
        case bool():  # before int, which a bool is too
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
    return {"stringValue": value}
