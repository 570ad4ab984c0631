"""What staff does with the stock. What orders do with it stands in store.py."""

from shop_rules import ids

from .. import db, idempotency
from . import store


def show(product_id):
    with db.reading() as tx:
        return store.get(tx, product_id)


def newest_adjustments(product_id, limit, before):
    with db.reading() as tx:
        rows = store.newest_adjustments(tx, product_id, limit + 1, before)
        return [store.as_adjustment(row) for row in rows]


def adjust(user_id, key, product_id, body):
    """The adjustment, new or of this key before. 409 if too few would be left."""
    adjustment_id = ids.new_id()
    operation = f"adjust stock of {product_id}"
    with db.transaction("adjust_stock") as tx:
        earlier = idempotency.earlier_result(tx, user_id, operation, key, body, adjustment_id)
        if earlier is None:
            store.adjust(tx, adjustment_id, product_id, body.delta, body.reason)
        return store.as_adjustment(store.adjustment(tx, earlier or adjustment_id))
