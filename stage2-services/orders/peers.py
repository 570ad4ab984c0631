"""How orders reaches the other features: over HTTP, each call safe to make twice.

Unavailable says that a neighbour is away; whether it did what was asked is not known then.
"""

from chassis import calls, faults, outbox

CHARGE_SECONDS = 40  # longer than payments waits for the provider, all its calls timing out


def cart(user_id):
    """{id, version, lines} as the cart is now; the lines priced, in cents."""
    return calls.call("cart", "GET", f"/carts/{user_id}")


@faults.around("saga.renew_cart")
def renew_cart(user_id, cart_id, version):
    calls.call("cart", "POST", f"/carts/{user_id}/renewal", {"id": cart_id, "version": version})


# --8<-- [start:goods]
@faults.around("saga.reserve")
def reserve(order):
    """False if there is not enough."""
    lines = [{name: line[name] for name in ("product_id", "quantity")} for line in order["lines"]]
    answer = calls.call("inventory", "PUT", f"/reservations/{order['id']}", {"lines": lines})
    return answer["reserved"]


@faults.around("saga.sell")
def sell(order_id):
    calls.call("inventory", "POST", f"/reservations/{order_id}/sale")


@faults.around("saga.release")
def release(order_id):
    calls.call("inventory", "POST", f"/reservations/{order_id}/release")


@faults.around("saga.take_back")
def take_back(order_id):
    calls.call("inventory", "POST", f"/reservations/{order_id}/return")


# --8<-- [end:goods]
# --8<-- [start:news]
def notify(tx, order, kind, text):
    """An event, in the caller's transaction: notifications and bestsellers follow it."""
    lines = [{name: line[name] for name in ("product_id", "quantity")} for line in order["lines"]]
    told = {"kind": kind, "order_id": order["id"], "user_id": order["user_id"], "text": text}
    outbox.add_event(tx, "orders", **told, lines=lines)


def settle_later(tx, order_id):
    """A task for the worker, sent when the caller's transaction commits."""
    outbox.add_task(tx, "orders.settle", order_id=order_id)


# --8<-- [end:news]
# --8<-- [start:money]
@faults.around("saga.charge")
def charge(order, payment_method):
    """'captured', 'declined', 'cancelled', or None for not known yet."""
    what = {name: order[name] for name in ("id", "user_id", "total", "created_at")}
    asked = {"order": what, "payment_method": payment_method}
    answer = calls.call("payments", "PUT", f"/charges/{order['id']}", asked, CHARGE_SECONDS)
    return answer["outcome"]


@faults.around("saga.refund")
def refund(order_id):
    """True once the provider has acknowledged it."""
    answer = calls.call("payments", "PUT", f"/refunds/{order_id}", read_seconds=CHARGE_SECONDS)
    return answer["refunded"]


# --8<-- [end:money]
