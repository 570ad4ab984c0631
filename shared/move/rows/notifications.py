"""Notifications: the side that has the orders writes them, whichever side serves them.

While stage 1 has the orders, it writes them in the order's transaction; afterwards an event makes
stage 2 write them. So they are always followed in both directions, and the hand-over of this unit
changes only which side serves them.
"""

from collections.abc import Collection

from .. import authority
from ..config import OLD
from ..databases import Connection, Rows
from . import plain
from .direction import Direction

COLUMNS = ("id", "user_id", "order_id", "kind", "text")

FORWARD = plain.direction(
    "notifications",
    unit="notifications",
    way="forward",
    source=OLD,
    target="notifications",
    table="notifications",
    columns=COLUMNS,
)


def _read(database: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(database, "notifications", COLUMNS, keys)


def _write_back(old: Connection, found: Rows, gone: Collection[str]) -> None:
    """Write notifications to stage 1. As long as its foreign key exists, leave out those of closed
    accounts. The move of accounts drops it: then a person may arrive later than a notification."""
    kept = list(found.values())
    if authority.state(old, "accounts") is None:
        people = {str(row["user_id"]) for row in kept}
        there = plain.rows(old, "users", ["id"], people)
        kept = [row for row in kept if row["user_id"] in there]
    plain.upsert(old, "notifications", COLUMNS, kept)
    plain.delete(old, "notifications", "id", gone)


BACK = Direction(
    "notifications_back",
    "notifications",
    "back",
    "notifications",
    OLD,
    "notifications",
    "id",
    _read,
    _read,
    _write_back,
)
