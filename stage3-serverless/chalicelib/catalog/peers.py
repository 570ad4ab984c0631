"""How catalog reaches inventory: items in the same transaction, and reads of its table."""

from collections.abc import Collection
from typing import TypedDict

from shop_rules.shapes import ProductId

from .. import db
from ..inventory import store as inventory


class ListedStock(TypedDict):
    """The part of the stock that a product's item copies."""

    available: int
    sold: int
    version: int


def open_stock(tx: db.Tx, product_id: ProductId) -> None:
    inventory.open_stock(tx, product_id)


def available(product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered."""
    return inventory.available(product_ids)


def stock(item_key: db.Item) -> ListedStock | None:
    """The current stock; None if the key is an adjustment's."""
    if not inventory.is_stock(item_key):
        return None
    now = inventory.get(item_key["product_id"])
    return {"available": now["available"], "sold": now["sold"], "version": now["version"]}
