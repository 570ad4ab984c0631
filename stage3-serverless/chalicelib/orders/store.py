# --8<-- [start:tables]
"""The orders: their lines, their status, and their history. Key: id.

One item holds the whole order with its lines and history: at most 40 lines, far below the 400 KB
an item may have. `version` counts the changes, and each is conditional on the version read.

| asked for                   | index                             |
| --------------------------- | --------------------------------- |
| a person's, newest first    | of_user: user_id, id              |
| those of a status           | by_status: status, id             |
| all                         | newest: listed, id                |
| those that wait (waiting.py) | open: open, next_attempt_at      |
"""

# --8<-- [end:tables]
from shop_rules import ids, pricing, times
from shop_rules.cursors import SortKey
from shop_rules.errors import NotFound
from shop_rules.orders import FINAL, OPEN, PENDING
from shop_rules.pricing import OrderLine
from shop_rules.shapes import Entry, Order, OrderId, Status, UserId

from .. import db

TABLE = "orders"
ALL = "orders"  # the one partition of the index of all
_INDEXES = {"user_id": "of_user", "status": "by_status", "listed": "newest"}


class Changed(db.Lost):
    """The order is no longer as it was read."""


# --8<-- [start:add]
def add(
    tx: db.Tx,
    order_id: OrderId,
    user_id: UserId,
    cart_id: str,
    lines: list[pricing.CartLine],
    payment_method: str,
    shipping_address: dict[str, object],
    traceparent: str,
) -> None:
    """Add a pending order, due at once."""
    order: db.Item = {"id": order_id, "user_id": user_id, "cart_id": cart_id, "status": PENDING}
    order |= {"lines": [_kept(line) for line in lines]}
    order |= {"total": pricing.total(lines), "payment_method": payment_method}
    order |= {"shipping_address": shipping_address, "history": [_now(PENDING)]}
    order |= {"cancel_requested": False, "reserved": False, "version": 1, "listed": ALL}
    order |= {"open": "open", "next_attempt_at": times.now(), "attempts": 0}
    tx.put(TABLE, {**order, "traceparent": traceparent}, "attribute_not_exists(#id)")


# --8<-- [end:add]
def get(order_id: OrderId) -> Order | None:
    """The order as clients see it, or None."""
    row = find(order_id)
    return as_order(row) if row else None


def newest(limit: int | None, before: SortKey | None, **equal: str) -> list[Order]:
    """equal: user_id or status, and its value; none for all orders."""
    ((name, value),) = equal.items() or {"listed": ALL}.items()
    after = {name: value, "id": before[0]} if before else None
    where, index = f"#{name} = :value", _INDEXES[name]
    rows = db.query(TABLE, where, limit, index, backwards=True, after=after, value=value)
    return [as_order(row) for row in rows]


def between(after: str, end: str, limit: int) -> list[Order]:
    """Orders whose ids are greater than `after` and less than `end`, oldest first."""
    where, last = "#listed = :all AND #id BETWEEN :first AND :end", {"listed": ALL, "id": after}
    bounds: db.Item = {"all": ALL, "first": after, "end": end}
    rows = db.query(TABLE, where, limit, "newest", after=last, **bounds)
    return [as_order(row) for row in rows]


def find(order_id: OrderId) -> db.Item | None:
    """The whole item, or None."""
    return db.get(TABLE, {"id": order_id})


def to_settle(order_id: OrderId) -> db.Item:
    """The whole item. An order that was found once is never deleted."""
    row = find(order_id)
    if row is None:
        raise NotFound("No such order.")
    return row


def move(tx: db.Tx, row: db.Item, *statuses: Status, **values: object) -> None:
    """Move through these statuses. Raises Changed if the row is no longer as it was read."""
    history = row["history"] + [_now(status) for status in statuses]
    values |= {"status": statuses[-1], "history": history}
    if statuses[-1] in OPEN:
        _write(tx, row, {**values, "open": "open"})
    else:
        _write(tx, row, values, gone="#open")


def reserved(tx: db.Tx, row: db.Item) -> None:
    _write(tx, row, {"reserved": True})


def remember_cancellation(tx: db.Tx, row: db.Item) -> None:
    _write(tx, row, {"cancel_requested": True})


def forget_addresses(user_id: UserId) -> None:
    """Remove the addresses of final orders; an open order still needs its own."""
    for order in newest(None, None, user_id=user_id):
        row = to_settle(order["id"])
        if row["status"] in FINAL and row["shipping_address"]:
            with db.transaction("forget_address") as tx:
                _write(tx, row, {"shipping_address": None})


# --8<-- [start:write]
def _write(tx: db.Tx, row: db.Item, values: db.Item, gone: str = "") -> None:
    values = {**values, "version": row["version"] + 1}
    was = {"was": row["version"]}
    tx.set(TABLE, {"id": row["id"]}, values, "#version = :was", Changed, remove=gone, **was)


# --8<-- [end:write]
def _kept(line: OrderLine) -> OrderLine:
    return {
        "product_id": line["product_id"],
        "name": line["name"],
        "unit_price": line["unit_price"],
        "quantity": line["quantity"],
    }


def _now(status: Status) -> Entry:
    return {"status": status, "at": times.now()}


def as_order(row: db.Item) -> Order:
    """The order as clients see it."""
    return {
        "id": row["id"],
        "user_id": row["user_id"],
        "status": row["status"],
        "reason": row.get("reason"),
        "lines": pricing.shown(row["lines"]),
        "total": row["total"],
        "currency": pricing.CURRENCY,
        "shipping_address": row["shipping_address"],
        "shipment": row.get("shipment"),
        "history": row["history"],
        "created_at": ids.created_at(row["id"]),
    }
