"""Cursors: the position of a list's next page, bound to the list and its filters.

Opaque, not secret: the digest detects a damaged cursor or one of another list. A forged cursor
gains nothing, since its sender may read the whole list anyway.
"""

import base64
import hashlib
import json
from collections.abc import Sequence

from .errors import Invalid
from .texts import is_storable

SortKey = Sequence[str | int]  # of an item in a list


# --8<-- [start:cursor]
# --8<-- [start:encode]
def encode(after: SortKey, *filters: object) -> str:
    """after: the sort key of the last item shown, as a list."""
    text = json.dumps([_digest(after, filters), after], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


# --8<-- [end:encode]


def decode(cursor: str, *filters: object, like: SortKey) -> list[str | int]:
    """The `after` of a cursor made with these filters. like: an example of its shape."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        _, after = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise Invalid("cursor: not one of this shop's.") from None
    # Encoding it again must give the same text: base64 can spell the same bytes in several ways.
    if not _is_like(after, like) or cursor != encode(after, *filters):
        raise Invalid("cursor: damaged, or of another list or other filters.")
    return after


# --8<-- [end:cursor]
def _digest(after: SortKey, filters: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps([after, filters]).encode()).hexdigest()[:16]


def _is_like(after: object, like: SortKey) -> bool:
    return (
        isinstance(after, list)
        and [type(part) for part in after] == [type(part) for part in like]
        and all(_is_possible(part) for part in after)
    )


def _is_possible(part: str | int) -> bool:
    return is_storable(part) if isinstance(part, str) else 0 <= part < 2**53
