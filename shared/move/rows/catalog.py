"""Products: those of stage 2 also have the stock that the catalog has received by events.

The stock stays on the old side, and is followed separately, before and after the products have
moved. So there are three followers: of products and of stock to the new side, and of products back.
"""

from collections.abc import Collection

from chassis import cache

from .. import pictures
from ..config import OLD
from ..databases import Connection, Rows
from . import plain
from .direction import Direction

SHARED = (
    "id name name_key description category price version archived updated_at "
    "picture picture_type thumbnail_tried"
).split()
COUNTED = ["available", "sold"]  # from the stock
VERSIONS = "move_stock_versions"  # a sequence: later changes get higher numbers

_WITH_STOCK = """
SELECT products.*, coalesce(available, 0) AS available, coalesce(sold, 0) AS sold
FROM products LEFT JOIN stock ON product_id = id WHERE id = ANY(%s)
"""
_STOCK = "SELECT product_id AS id, available, sold FROM stock WHERE product_id = ANY(%s)"
_COUNTS = """
UPDATE products SET available = %(available)s, sold = %(sold)s,
    stock_version = greatest(stock_version + 1, nextval(%(of)s))
WHERE id = %(id)s
"""


def _read(old: Connection, keys: Collection[str]) -> Rows:
    found = old.execute(_WITH_STOCK, [list(keys)])
    return {row["id"]: {name: row[name] for name in (*SHARED, *COUNTED)} for row in found}


def _kept(database: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(database, "products", SHARED, keys)


# --8<-- [start:write]
def _write(new: Connection, found: Rows, gone: Collection[str]) -> None:
    """Write products as the catalog would: the image, then the row, then outdate the cache.

    An existing product keeps its stock, which another follower writes; the two take turns.
    """
    before, columns = _kept(new, list(found)), [*SHARED, *COUNTED, "stock_version"]
    for key, row in found.items():
        pictures.to_objects(row, before.get(key, {}))
        rows = [{**row, "stock_version": 0}]
        plain.upsert(new, "products", columns, rows, kept=[*COUNTED, "stock_version"])
        cache.outdate("product", key, int(str(row["version"])))
    plain.delete(new, "products", "id", gone)


# --8<-- [end:write]
def _write_stock(new: Connection, found: Rows, gone: Collection[str]) -> None:
    """Update the stock of products. One that is missing will be written with its stock."""
    for row in found.values():
        new.execute(_COUNTS, {**row, "of": VERSIONS})


def _write_back(old: Connection, found: Rows, gone: Collection[str]) -> None:
    before = _kept(old, list(found))
    for key, row in found.items():
        pictures.to_files(row, before.get(key, {}))
        plain.upsert(old, "products", SHARED, [row])
    plain.delete(old, "products", "id", gone)


def _read_stock(old: Connection, keys: Collection[str]) -> Rows:
    return {row["id"]: row for row in old.execute(_STOCK, [list(keys)])}


def _kept_stock(new: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(new, "products", ["id", *COUNTED], keys)


FORWARD = Direction(
    "products", "catalog", "forward", OLD, "catalog", "products", "id", _read, _kept, _write
)
STOCK = Direction(
    "stock",
    "catalog",
    "forward",
    OLD,
    "catalog",
    "stock",
    "product_id",
    _read_stock,
    _kept_stock,
    _write_stock,
    of_table="products",
    key_there="id",
    whole=False,
)
BACK = Direction(
    "products_back", "catalog", "back", "catalog", OLD, "products", "id", _kept, _kept, _write_back
)
