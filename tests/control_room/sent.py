"""The spans of scenes/*.txt, and how they are sent: OTLP/HTTP in JSON.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import json
import time
from pathlib import Path

FOLDER = Path(__file__).parent / "scenes"
KINDS = {"INTERNAL": 1, "SERVER": 2, "CLIENT": 3, "PRODUCER": 4, "CONSUMER": 5}
ORDER = "order-4f1c0c7a9b21"
CODE = {"stage1": "stage1-monolith/shop", "stage3": "stage3-serverless/chalicelib"}


def scene(stage):
    """[(id, parent, part, kind, name, start, length, attributes)], in milliseconds."""
    lines = (FOLDER / f"{stage}.txt").read_text("utf-8").splitlines()
    return [_line(line, stage) for line in lines if not line.startswith("#")]


def without(lines, *names):
    """Without the spans of those ids, and all that follows from them."""
    gone = set(names)
    for id_, parent, *_ in lines:
        gone |= {id_} if parent in gone else set()
    return [line for line in lines if line[0] not in gone]


def body(lines, trace="1", started=None, stage="2"):
    """An ExportTraceServiceRequest."""
    began = started or time.time()
    return {"resourceSpans": [_of_part(line, trace, began, stage) for line in lines]}


def in_json(lines, trace="1"):
    return json.dumps(body(lines, trace)).encode()


def _line(line, stage):
    id_, parent, part, kind, start, length, rest = line.split(maxsplit=6)
    name, *said = rest.split("; ")
    attributes = {}
    for words in said:
        attributes |= _attributes(words.split(), stage)
    return id_, parent.strip("-"), part, kind, name, float(start), float(length), attributes


def _attributes(words, stage):
    kind, *rest = words
    if kind == "http":
        method, route, status = rest
        return _http(method, status) | {"http.route": route}
    if kind == "to":
        part, method, path, *status = rest
        return _http(method, *status) | {"peer.service": part, "url.path": path}
    if kind == "db":
        rows = json.dumps([_row(word) for word in rest[1:]])
        return {"db.system.name": rest[0]} | ({"shop.rows": rows} if rest[1:] else {})
    if kind == "message":
        names = ("messaging.system", "messaging.destination.name", "messaging.operation.type")
        return dict(zip(names, rest, strict=True))
    if kind == "code":
        return {"code.file.path": f"{CODE[stage]}/{rest[0]}/usecases.py"}
    if kind == "order":
        return {"shop.order_id": ORDER}
    return {kind: int(rest[0]) if rest[0].isdigit() else rest[0]}


def _http(method, *status):
    code = {"http.response.status_code": int(status[0])} if status else {}
    return {"http.request.method": method} | code


def _row(word):
    """orders=ORDER:pending"""
    table, _, rest = word.partition("=")
    key, _, status = rest.partition(":")
    found = {"table": table, "key": key.replace("ORDER", ORDER)}
    return found | ({"status": status} if status else {})


def _of_part(line, trace, began, stage):
    id_, parent, part, kind, name, start, length, attributes = line
    nano = int(began * 1e9 + start * 1e6)
    span = {
        "traceId": trace.rjust(32, "0"),
        "spanId": _id(trace, id_),
        "parentSpanId": _id(trace, parent) if parent else "",
        "kind": KINDS[kind],
        "name": name,
        "startTimeUnixNano": str(nano),
        "endTimeUnixNano": str(nano + int(length * 1e6)),
        "attributes": _pairs({k: v for k, v in attributes.items() if k != "error"}),
        "status": {"code": 2, "message": attributes["error"]} if attributes.get("error") else {},
    }
    about = {"service.name": part, "service.instance.id": f"{part}-1", "shop.stage": stage}
    return {"resource": {"attributes": _pairs(about)}, "scopeSpans": [{"spans": [span]}]}


def _id(trace, name):
    return (trace + name.encode().hex()).rjust(16, "0")


def _pairs(attributes):
    return [{"key": key, "value": _value(value)} for key, value in attributes.items()]


def _value(value):
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}
