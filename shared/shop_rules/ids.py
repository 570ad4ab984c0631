"""Ids: UUIDv7 strings (RFC 9562). The first 48 bits are the millisecond of creation.

Every list is sorted newest first by sorting its ids in descending order.
"""

import re
import secrets
import time
import uuid

from . import times
from .shapes import Time

NIL = "00000000-0000-0000-0000-000000000000"
PATTERN = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_WELL_FORMED = re.compile(PATTERN[1:-1])


def new_id() -> str:
    milliseconds = time.time_ns() // 1_000_000
    bits = (milliseconds << 80) | secrets.randbits(80)
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)
    bits = (bits & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=bits))


def created_at(an_id: str) -> Time:
    """The time in a UUIDv7 as RFC 3339 text."""
    return times.from_milliseconds(int(an_id[:8] + an_id[9:13], 16))


def first_at(timestamp: Time) -> str:
    """The smallest UUIDv7 of that RFC 3339 time: no id made then or later is less."""
    return str(uuid.UUID(int=times.milliseconds(timestamp) << 80))


def known_form(text: str) -> str:
    """The id if it is well-formed, else the nil UUID, which no row has."""
    return text if _WELL_FORMED.fullmatch(text) else NIL
