"""Placing an order and moving it on.

Two transactions with a call to the provider between them. The first saves the order and reserves
its stock. The second confirms or rejects it, depending on the provider's answer. With a third
party, even a monolith has a dual write; what a crash leaves open, `tasks` finishes.
"""

from shop_rules import bodies, ids, pricing, times
from shop_rules import orders as rules
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict, NotFound
from shop_rules.shapes import Order, OrderId, PaymentStatus, Reason, Status, UserId

from .. import db, idempotency
from . import peers, store

LEASE_SECONDS = 60  # longer than settling can take with every call to the provider timing out


# --8<-- [start:place]
def place(user_id: UserId, key: str, new: bodies.NewOrder) -> tuple[OrderId, bool]:
    """(order id, True if new). The response can be sent now, and the order settled later."""
    # --8<-- [start:place_order]
    order_id = OrderId(ids.new_id())
    with db.transaction("place_order") as tx:
        earlier = idempotency.earlier_result(tx, user_id, "place order", key, new, order_id)
        if earlier is not None:
            return OrderId(earlier), False
        cart_id, lines = peers.locked_cart(tx, user_id)
        pricing.check_order(lines)
        address = new.shipping_address.model_dump(exclude_none=True)
        what = (cart_id, lines, new.payment_method, address)
        total = store.add(tx, order_id, user_id, *what, times.after(LEASE_SECONDS))
        if peers.reserve(tx, lines):
            peers.begin_payment(tx, order_id, total)
        else:
            _move(tx, user_id, order_id, rules.PENDING, rules.REJECTED, reason=rules.OUT_OF_STOCK)
        peers.renew_cart(tx, user_id)
    # --8<-- [end:place_order]
    return order_id, True


# --8<-- [end:place]
# --8<-- [start:settle]
def settle(order_id: OrderId) -> bool:
    """Advance an open order as far as the provider allows. False: try again later."""
    with db.reading() as tx:
        row = store.to_settle(tx, order_id)
    order = store.as_order(row)
    if order["status"] == rules.PENDING:
        _buy(order, row.payment_method)
        order = _there(show(order_id))
    if order["status"] == rules.CANCELLING and peers.refund(order_id):
        _finish_cancelling(order)
        return True
    return order["status"] not in rules.OPEN


# --8<-- [end:settle]
def cancel(order_id: OrderId) -> Order:
    """The order after the change. 409 if it is too late."""
    with db.transaction("cancel_order") as tx:
        order = _there(store.get(tx, order_id))
        becomes = rules.next_status(order["status"], rules.CANCELLATION)
        if order["status"] == rules.PENDING:
            done = store.remember_cancellation(tx, order_id)
        elif order["status"] == rules.CONFIRMED:
            now = {"next_attempt_at": times.now(), "attempts": 0}
            done = _move(tx, order["user_id"], order_id, rules.CONFIRMED, becomes, **now)
        else:
            done = True
    if not done:
        return cancel(order_id)  # changed meanwhile: try again
    return _there(show(order_id))


def ship(order_id: OrderId, shipment: bodies.Shipment) -> Order:
    """The order after the change. 409 if its status doesn't allow it."""
    return _by_staff(order_id, rules.SHIPMENT, shipment=shipment.model_dump())


def deliver(order_id: OrderId) -> Order:
    """The order after the change. 409 if its status doesn't allow it."""
    return _by_staff(order_id, rules.DELIVERY)


def show(order_id: OrderId) -> Order | None:
    with db.reading() as tx:
        return store.get(tx, order_id)


def newest(limit: int, before: SortKey | None, **equal: str) -> list[Order]:
    with db.reading() as tx:
        return store.newest(tx, limit + 1, before, **equal)


# --8<-- [start:outcome]
def _buy(order: Order, payment_method: str) -> None:
    """Charge for the reserved stock. In the end it is both sold and paid for, or neither."""
    outcome = peers.charge(order, payment_method)
    if outcome == "captured":
        _confirm(order)
    elif outcome is not None:
        _reject(order, rules.REASONS[outcome], payment_status=outcome)


def _confirm(order: Order) -> None:
    with db.transaction("confirm_order") as tx:
        if _move(tx, order["user_id"], order["id"], rules.PENDING, rules.CONFIRMED):
            peers.sell(tx, order["lines"])
            peers.record_payment(tx, order["id"], "captured")
            if store.cancellation_requested(tx, order["id"]):
                _move(tx, order["user_id"], order["id"], rules.CONFIRMED, rules.CANCELLING)


def _reject(order: Order, reason: Reason, payment_status: PaymentStatus) -> None:
    with db.transaction("reject_order") as tx:
        if _move(tx, order["user_id"], order["id"], rules.PENDING, rules.REJECTED, reason=reason):
            peers.release(tx, order["lines"])
            peers.record_payment(tx, order["id"], payment_status)


# --8<-- [end:outcome]
def _finish_cancelling(order: Order) -> None:
    with db.transaction("finish_cancelling") as tx:
        if _move(tx, order["user_id"], order["id"], rules.CANCELLING, rules.CANCELLED):
            peers.take_back(tx, order["lines"])
            peers.record_payment(tx, order["id"], "refunded")


def _by_staff(order_id: OrderId, action: rules.Action, **values: object) -> Order:
    with db.transaction(action) as tx:
        order = _there(store.get(tx, order_id))
        becomes = rules.next_status(order["status"], action)
        if not _move(tx, order["user_id"], order_id, order["status"], becomes, **values):
            raise Conflict("The order was changed at the same moment.")
        return _there(store.get(tx, order_id))


def _there(order: Order | None) -> Order:
    """Narrow the type: an order that was found once is never deleted."""
    if order is None:
        raise NotFound("No such order.")
    return order


def _move(
    tx: db.Tx, user_id: UserId, order_id: OrderId, was: Status, becomes: Status, **values: object
) -> bool:
    """Write status, history, and notification atomically. False if it was moved before."""
    moved = store.move(tx, order_id, was, becomes, **values)
    message = rules.notification(becomes)
    if moved and message:
        peers.notify(tx, user_id, order_id, *message)
    return moved
