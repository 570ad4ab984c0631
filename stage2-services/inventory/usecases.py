"""What staff do with the stock, and what the saga of an order does with it.

Each step of a saga is called at least once, so it first checks what was done before.
"""

from collections.abc import Collection

from shop_rules import bodies, ids
from shop_rules.cursors import SortKey
from shop_rules.shapes import Adjustment, OrderId, ProductId, Stock, UserId

from chassis import db, idempotency
from chassis.shapes import Quantity

from . import reservations, store
from .reservations import REFUSED, RELEASED, RESERVED, RETURNED, SOLD


def show(product_id: ProductId) -> Stock:
    with db.reading() as tx:
        return store.get(tx, product_id)


def available(product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered."""
    with db.reading() as tx:
        return store.available(tx, product_ids)


def open_stock(product_id: ProductId) -> None:
    with db.transaction("open_stock") as tx:
        store.open_stock(tx, product_id)


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


# --8<-- [start:saga]
def reserve(order_id: OrderId, lines: list[Quantity]) -> bool:
    """Reserve all lines for the order, if that was not done before. False if stock is too low."""
    with db.transaction("reserve") as tx:
        if reservations.claim(tx, order_id, lines) and not store.reserve(tx, lines):
            reservations.move(tx, order_id, RESERVED, REFUSED)
        return reservations.status(tx, order_id) != REFUSED


def sell(order_id: OrderId) -> None:
    with db.transaction("sell") as tx:
        lines = reservations.move(tx, order_id, RESERVED, SOLD)
        if lines:
            store.sell(tx, lines)
        elif reservations.status(tx, order_id) not in (SOLD, RETURNED):
            raise RuntimeError(f"the books are wrong: nothing is held for {order_id}")


def release(order_id: OrderId) -> None:
    with db.transaction("release") as tx:
        reservations.claim(tx, order_id, lines=[])  # the tombstone, if there is no record
        lines = reservations.move(tx, order_id, RESERVED, RELEASED)
        if lines:
            store.release(tx, lines)


def take_back(order_id: OrderId) -> None:
    with db.transaction("take_back") as tx:
        lines = reservations.move(tx, order_id, SOLD, RETURNED)
        if lines:
            store.take_back(tx, lines)


# --8<-- [end:saga]
