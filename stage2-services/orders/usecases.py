"""Placing an order and moving it on.

No transaction spans the services, so an order is a saga: steps that each commit on their own, are
idempotent, and have a compensation if they may have to be undone. `place` saves the order and
empties the cart. `settle` confirms or rejects it; it may be called at any time and any number of
times, and continues from where the last call was interrupted.
"""

from shop_rules import bodies, cursors, ids, pricing, times
from shop_rules import orders as rules
from shop_rules.errors import Conflict
from shop_rules.shapes import Order, OrderId, Reason, Status, UserId

from chassis import db, idempotency
from chassis.shapes import CartToBuy

from . import peers, store

LEASE_SECONDS = 20  # until another worker picks up an order whose message was lost


# --8<-- [start:place]
def place(user_id: UserId, key: str, new: bodies.NewOrder) -> OrderId:
    """The order's id. Returns once the cart is empty; a worker settles the order later."""
    cart = peers.cart(user_id)  # before the key: a retry that finds it bought then finds the key
    with db.reading() as tx:
        earlier = idempotency.find(tx, user_id, "place order", key, new)
    order_id = OrderId(earlier) if earlier else _place(user_id, key, new, cart)
    with db.reading() as tx:
        row = store.to_settle(tx, order_id)
    peers.renew_cart(user_id, row.cart_id, row.cart_version)
    return order_id


def _place(user_id: UserId, key: str, new: bodies.NewOrder, cart: CartToBuy) -> OrderId:
    order_id = OrderId(ids.new_id())
    pricing.check_order(cart["lines"])
    address = new.shipping_address.model_dump(exclude_none=True)
    working_on_it = times.after(LEASE_SECONDS)
    try:
        with db.transaction("place_order") as tx:
            earlier = idempotency.earlier_result(tx, user_id, "place order", key, new, order_id)
            if earlier is not None:
                return OrderId(earlier)
            store.add(tx, order_id, user_id, cart, new.payment_method, address, working_on_it)
            peers.settle_later(tx, order_id)
            return order_id
    except store.CartWasBought as error:  # by a concurrent request with another key
        peers.renew_cart(user_id, cart["id"], error.version)
        return place(user_id, key, new)


# --8<-- [end:place]
# --8<-- [start:settle]
def settle(order_id: OrderId) -> bool:
    """Advance an open order as far as the other services allow. False: try again later."""
    with db.reading() as tx:
        row = store.to_settle(tx, order_id)
    order = store.as_order(row)
    if order["status"] == rules.PENDING:
        peers.renew_cart(order["user_id"], row.cart_id, row.cart_version)
        _buy(order, row.payment_method)
        order = db.there(show(order_id))
    if order["status"] == rules.CANCELLING and peers.refund(order_id):
        peers.take_back(order_id)
        _finish_cancelling(order)
        return True
    return order["status"] not in rules.OPEN


# --8<-- [end:settle]
def cancel(order_id: OrderId) -> Order:
    """The order after the change. 409 if it is too late."""
    with db.transaction("cancel_order") as tx:
        order = db.there(store.get(tx, order_id))
        becomes = rules.next_status(order["status"], rules.CANCELLATION)
        if order["status"] == rules.PENDING:
            done = store.remember_cancellation(tx, order_id)
        elif order["status"] == rules.CONFIRMED:
            leased = {"next_attempt_at": times.after(LEASE_SECONDS), "attempts": 0}
            done = _move(tx, order, rules.CONFIRMED, becomes, **leased)
            if done:
                peers.settle_later(tx, order_id)
        else:
            done = True
    return db.there(show(order_id)) if done else cancel(order_id)  # changed meanwhile: try again


def ship(order_id: OrderId, shipment: bodies.Shipment) -> Order:
    """The order after the change. 409 if its status doesn't allow it."""
    return _by_staff(order_id, rules.SHIPMENT, shipment=shipment.model_dump())


def deliver(order_id: OrderId) -> Order:
    """The order after the change. 409 if its status doesn't allow it."""
    return _by_staff(order_id, rules.DELIVERY)


def show(order_id: OrderId) -> Order | None:
    with db.reading() as tx:
        return store.get(tx, order_id)


def newest(limit: int, before: cursors.SortKey | None, **equal: str) -> list[Order]:
    with db.reading() as tx:
        return store.newest(tx, limit + 1, before, **equal)


# --8<-- [start:outcome]
def _buy(order: Order, payment_method: str) -> None:
    """Reserve, charge, and sell. In the end the stock is both sold and paid for, or neither."""
    if not peers.reserve(order):
        return _reject(order, rules.OUT_OF_STOCK)
    outcome = peers.charge(order, payment_method)
    if outcome == "captured":
        peers.sell(order["id"])
        _confirm(order)
    elif outcome is not None:
        peers.release(order["id"])  # the compensation of reserve
        _reject(order, rules.REASONS[outcome])


def _confirm(order: Order) -> None:
    with db.transaction("confirm_order") as tx:
        moved = _move(tx, order, rules.PENDING, rules.CONFIRMED)
        if moved and store.cancellation_requested(tx, order["id"]):
            _move(tx, order, rules.CONFIRMED, rules.CANCELLING)


def _reject(order: Order, reason: Reason) -> None:
    with db.transaction("reject_order") as tx:
        _move(tx, order, rules.PENDING, rules.REJECTED, reason=reason)


def _finish_cancelling(order: Order) -> None:
    with db.transaction("finish_cancelling") as tx:
        _move(tx, order, rules.CANCELLING, rules.CANCELLED)


# --8<-- [end:outcome]
def _by_staff(order_id: OrderId, action: rules.Action, **values: object) -> Order:
    with db.transaction(action) as tx:
        order = db.there(store.get(tx, order_id))
        becomes = rules.next_status(order["status"], action)
        if not _move(tx, order, order["status"], becomes, **values):
            raise Conflict("The order was changed at the same moment.")
        return db.there(store.get(tx, order_id))


def _move(tx: db.Tx, order: Order, was: Status, becomes: Status, **values: object) -> bool:
    """Write status, history, and event atomically. False if it was moved before."""
    moved = store.move(tx, order["id"], was, becomes, **values)
    message = rules.notification(becomes)
    if moved and message:
        peers.notify(tx, order, *message)
    return moved
