from ..patch import Patch

AUTH = "stage1-monolith/shop/auth.py"
ORDERS = "stage1-monolith/shop/orders/routes.py"

PATCHES = {
    "leaks-anothers-order": [
        Patch(
            ORDERS,
            "    return auth.may_see_order(caller, usecases.show(order_id))\n",
            """    everyone = auth.Caller(caller.id, caller.session_id, is_staff=True)
    return auth.may_see_order(everyone, usecases.show(order_id))
""",
        )
    ],
    "leaks-anothers-cart": [
        Patch(
            "stage1-monolith/shop/cart/routes.py",
            "    auth.owner_or_staff(user_id)\n",
            "    auth.signed_in()\n",
        )
    ],
    "leaks-anothers-payment": [
        Patch(
            "stage1-monolith/shop/payments/routes.py",
            "    auth.may_see_order(auth.signed_in(), peers.order(order_id))\n",
            "    auth.signed_in()\n",
        )
    ],
    "others-things-are-forbidden": [
        Patch(
            AUTH,
            """
    if caller.id != user_id:
        raise NotFound("No such user.")
""",
            """
    if caller.id != user_id:
        raise Forbidden("This is another's.")
""",
        ),
        Patch(
            AUTH,
            """
    if thing is None or not (caller.is_staff or thing["user_id"] == caller.id):
        raise NotFound("No such order.")
""",
            """
    if thing is None:
        raise NotFound("No such order.")
    if not (caller.is_staff or thing["user_id"] == caller.id):
        raise Forbidden("This is another's.")
""",
        ),
    ],
    "staff-fill-carts": [
        Patch(
            AUTH,
            "    if caller.id != user_id:\n",
            "    if caller.id != user_id and not caller.is_staff:\n",
        )
    ],
    "anyone-lists-all-orders": [
        Patch(
            ORDERS,
            """
    auth.staff()
    status = queries.choice(""",
            """
    auth.signed_in()
    status = queries.choice(""",
        )
    ],
}
