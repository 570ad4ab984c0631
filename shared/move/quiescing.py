"""Brings the open orders of stage 2 to a state that stage 1 knows too.

In stage 1 a pending order has its stock reserved and its payment begun, and an order that is being
cancelled has its stock sold: one transaction did all of it. In stage 2 an order is pending before
anything is reserved for it, and still pending when its stock is sold. So before the checkout goes
back, each open order is taken to one of stage 1's states. The provider is asked for refunds only.

| order      | reservation              | what is done                                            |
| ---------- | ------------------------ | ------------------------------------------------------- |
| pending    | none                     | reserve it; without stock, reject it                    |
| pending    | refused, released        | reject it                                               |
| pending    | sold                     | confirm it: its payment is captured                     |
| pending    | reserved                 | nothing: stage 1 goes on to charge it                   |
| cancelling | returned                 | cancel it: its payment is refunded                      |
| cancelling | sold                     | nothing: stage 1 goes on to refund it                   |
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from orders import peers, store, usecases

from shop_rules.errors import ShopError
from shop_rules.orders import CANCELLING, OPEN, PENDING
from shop_rules.shapes import OrderId

from chassis import db, telemetry

from .databases import Connection, Row

FIT = {(PENDING, "reserved"), (CANCELLING, "sold")}
AT_ONCE = 8  # orders

_OPEN = "SELECT * FROM orders WHERE status = ANY(%s)"
_HELD = "SELECT order_id, status FROM reservations WHERE order_id = ANY(%s)"
_PAID = "SELECT order_id FROM payments WHERE order_id = ANY(%s)"
_BEGIN = """
INSERT INTO payments (order_id, user_id, status, amount) VALUES (%s, %s, 'pending', %s)
ON CONFLICT DO NOTHING
"""

Sides = Mapping[str, Connection]


def left(sides: Sides) -> list[str]:
    """The ids of open orders whose state stage 1 doesn't know."""
    return [str(row["id"]) for row, held in _open(sides) if not _is_fit(row, held)]


# --8<-- [start:quiesce]
def quiesce(sides: Sides) -> None:
    """Advance each open order once. What fails is left for the next pass: a service may be down."""
    found = _open(sides)
    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(lambda each: _advance(*each), found))
    for row, _ in found:
        if row["status"] == PENDING:
            what = row["id"], row["user_id"], row["total"]
            sides["payments"].execute(_BEGIN, what)


def _advance(row: Row, held: str | None) -> None:
    order_id = OrderId(str(row["id"]))
    telemetry.begin()
    try:
        if row["status"] == PENDING:
            _renew_cart(order_id)
        if held is None and row["status"] == PENDING:
            order = usecases.show(order_id)
            held = None if order is None or peers.reserve(order) else "refused"
        if held is not None and (row["status"], held) not in FIT:
            usecases.settle(order_id)
    except ShopError as error:
        telemetry.write("not quiet yet", level=30, order_id=order_id, error=error.detail)


# --8<-- [end:quiesce]
def _renew_cart(order_id: OrderId) -> None:
    """Renew the cart, as placing the order does: that request may have died before this step."""
    with db.reading() as tx:
        bought = store.to_settle(tx, order_id)
    peers.renew_cart(bought.user_id, bought.cart_id, bought.cart_version)


def _is_fit(row: Row, held: str | None) -> bool:
    return (row["status"], held) in FIT and bool(row["is_begun"])


def _open(sides: Sides) -> list[tuple[Row, str | None]]:
    """Each open order, with the status of its reservation, None if there is none."""
    found = sides["orders"].execute(_OPEN, [list(OPEN)]).fetchall()
    keys = [row["id"] for row in found]
    held = {row["order_id"]: row["status"] for row in sides["inventory"].execute(_HELD, [keys])}
    begun = {row["order_id"] for row in sides["payments"].execute(_PAID, [keys])}
    return [({**row, "is_begun": row["id"] in begun}, held.get(row["id"])) for row in found]
