"""Notifications: written by the side that has the orders, not by the one that is asked for them.

While stage 1 has the orders, they are written in the transaction of the order; afterwards, by an
event. So they are followed in both directions all the time, and the unit's hand-over changes who is
asked for them, and nothing else.
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
    """Without those of people who have closed their account, as long as a foreign key of stage 1
    demands the person. Once it is cut, for the move of accounts, a person may come later."""
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
