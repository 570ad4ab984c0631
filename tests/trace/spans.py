"""The spans of one trace, from the files that the services of a stage write."""

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Span:
    id: str
    parent_id: str
    service: str
    name: str
    start: float  # seconds since 1970
    end: float
    to: str  # the neighbour it asks, if it asks one
    by: str  # the queue or stream it came by, if it came by one

    @property
    def ms(self):
        return (self.end - self.start) * 1000


def of_trace(data, trace_id):
    """In the order they began. data: the stage's folder; trace_id: 32 hex digits."""
    found = []
    for file in data.glob("*/spans.jsonl"):
        lines = [line for line in file.read_text().splitlines(True) if trace_id in line]
        found += [_read(line) for line in lines if line.endswith("\n")]
    return sorted(found, key=lambda span: (span.start, -span.end))


def _read(line):
    told = json.loads(line)
    return Span(
        id=told["context"]["span_id"],
        parent_id=told["parent_id"] or "",
        service=told["resource"]["attributes"]["service.name"],
        name=told["name"],
        start=datetime.fromisoformat(told["start_time"]).timestamp(),
        end=datetime.fromisoformat(told["end_time"]).timestamp(),
        to=told["attributes"].get("to", ""),
        by=told["attributes"].get("by", ""),
    )
