"""How catalog reaches inventory: plain function calls, in the same transaction."""

from collections.abc import Collection

from shop_rules.shapes import ProductId

from .. import db
from ..inventory import store as inventory


def open_stock(tx: db.Tx, product_id: ProductId) -> None:
    inventory.open_stock(tx, product_id)


def available(tx: db.Tx, product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered."""
    return inventory.available(tx, product_ids)


def units_sold() -> db.Subquery:
    """A subquery of product_id and sold, to join with: both tables are in one database."""
    return inventory.units_sold()
