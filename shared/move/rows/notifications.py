"""Notifications: written by the side that has the orders, not by the one that is asked for them.

While stage 1 has the orders, they are written in the transaction of the order; afterwards, by an
event. So they are followed in both directions all the time, and the unit's hand-over changes who is
asked for them, and nothing else.
"""

from collections.abc import Collection

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
    """Without those of people who have closed their account: stage 1's rows refer to the person."""
    people = {str(row["user_id"]) for row in found.values()}
    there = plain.rows(old, "users", ["id"], people)
    kept = [row for row in found.values() if row["user_id"] in there]
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
