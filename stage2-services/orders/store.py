"""The orders: their lines, their status, and their history."""

import sqlalchemy as sa

from shop_rules import cursors, ids, pricing, times
from shop_rules.orders import FINAL, PENDING
from shop_rules.shapes import Entry, Order, OrderId, Status, Time, UserId

from chassis import db, json_rows
from chassis.shapes import CartToBuy

from .tables import order_history, order_lines, orders

# An order, its lines, and its history: one statement, and so one snapshot.
_PARTS = [
    json_rows.column(part, part.c.order_id == orders.c.id) for part in (order_lines, order_history)
]
_COMPLETE = sa.select(orders, *_PARTS)
_ONE = _COMPLETE.where(orders.c.id == sa.bindparam("order_id"))


class CartWasBought(Exception):
    def __init__(self, version: int) -> None:
        self.version = version  # of the cart when it was bought


def add(
    tx: db.Tx,
    order_id: OrderId,
    user_id: UserId,
    cart: CartToBuy,
    payment_method: str,
    shipping_address: dict[str, object],
    next_attempt_at: Time,
) -> None:
    """Add a pending order. Raises CartWasBought."""
    values: db.Values = {"id": order_id, "user_id": user_id, "status": PENDING}
    values |= {"cart_id": cart["id"], "cart_version": cart["version"]}
    values |= {"total": pricing.total(cart["lines"]), "payment_method": payment_method}
    values |= {"shipping_address": shipping_address, "next_attempt_at": next_attempt_at}
    if not db.insert_if_absent(tx, orders, **values, cancel_requested=False, attempts=0):
        bought = sa.select(orders.c.cart_version).where(orders.c.cart_id == cart["id"])
        raise CartWasBought(tx.scalars(bought).one())
    rows = [_row(order_id, *numbered) for numbered in enumerate(cart["lines"])]
    tx.execute(sa.insert(order_lines), rows)
    _note(tx, order_id, PENDING)


def get(tx: db.Tx, order_id: OrderId) -> Order | None:
    found = tx.execute(_ONE, {"order_id": order_id}).one_or_none()
    return as_order(found) if found else None


def newest(tx: db.Tx, limit: int, before: cursors.SortKey | None, **equal: str) -> list[Order]:
    """equal: columns and their values, such as user_id or status."""
    query = _COMPLETE.filter_by(**equal).order_by(orders.c.id.desc()).limit(limit)
    return _shown(tx, query.where(orders.c.id < before[0]) if before else query)


def between(tx: db.Tx, after: str, end: str, limit: int) -> list[Order]:
    """Orders whose ids are greater than `after` and less than `end`, oldest first."""
    of_range = (orders.c.id > after) & (orders.c.id < end)
    return _shown(tx, _COMPLETE.where(of_range).order_by(orders.c.id).limit(limit))


def to_settle(tx: db.Tx, order_id: OrderId) -> db.Row:
    """The whole row. An order that was found once is never deleted."""
    return tx.execute(_ONE, {"order_id": order_id}).one()


def move(tx: db.Tx, order_id: OrderId, was: Status, becomes: Status, **values: object) -> bool:
    """Compare and set: False if the order's status is no longer `was`."""
    row = (orders.c.id == order_id) & (orders.c.status == was)
    if not tx.execute(sa.update(orders).where(row).values(status=becomes, **values)).rowcount:
        return False
    _note(tx, order_id, becomes)
    return True


def remember_cancellation(tx: db.Tx, order_id: OrderId) -> bool:
    """False if the order is no longer pending."""
    row = (orders.c.id == order_id) & (orders.c.status == PENDING)
    return tx.execute(sa.update(orders).where(row).values(cancel_requested=True)).rowcount == 1


def cancellation_requested(tx: db.Tx, order_id: OrderId) -> bool:
    return tx.scalars(sa.select(orders.c.cancel_requested).where(orders.c.id == order_id)).one()


def forget_addresses(tx: db.Tx, user_id: UserId) -> None:
    """Remove the addresses of final orders; an open order still needs its own."""
    rows = (orders.c.user_id == user_id) & orders.c.status.in_(FINAL)
    tx.execute(sa.update(orders).where(rows).values(shipping_address=None))


def _row(order_id: OrderId, position: int, line: pricing.CartLine) -> db.Values:
    kept = {name: line[name] for name in ("product_id", "name", "unit_price", "quantity")}
    return {"order_id": order_id, "position": position, **kept}


def _note(tx: db.Tx, order_id: OrderId, status: Status) -> None:
    count = sa.select(sa.func.count()).where(order_history.c.order_id == order_id)
    row = {"order_id": order_id, "position": count.scalar_subquery(), "status": status}
    tx.execute(sa.insert(order_history).values(**row, at=times.now()))


def _shown(tx: db.Tx, query: db.Query) -> list[Order]:
    return [as_order(row) for row in tx.execute(query)]


def as_order(row: db.Row) -> Order:
    """The order as clients see it."""
    lines: list[pricing.OrderLine] = json_rows.read(order_lines, row.order_lines)
    history: list[Entry] = json_rows.read(order_history, row.order_history)
    return {
        "id": row.id,
        "user_id": row.user_id,
        "status": row.status,
        "reason": row.reason,
        "lines": pricing.shown(lines),
        "total": row.total,
        "currency": pricing.CURRENCY,
        "shipping_address": row.shipping_address,
        "shipment": row.shipment,
        "history": [{"status": entry["status"], "at": entry["at"]} for entry in history],
        "created_at": ids.created_at(row.id),
    }
