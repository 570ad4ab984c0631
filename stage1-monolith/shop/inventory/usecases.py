"""What staff do with the stock. What orders do with it is in store.py."""

from shop_rules import bodies, ids
from shop_rules.cursors import SortKey
from shop_rules.shapes import Adjustment, ProductId, Stock, UserId

from .. import db, idempotency
from . import store


def show(product_id: ProductId) -> Stock:
    with db.reading() as tx:
        return store.get(tx, product_id)


def newest_adjustments(
    product_id: ProductId, limit: int, before: SortKey | None
) -> list[Adjustment]:
    with db.reading() as tx:
        rows = store.newest_adjustments(tx, product_id, limit + 1, before)
        return [store.as_adjustment(row) for row in rows]


def adjust(
    user_id: UserId, key: str, product_id: ProductId, body: bodies.StockAdjustment
) -> Adjustment:
    """The adjustment, new or made with this key before. 409 if the stock would fall below zero."""
    adjustment_id = ids.new_id()
    operation = f"adjust stock of {product_id}"
    with db.transaction("adjust_stock") as tx:
        earlier = idempotency.earlier_result(tx, user_id, operation, key, body, adjustment_id)
        if earlier is None:
            store.adjust(tx, adjustment_id, product_id, body.delta, body.reason)
        return store.as_adjustment(store.adjustment(tx, earlier or adjustment_id))
