"""A span is a piece of work: a name, a beginning, an end, a parent, and what it says of itself.

https://opentelemetry.io/docs/specs/otel/trace/api/#span
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER = 1, 2, 3, 4, 5  # SpanKind of OTLP

Value = str | bool | int | float
Attributes = Mapping[str, Value | None]  # None: not known, and not said
Context = tuple[str, str]  # trace id (32 hex digits), span id (16)


@dataclass(slots=True, eq=False)
class Span:
    name: str
    kind: int
    trace_id: str
    parent_id: str
    attributes: dict[str, Value]
    links: tuple[Context, ...] = ()
    sampled: bool = True  # as its caller said; else it is passed on and not recorded
    root: Optional["Span"] = None  # the first of this process; None: this is it
    span_id: str = field(default_factory=lambda: secrets.token_hex(8))
    start: int = field(default_factory=time.time_ns)  # nanoseconds since 1970, as the end
    end: int = 0
    error: str = ""  # the type of what went wrong
    rows: list[dict[str, str]] = field(default_factory=list)  # written, and to be committed
    saved: list[int] = field(default_factory=list)  # how many rows at each open savepoint
    below: list["Span"] = field(default_factory=list)  # of a root: what is still to be exported

    @property
    def is_settled(self) -> bool:
        """False for a message that may still turn out to belong to a trace: messages.adopt."""
        return self.kind != CONSUMER or bool(self.parent_id)

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"

    def say(self, attributes: Attributes) -> None:
        self.attributes |= {k: v for k, v in attributes.items() if v is not None}
