"""A span of stage 3, as the log lines of its functions tell it."""

from dataclasses import dataclass


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
