"""The stock of each product, and the adjustments by staff."""

from collections.abc import Collection

from psycopg import sql

from ..config import OLD
from ..databases import Connection, Rows, names
from . import plain
from .direction import Direction

SHARED = ["product_id", "available", "reserved", "sold"]
VERSIONED = [*SHARED, "version"]
ADJUSTMENT = ["id", "product_id", "delta", "reason"]


def _read(database: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(database, "stock", SHARED, keys)


def _write_forward(new: Connection, found: Rows, gone: Collection[str]) -> None:
    """Write the stock. An existing row keeps its version, which must only grow (raise_versions)."""
    rows = [{**row, "version": 0} for row in found.values()]
    plain.upsert(new, "stock", VERSIONED, rows, kept=["version"])
    plain.delete(new, "stock", "product_id", gone)


def _write_back(old: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.upsert(old, "stock", SHARED, found.values())


def raise_versions(inventory: Connection, at_least: int) -> None:
    """Raise versions before inventory publishes changes: the catalog ignores a count with a version
    that it knows. at_least: the highest version it knows."""
    inventory.execute("UPDATE stock SET version = %s WHERE version < %s", [at_least, at_least])


def _read_adjustments(database: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(database, "stock_adjustments", ADJUSTMENT, keys)


def _write_adjustments_forward(new: Connection, found: Rows, gone: Collection[str]) -> None:
    _write_adjustments(new, VERSIONED, found, gone)


def _write_adjustments_back(old: Connection, found: Rows, gone: Collection[str]) -> None:
    _write_adjustments(old, SHARED, found, gone)


def _write_adjustments(
    target: Connection, columns: list[str], found: Rows, gone: Collection[str]
) -> None:
    """Write adjustments. One may arrive before the stock that it refers to, which another follower
    writes, so missing rows of stock are inserted first."""
    counts = sql.SQL(", ").join([sql.Literal(0)] * (len(columns) - 1))
    statement = sql.SQL("INSERT INTO stock ({}) VALUES (%s, {}) ON CONFLICT DO NOTHING")
    for product_id in sorted({str(row["product_id"]) for row in found.values()}):
        target.execute(statement.format(names(columns), counts), [product_id])
    plain.upsert(target, "stock_adjustments", ADJUSTMENT, found.values())
    plain.delete(target, "stock_adjustments", "id", gone)


FORWARD = Direction(
    "inventory_stock",
    "checkout",
    "forward",
    OLD,
    "inventory",
    "stock",
    "product_id",
    _read,
    _read,
    _write_forward,
)
BACK = Direction(
    "inventory_stock_back",
    "checkout",
    "back",
    "inventory",
    OLD,
    "stock",
    "product_id",
    _read,
    _read,
    _write_back,
)
ADJUSTMENTS = Direction(
    "adjustments",
    "checkout",
    "forward",
    OLD,
    "inventory",
    "stock_adjustments",
    "id",
    _read_adjustments,
    _read_adjustments,
    _write_adjustments_forward,
)
ADJUSTMENTS_BACK = Direction(
    "adjustments_back",
    "checkout",
    "back",
    "inventory",
    OLD,
    "stock_adjustments",
    "id",
    _read_adjustments,
    _read_adjustments,
    _write_adjustments_back,
)
