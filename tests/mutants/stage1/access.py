from ..patch import Patch

AUTH = "stage1-monolith/shop/auth.py"
ORDERS = "stage1-monolith/shop/orders/routes.py"

PATCHES = {
    "leaks-anothers-order": [
        Patch(
            ORDERS,
            "    order = usecases.show(order_id)\n    return auth",
            """    order = usecases.show(order_id)
    caller = auth.Caller(caller.id, caller.session_id, ("staff", "admin"))
    return auth""",
        )
    ],
    "leaks-anothers-cart": [
        Patch(
            "stage1-monolith/shop/cart/routes.py",
            '    auth.owner_or_staff(user_id, "get_cart")\n',
            "    auth.signed_in()\n",
        )
    ],
    "leaks-anothers-payment": [
        Patch(
            "stage1-monolith/shop/payments/routes.py",
            '    auth.may_see_order(auth.signed_in(), "get_payment", peers.order(order_id))\n',
            "    auth.signed_in()\n",
        )
    ],
    "others-things-are-forbidden": [
        Patch(
            AUTH,
            """own=caller.id == user_id):
        raise NotFound("No such user.")
""",
            """own=caller.id == user_id):
        raise Forbidden("This is another's.")
""",
        ),
        Patch(
            AUTH,
            "raise Forbidden(policies.DENIED) if caller.is_staff else NotFound(missing)",
            "raise Forbidden(policies.DENIED)",
        ),
    ],
    "staff-fill-carts": [
        Patch(
            AUTH,
            "own=caller.id == user_id):\n        raise",
            "own=caller.id == user_id or caller.is_staff):\n        raise",
        )
    ],
    "anyone-lists-all-orders": [
        Patch(
            ORDERS,
            """
    auth.may("list_orders")
    status = queries.choice(""",
            """
    auth.signed_in()
    status = queries.choice(""",
        )
    ],
}
