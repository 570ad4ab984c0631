"""Patches for stage 1's ideas whose code is different in stage 2."""

from ..patch import Patch

ACCOUNTS = "stage2-services/accounts/usecases.py"
CART = "stage2-services/cart/store.py"
ORDERS = "stage2-services/orders/usecases.py"
INVENTORY = "stage2-services/inventory/store.py"

# The databases' own constraints would refuse these.
CARTS_BOUGHT_ONCE = Patch(
    "stage2-services/orders/migrations/0001_first_tables.py",
    '        sa.UniqueConstraint("cart_id"),\n',
    "",
)
TOLD_ONCE = Patch(
    "stage2-services/notifications/migrations/0001_first_tables.py",
    '        sa.UniqueConstraint("order_id", "kind", name="notifications_once"),\n',
    "",
)
NEVER_NEGATIVE = Patch(
    "stage2-services/inventory/migrations/0001_first_tables.py",
    '        sa.CheckConstraint("available >= 0", name="stock_available"),\n',
    "",
)

PATCHES = {
    "imported-goods-have-no-stock": [
        Patch(
            "stage2-services/catalog/importing.py",
            '        peers.open_stock(rules.product_id(import_id, row["line"]))\n',
            "        ...\n",
        )
    ],
    "tokens-survive-a-new-password": [
        Patch(
            ACCOUNTS,
            """
            peers.forget_sessions(endings.revoke_all(tx, caller.id))
            return True
""",
            """
            return True
""",
        )
    ],
    "a-new-email-keeps-the-thief": [
        Patch(
            ACCOUNTS,
            """
            peers.forget_sessions(endings.revoke_others(tx, caller.id, caller.session_id))
""",
            """
            pass
""",
        )
    ],
    "the-gone-stay-signed-in": [
        Patch(
            ACCOUNTS,
            """
        peers.forget_sessions(endings.revoke_all(tx, user_id))
        store.delete(tx, user_id)
""",
            """
        store.change(tx, user_id, email="", email_key=user_id, name="")
""",
        )
    ],
    "leaks-anothers-payment": [
        Patch(
            "stage2-services/payments/routes.py",
            "    payment = auth.may_see_order(caller,",
            """    caller = auth.Caller(caller.id, caller.session_id, ("staff", "admin"))
    payment = auth.may_see_order(caller,""",
        )
    ],
    "bestsellers-forget-cancellations": [
        Patch(
            "stage2-services/catalog/tasks.py",
            '= {"order_confirmed": 1, "order_cancelled": -1}',
            '= {"order_confirmed": 1}',
        )
    ],
    "oversells-by-one": [
        NEVER_NEGATIVE,
        Patch(
            INVENTORY,
            "    enough = [change >= 0 for change in changes.values()]\n",
            """    least = -1 if signs == {"available": -1, "reserved": 1} else 0
    enough = [change >= least for change in changes.values()]
""",
        ),
    ],
    "asks-for-stock-too-early": [
        NEVER_NEGATIVE,
        Patch(
            "stage2-services/inventory/usecases.py",
            """
    with db.transaction("reserve") as tx:
        if reservations.claim(tx, order_id, lines) and not store.reserve(tx, lines):
""",
            """
    with db.reading() as tx:
        left = store.available(tx, [line["product_id"] for line in lines])
    enough = all(line["quantity"] <= left[line["product_id"]] for line in lines)
    with db.transaction("reserve") as tx:
        if reservations.claim(tx, order_id, lines) and not (enough and store.reserve(tx, lines)):
""",
        ),
        Patch(
            INVENTORY,
            "    enough = [change >= 0 for change in changes.values()]\n",
            """    unchecked = signs == {"available": -1, "reserved": 1}
    enough = [] if unchecked else [change >= 0 for change in changes.values()]
""",
        ),
    ],
    "declined-goods-stay-reserved": [
        Patch(ORDERS, '        peers.release(order["id"])  # the compensation of reserve\n', "")
    ],
    "cancelled-goods-never-come-back": [Patch(ORDERS, "        peers.take_back(order_id)\n", "")],
    "cart-stays-full": [
        Patch(
            CART,
            'return {**cart, "id": ids.new_id(), "lines": left}',
            'return {**cart, "id": ids.new_id()}',
        )
    ],
    "cart-keeps-its-id": [
        Patch(
            CART,
            'return {**cart, "id": ids.new_id(), "lines": left}',
            'return {**cart, "lines": left}',
        )
    ],
    "quantities-add-up": [
        Patch(
            CART,
            """
        line: StoredLine = {"product_id": product_id, "quantity": quantity, "version": version}
""",
            """
        there = [line for line in cart["lines"] if line["product_id"] == product_id]
        total = quantity + sum(line["quantity"] for line in there)
        line = {"product_id": product_id, "quantity": total, "version": version}
""",
        )
    ],
    "shipped-orders-are-cancelled": [
        Patch(
            "shared/shop_rules/orders.py",
            "        CONFIRMED: CANCELLING,\n",
            "        CONFIRMED: CANCELLING,\n        SHIPPED: CANCELLING,\n",
        ),
        Patch(
            ORDERS,
            """
        elif order["status"] == rules.CONFIRMED:
            leased = {"next_attempt_at": times.after(LEASE_SECONDS), "attempts": 0}
            done = _move(tx, order, rules.CONFIRMED, becomes, **leased)
""",
            """
        elif order["status"] in (rules.CONFIRMED, rules.SHIPPED):
            leased = {"next_attempt_at": times.after(LEASE_SECONDS), "attempts": 0}
            done = _move(tx, order, order["status"], becomes, **leased)
""",
        ),
    ],
    "early-cancellation-is-forgotten": [
        Patch(
            ORDERS,
            """
        if moved and store.cancellation_requested(tx, order["id"]):
            _move(tx, order, rules.CONFIRMED, rules.CANCELLING)
""",
            "\n",
        )
    ],
    "confirmation-is-told-twice": [
        TOLD_ONCE,
        Patch(
            ORDERS,
            """
        if moved and store.cancellation_requested(tx, order["id"]):
""",
            """
        peers.notify(tx, order, *rules.notification(rules.CONFIRMED))
        if moved and store.cancellation_requested(tx, order["id"]):
""",
        ),
    ],
    "move-is-not-compared": [
        TOLD_ONCE,
        Patch(
            "stage2-services/orders/store.py",
            "(orders.c.id == order_id) & (orders.c.status == was)",
            "orders.c.id == order_id",
        ),
    ],
    "replay-ignores-the-body": [
        Patch(
            "stage2-services/chassis/idempotency.py",
            """
    if earlier.fingerprint != _fingerprint(body):
        raise Invalid("This Idempotency-Key was used with another body.")
""",
            "\n",
        )
    ],
    "refusal-uses-the-key-up": [
        Patch(
            ORDERS,
            "    pricing.check_order(",
            """    with db.transaction("claim_key") as tx:
        idempotency.earlier_result(tx, user_id, "place order", key, new, order_id)
    pricing.check_order(""",
        ),
        Patch(
            ORDERS,
            """
            earlier = idempotency.earlier_result(tx, user_id, "place order", key, new, order_id)
            if earlier is not None:
                return OrderId(earlier)
""",
            "\n",
        ),
        Patch(
            ORDERS,
            "    order_id = OrderId(earlier) if earlier else _place(user_id, key, new, cart)\n",
            """    if earlier and show(OrderId(earlier)) is None:
        raise Conflict("The order with this key is being placed.")
    order_id = OrderId(earlier) if earlier else _place(user_id, key, new, cart)
""",
        ),
    ],
    "key-is-looked-up-too-early": [
        CARTS_BOUGHT_ONCE,
        Patch(
            ORDERS,
            """
            if earlier is not None:
                return OrderId(earlier)
""",
            "\n",
        ),
    ],
    "empty-shelf-is-charged": [
        Patch(
            ORDERS,
            """
    if not peers.reserve(order):
        return""",
            """
    if not peers.reserve(order):
        peers.charge(order, payment_method)
        return""",
        )
    ],
    "declined-payment-stays-pending": [
        Patch(
            "stage2-services/payments/usecases.py",
            "    if outcome and outcome != known:\n",
            '    if outcome == "captured" and outcome != known:\n',
        )
    ],
}
