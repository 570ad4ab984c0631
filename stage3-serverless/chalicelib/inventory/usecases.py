"""What staff do with the stock. What orders do with it is in store.py."""

from shop_rules import bodies, ids
from shop_rules.cursors import SortKey
from shop_rules.shapes import Adjustment, ProductId, Stock, UserId

from .. import db, idempotency
from . import store


def show(product_id: ProductId) -> Stock:
    stock = store.get(product_id)
    return {"available": stock["available"], "reserved": stock["reserved"], "sold": stock["sold"]}


def newest_adjustments(
    product_id: ProductId, limit: int, before: SortKey | None
) -> list[Adjustment]:
    rows = store.newest_adjustments(product_id, limit + 1, before)
    return [store.as_adjustment(row) for row in rows]


def adjust(
    user_id: UserId, key: str, product_id: ProductId, body: bodies.StockAdjustment
) -> Adjustment:
    """The adjustment, new or made with this key before. 409 if the stock would fall below zero."""
    operation = f"adjust stock of {product_id}"
    adjustment_id = idempotency.earlier_result(user_id, operation, key, body)
    if adjustment_id is None:
        adjustment_id = ids.new_id()
        try:
            with db.transaction("adjust_stock") as tx:
                idempotency.claim(tx, user_id, operation, key, body, adjustment_id)
                store.adjust(tx, adjustment_id, product_id, body.delta, body.reason)
        except db.Lost:  # the same request, sent twice at once
            return adjust(user_id, key, product_id, body)
    return store.as_adjustment(store.adjustment(product_id, adjustment_id))
