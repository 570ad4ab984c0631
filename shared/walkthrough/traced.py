"""Buys something in a shop that runs, without a word, as one trace: for `make trace`."""

import secrets

from local.data import Data
from shop_rules.shapes import ListedProduct, Notification, Order, OrderId

from .buy import UNITS, WANTED
from .walk import Walk


def buy(data: Data) -> tuple[OrderId, str]:
    """(id of the order, id of its trace), once the order is confirmed and its owner knows."""
    walk = Walk(data, "trace", silent=True)
    token, user = walk.sign_in("customer")
    goods = "GET /products?max_price=5000&limit=10"
    product = _left(walk.step("", goods, until=_left))[0]["id"]
    cart = f"PUT /users/{user}/cart/items/{product}"
    walk.step("", cart, token=token, body={"quantity": UNITS})
    trace_id, key = secrets.token_hex(16), secrets.token_hex(8)
    headers = {"Idempotency-Key": key, "traceparent": f"00-{trace_id}-{key}-01"}
    place = f"POST /users/{user}/orders"
    order_id = walk.step("", place, (), 201, token=token, headers=headers, body=WANTED)["id"]

    def is_confirmed(order: Order) -> bool:
        return order["status"] == "confirmed"

    def is_told(notes: list[Notification]) -> bool:
        return any(note["order_id"] == order_id for note in notes)

    walk.step("", f"GET /orders/{order_id}", until=is_confirmed, token=token)
    walk.step("", f"GET /users/{user}/notifications?limit=1", until=is_told, token=token)
    return order_id, trace_id


def _left(products: list[ListedProduct]) -> list[ListedProduct]:
    return [product for product in products if product["available"] >= UNITS]
