"""Publishes accounts that were closed in stage 1 to the services of stage 2.

A deleted row of `users` becomes the event "closed", on which the services delete the cart, the
notifications, and the addresses of final orders. Once accounts has moved, it sends that event
itself, and a row that a follower deletes here isn't noted.
"""

from collections.abc import Collection

from shop_rules.shapes import UserId

from chassis.shapes import PersonEvent

from .. import events
from ..config import OLD
from ..databases import Connection, Rows
from . import plain
from .direction import Direction


def _read(old: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(old, "users", ["id"], keys)


def _kept(new: Connection, keys: Collection[str]) -> Rows:
    return {}  # nothing to compare


def _write(new: Connection, found: Rows, gone: Collection[str]) -> None:
    """Publish each event at least once, with the same id each time: consumers skip duplicates."""
    for key in gone:
        event: PersonEvent = {"kind": "closed", "user_id": UserId(key)}
        events.tell("people", f"closed-{key}", event)


CLOSED = Direction(
    "closed_accounts",
    "checkout",
    "forward",
    OLD,
    "orders",
    "users",
    "id",
    _read,
    _kept,
    _write,
    of_table="orders",
    whole=False,
)
