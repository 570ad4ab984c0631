"""Times: RFC 3339, UTC, milliseconds, fixed width, so that they sort as text."""

import time
from datetime import UTC, datetime

from .shapes import Time


def now() -> Time:
    return from_milliseconds(time.time_ns() // 1_000_000)


def after(seconds: float) -> Time:
    """The time `seconds` from now, in the past if negative."""
    return from_milliseconds(time.time_ns() // 1_000_000 + int(seconds * 1000))


def seconds_until(timestamp: Time) -> float:
    return datetime.fromisoformat(timestamp).timestamp() - time.time()


def milliseconds(timestamp: Time) -> int:
    """Unix milliseconds of an RFC 3339 time."""
    return round(datetime.fromisoformat(timestamp).timestamp() * 1000)


def from_milliseconds(milliseconds: int) -> Time:
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment.isoformat()[:19]}.{milliseconds % 1000:03d}Z"
