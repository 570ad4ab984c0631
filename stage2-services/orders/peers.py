"""How orders reaches the other features: over HTTP, by idempotent calls.

Unavailable means that a service didn't answer; it may or may not have done the work.
"""

from shop_rules.shapes import Notice, Order, OrderId, PaymentStatus, UserId

from chassis import calls, db, faults, outbox
from chassis.shapes import (
    CartToBuy,
    Charge,
    Charged,
    OrderEvent,
    OrderToCharge,
    Quantity,
    Refunded,
    Renewal,
    Reservation,
    Reserved,
)

CHARGE_SECONDS = 40  # longer than payments takes if all its calls to the provider time out


def cart(user_id: UserId) -> CartToBuy:
    """The current cart."""
    return calls.call("cart", "GET", f"/carts/{user_id}")


@faults.around("saga.renew_cart")
def renew_cart(user_id: UserId, cart_id: str, version: int) -> None:
    bought: Renewal = {"id": cart_id, "version": version}
    calls.call("cart", "POST", f"/carts/{user_id}/renewal", bought)


# --8<-- [start:goods]
@faults.around("saga.reserve")
def reserve(order: Order) -> bool:
    """Reserve the order's lines. False if the stock is too low."""
    wanted: Reservation = {"lines": _quantities(order)}
    answer: Reserved = calls.call("inventory", "PUT", f"/reservations/{order['id']}", wanted)
    return answer["reserved"]


@faults.around("saga.sell")
def sell(order_id: OrderId) -> None:
    calls.call("inventory", "POST", f"/reservations/{order_id}/sale")


@faults.around("saga.release")
def release(order_id: OrderId) -> None:
    calls.call("inventory", "POST", f"/reservations/{order_id}/release")


@faults.around("saga.take_back")
def take_back(order_id: OrderId) -> None:
    calls.call("inventory", "POST", f"/reservations/{order_id}/return")


# --8<-- [end:goods]
# --8<-- [start:news]
def notify(tx: db.Tx, order: Order, kind: Notice, text: str) -> None:
    """Publish an event in the caller's transaction, for notifications and bestsellers."""
    event: OrderEvent = {
        "kind": kind,
        "order_id": order["id"],
        "user_id": order["user_id"],
        "text": text,
        "lines": _quantities(order),
    }
    outbox.add_event(tx, "orders", **event)


def settle_later(tx: db.Tx, order_id: OrderId) -> None:
    """Add a task for the worker, sent when the caller's transaction commits."""
    outbox.add_task(tx, "orders.settle", order_id=order_id)


# --8<-- [end:news]
# --8<-- [start:money]
@faults.around("saga.charge")
def charge(order: Order, payment_method: str) -> PaymentStatus | None:
    """'captured', 'declined', 'cancelled', or None for not known yet."""
    what: OrderToCharge = {
        "id": order["id"],
        "user_id": order["user_id"],
        "total": order["total"],
        "created_at": order["created_at"],
    }
    asked: Charge = {"order": what, "payment_method": payment_method}
    path = f"/charges/{order['id']}"
    answer: Charged = calls.call("payments", "PUT", path, asked, CHARGE_SECONDS)
    return answer["outcome"]


@faults.around("saga.refund")
def refund(order_id: OrderId) -> bool:
    """True once the provider has acknowledged it."""
    path = f"/refunds/{order_id}"
    answer: Refunded = calls.call("payments", "PUT", path, read_seconds=CHARGE_SECONDS)
    return answer["refunded"]


# --8<-- [end:money]
def _quantities(order: Order) -> list[Quantity]:
    return [
        {"product_id": line["product_id"], "quantity": line["quantity"]} for line in order["lines"]
    ]
