"""Placing an order and moving it on.

Each step is one transaction of conditional writes over the tables it touches; the provider is
called between them. `place` saves the order and reserves its stock, and the table's stream reports
it. `settle` confirms or rejects the order; it is idempotent, and continues from the order's status.
"""

from shop_rules import bodies, cursors, ids, pricing, times
from shop_rules import orders as rules
from shop_rules.shapes import Order, OrderId, PaymentStatus, Reason, Status, UserId

from .. import db, idempotency, telemetry
from . import peers, store


# --8<-- [start:place]
def place(user_id: UserId, key: str, new: bodies.NewOrder) -> OrderId:
    """The order's id. Returns at once; the order is settled later."""
    cart, lines = peers.cart_to_buy(user_id)  # first: a retry that finds it bought finds the key
    earlier = idempotency.earlier_result(user_id, "place order", key, new)
    if earlier is not None:
        return OrderId(earlier)
    pricing.check_order(lines)
    order_id = OrderId(ids.new_id())
    address = new.shipping_address.model_dump(exclude_none=True)
    what = (cart["id"], lines, new.payment_method, address, telemetry.next_traceparent())
    try:
        with db.transaction("place_order") as tx:
            idempotency.claim(tx, user_id, "place order", key, new, order_id)
            store.add(tx, order_id, user_id, *what)
            peers.renew_cart(tx, cart)
    except db.Lost:  # a concurrent request used the key, or changed or bought the cart
        return place(user_id, key, new)
    return order_id


# --8<-- [end:place]
# --8<-- [start:settle]
def settle(order_id: OrderId) -> bool:
    """Advance an open order as far as the provider allows. False: try again later."""
    row = store.to_settle(order_id)
    try:
        if row["status"] == rules.PENDING:
            _buy(row)
            row = store.to_settle(order_id)
        if row["status"] == rules.CANCELLING and peers.refund(order_id):
            _finish_cancelling(row)
            return True
        return row["status"] not in rules.OPEN
    except store.Changed:  # by another request: continue from there
        return settle(order_id)


# --8<-- [end:settle]
def cancel(order_id: OrderId) -> Order:
    """The order after the change. 409 if it is too late."""
    row = store.to_settle(order_id)
    becomes = rules.next_status(row["status"], rules.CANCELLATION)
    try:
        with db.transaction("cancel_order") as tx:
            if row["status"] == rules.PENDING:
                store.remember_cancellation(tx, row)
            elif row["status"] == rules.CONFIRMED:
                now = {"next_attempt_at": times.now(), "attempts": 0}  # the stream reports it
                _move(tx, row, becomes, **now)
    except store.Changed:  # changed meanwhile: try again
        return cancel(order_id)
    return store.as_order(store.to_settle(order_id))


def ship(order_id: OrderId, shipment: bodies.Shipment) -> Order:
    """The order after the change. 409 if its status doesn't allow it."""
    return _by_staff(order_id, rules.SHIPMENT, shipment=shipment.model_dump())


def deliver(order_id: OrderId) -> Order:
    """The order after the change. 409 if its status doesn't allow it."""
    return _by_staff(order_id, rules.DELIVERY)


def show(order_id: OrderId) -> Order | None:
    return store.get(order_id)


def newest(limit: int, before: cursors.SortKey | None, **equal: str) -> list[Order]:
    return store.newest(limit + 1, before, **equal)


# --8<-- [start:outcome]
def _buy(row: db.Item) -> None:
    """Reserve, charge, and sell. In the end the stock is both sold and paid for, or neither."""
    if not row["reserved"]:
        try:
            _reserve(row)
        except peers.OutOfStock:
            return _reject(row, rules.OUT_OF_STOCK)
        row = store.to_settle(row["id"])
    outcome = peers.charge(store.as_order(row), row["payment_method"])
    if outcome == "captured":
        _confirm(row)
    elif outcome is not None:
        _reject(row, rules.REASONS[outcome], payment_status=outcome)


def _reserve(row: db.Item) -> None:
    with db.transaction("reserve") as tx:
        store.reserved(tx, row)
        peers.reserve(tx, row["lines"])


def _confirm(row: db.Item) -> None:
    becomes: list[Status] = [rules.CONFIRMED]
    if row["cancel_requested"]:
        becomes.append(rules.CANCELLING)
    with db.transaction("confirm_order") as tx:
        _move(tx, row, *becomes)
        peers.sell(tx, row["lines"])
        peers.record_payment(tx, row["id"], "captured")


def _reject(row: db.Item, reason: Reason, payment_status: PaymentStatus | None = None) -> None:
    """payment_status: given if the stock was reserved and the charge has begun."""
    with db.transaction("reject_order") as tx:
        _move(tx, row, rules.REJECTED, reason=reason)
        if payment_status:
            peers.release(tx, row["lines"])
            peers.record_payment(tx, row["id"], payment_status)


# --8<-- [end:outcome]
def _finish_cancelling(row: db.Item) -> None:
    with db.transaction("finish_cancelling") as tx:
        _move(tx, row, rules.CANCELLED)
        peers.take_back(tx, row["lines"])
        peers.record_payment(tx, row["id"], "refunded")


def _by_staff(order_id: OrderId, action: rules.Action, **values: object) -> Order:
    row = store.to_settle(order_id)
    becomes = rules.next_status(row["status"], action)
    try:
        with db.transaction(action) as tx:
            _move(tx, row, becomes, **values)
    except store.Changed:  # changed, or its owner left: try again
        return _by_staff(order_id, action, **values)
    return store.as_order(store.to_settle(order_id))


def _move(tx: db.Tx, row: db.Item, *statuses: Status, **values: object) -> None:
    """Write status, history, and notification atomically. Changed if it was moved before."""
    there = peers.is_there(row["user_id"])
    for kind_and_text in filter(None, map(rules.notification, statuses)):
        if there:
            peers.notify(tx, row["user_id"], row["id"], *kind_and_text, lost=store.Changed)
    store.move(tx, row, *statuses, **values)
