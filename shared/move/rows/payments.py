"""Payments: those of stage 2 also name the order's owner, since orders are in another database.

A payment without an owner is a tombstone of stage 2: it refuses a charge that arrives too late. No
charge can be late in stage 1, so tombstones aren't copied.
"""

from collections.abc import Collection

from ..config import OLD
from ..databases import Connection, Rows
from . import plain
from .direction import Direction

SHARED = ["order_id", "status", "amount", "provider_reference"]
OWNED = [*SHARED, "user_id"]

_WITH_OWNER = """
SELECT payments.*, orders.user_id FROM payments JOIN orders ON orders.id = order_id
WHERE order_id = ANY(%s)
"""


def _read_forward(old: Connection, keys: Collection[str]) -> Rows:
    found = old.execute(_WITH_OWNER, [list(keys)])
    return {row["order_id"]: {name: row[name] for name in OWNED} for row in found}


def _kept_forward(new: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(new, "payments", OWNED, keys)
    return {key: row for key, row in found.items() if row["user_id"] is not None}


def _write_forward(new: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.upsert(new, "payments", OWNED, found.values())
    plain.delete(new, "payments", "order_id", gone)


def _read_back(new: Connection, keys: Collection[str]) -> Rows:
    owned = _kept_forward(new, keys)
    return {key: {name: row[name] for name in SHARED} for key, row in owned.items()}


def _kept_back(old: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(old, "payments", SHARED, keys)


def _write_back(old: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.upsert(old, "payments", SHARED, found.values())
    plain.delete(old, "payments", "order_id", gone)


FORWARD = Direction(
    "payments",
    "checkout",
    "forward",
    OLD,
    "payments",
    "payments",
    "order_id",
    _read_forward,
    _kept_forward,
    _write_forward,
)
BACK = Direction(
    "payments_back",
    "checkout",
    "back",
    "payments",
    OLD,
    "payments",
    "order_id",
    _read_back,
    _kept_back,
    _write_back,
)
