"""Idempotency keys: one table in stage 1, and one in each service that has some.

A client that got no answer sends its request again, by then perhaps to the other side, which must
find the key. Fingerprint and expiry are the same on both sides.
"""

from collections.abc import Collection
from typing import Literal

from ..config import OLD
from ..databases import SEPARATOR, Connection, Rows
from . import plain
from .direction import Direction, Read, Write

TABLE = "idempotency_keys"
KEY = ["user_id", "operation", "key"]
COLUMNS = [*KEY, "fingerprint", "result_id", "expires_at"]
PLACE_ORDER = "place order"  # the operation of orders; all others are the inventory's

_FIND = """
SELECT idempotency_keys.* FROM idempotency_keys
JOIN unnest(%s::text[], %s::text[], %s::text[]) AS asked (user_id, operation, key)
USING (user_id, operation, key)
"""
_DELETE = """
DELETE FROM idempotency_keys USING unnest(%s::text[], %s::text[], %s::text[])
AS gone (user_id, operation, key) WHERE idempotency_keys.user_id = gone.user_id
AND idempotency_keys.operation = gone.operation AND idempotency_keys.key = gone.key
"""


def _reading(service: str) -> Read:
    def read(database: Connection, keys: Collection[str]) -> Rows:
        found = database.execute(_FIND, _columns(service, keys))
        return {SEPARATOR.join(row[name] for name in KEY): row for row in found}

    return read


def _writing(service: str) -> Write:
    def write(database: Connection, found: Rows, gone: Collection[str]) -> None:
        plain.upsert(database, TABLE, COLUMNS, found.values(), key=len(KEY))
        database.execute(_DELETE, _columns(service, gone))

    return write


def _columns(service: str, keys: Collection[str]) -> list[list[str]]:
    """[user ids, operations, keys] of the keys that belong to this service."""
    split = [key.split(SEPARATOR) for key in keys]
    own = [each for each in split if (each[1] == PLACE_ORDER) == (service == "orders")]
    return [[each[place] for each in own] for place in range(len(KEY))]


def _direction(
    name: str, way: Literal["forward", "back"], source: str, target: str, service: str
) -> Direction:
    read, write = _reading(service), _writing(service)
    key = " ".join(KEY)
    return Direction(name, "checkout", way, source, target, TABLE, key, read, read, write)


OF_ORDERS = _direction("order_keys", "forward", OLD, "orders", "orders")
OF_STOCK = _direction("stock_keys", "forward", OLD, "inventory", "inventory")
OF_ORDERS_BACK = _direction("order_keys_back", "back", "orders", OLD, "orders")
OF_STOCK_BACK = _direction("stock_keys_back", "back", "inventory", OLD, "inventory")
