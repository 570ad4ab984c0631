"""The rows of a set: orders with their parts, and idempotency keys. All others stay where they are.

A row of the outbox is published by the shard in which it was committed.
"""

from collections.abc import Collection, Iterable

from move.databases import Connection, Rows
from move.rows import keys, orders, plain
from move.rows.direction import Direction
from shop_rules import times

from chassis import shards

from .sets import Set

VERSION = ["id", "cart_version"]
_SET = "UPDATE orders SET cart_version = %s WHERE id = %s"
_ID = len("00000000-0000-0000-0000-000000000000")


def directions(of: Set) -> list[Direction]:
    return [_orders(of), _keys(of)]


def _orders(of: Set) -> Direction:
    def read(database: Connection, asked: Collection[str]) -> Rows:
        found = orders.FORWARD.read(database, _own(of, asked))
        versions = plain.rows(database, "orders", VERSION, found)  # of which some may be new by now
        return {key: {**found[key], **versions[key]} for key in found.keys() & versions.keys()}

    def write(database: Connection, found: Rows, gone: Collection[str]) -> None:
        orders.FORWARD.write(database, found, _own(of, gone))
        with database.cursor() as cursor:
            cursor.executemany(_SET, [(row["cart_version"], id_) for id_, row in found.items()])

    return Direction(
        f"orders_{of.source}",
        of.name,
        "forward",
        str(of.source),
        str(of.target),
        "orders",
        "id",
        read,
        read,
        write,
        parts=orders.FORWARD.parts,
        part_key=orders.FORWARD.part_key,
    )


def _keys(of: Set) -> Direction:
    def read(database: Connection, asked: Collection[str]) -> Rows:
        """Without expired ones, which each shard deletes in its own time."""
        found, now = keys.OF_ORDERS.read(database, _own(of, asked)), times.now()
        return {key: row for key, row in found.items() if str(row["expires_at"]) >= now}

    def write(database: Connection, found: Rows, gone: Collection[str]) -> None:
        keys.OF_ORDERS.write(database, found, _own(of, gone))

    return Direction(
        f"keys_{of.source}",
        of.name,
        "forward",
        str(of.source),
        str(of.target),
        keys.TABLE,
        " ".join(keys.KEY),
        read,
        read,
        write,
    )


def _own(of: Set, asked: Iterable[str]) -> list[str]:
    """Those of the set. A key begins with the id of an order or of a buyer."""
    return [key for key in asked if shards.slot(key[:_ID]) in of.slots]
