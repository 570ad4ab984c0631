"""How catalog reaches inventory and accounts: reads of their tables, and items in the same
transaction."""

from collections.abc import Collection
from typing import TypedDict

from shop_rules.errors import NotFound, Unauthenticated
from shop_rules.shapes import ProductId, UserId

from .. import db
from ..accounts import visitors
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


def visitor_key(user_id: UserId) -> str:
    """The random key that stands for the person in events."""
    try:
        return visitors.key_of(user_id)
    except NotFound:  # the account was deleted a moment ago
        raise Unauthenticated("The access token was revoked.") from None
