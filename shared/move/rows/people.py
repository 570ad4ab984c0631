"""Accounts that are closed in stage 1, published to the services of stage 2 as accounts does it.

A row of `users` that is gone becomes the event "closed", on which the services delete cart,
notifications, and final addresses. Once accounts has moved it sends that event itself, and what a
follower deletes here is not noted.
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
    """At least once, with the same id each time: consumers skip duplicates."""
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
