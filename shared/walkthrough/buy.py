"""`make buy STAGE=1`: places an order in a running shop, and prints each request."""

import os
import secrets
import sys
from pathlib import Path

from local import command, private
from local.run import ROOT
from local.which import which
from shop_rules.shapes import ListedProduct

from . import page
from .walk import Walk

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 High Street",
    "city": "London",
    "postal_code": "N1 1AA",
    "country": "GB",
}
WANTED = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}  # a card that always pays
UNITS = 2


def main() -> None:
    private.keep_from_others()
    walk = Walk(which(ROOT, os.environ), "buy")
    buy(walk)
    page.show_end(walk.stage, "make tour", "what the staff do with your order")


def buy(walk: Walk) -> None:
    products = walk.step(
        "Look at the goods. Prices are in cents.",
        "GET /products?max_price=5000&limit=10",
        ("id", "name", "price", "available"),
        until=lambda found: any(map(_is_left, found)),
    )
    token, user = walk.sign_in("customer")
    _fill_cart(walk, token, f"/users/{user}/cart", next(filter(_is_left, products)))
    order = _order(walk, token, f"POST /users/{user}/orders")
    _see(walk, token, f"GET /orders/{order}")
    walk.step(
        "Read what the shop wrote to you.",
        f"GET /users/{user}/notifications?limit=1",
        ("text", "created_at"),
        until=lambda found: any(note["order_id"] == order for note in found),
        token=token,
    )


def _is_left(product: ListedProduct) -> bool:
    return product["available"] >= UNITS


def _fill_cart(walk: Walk, token: Path, cart: str, product: ListedProduct) -> None:
    walk.step(
        f"Put {UNITS} of “{product['name']}” in the cart. A PUT sets the quantity: sent twice, "
        f"there are still {UNITS}.",
        f"PUT {cart}/items/{product['id']}",
        ("lines", "name", "quantity", "line_total", "total"),
        token=token,
        body={"quantity": UNITS},
    )


def _order(walk: Walk, token: Path, place: str) -> str:
    """Place the order. Returns its id."""
    key = {"Idempotency-Key": f"buy-{secrets.token_hex(4)}"}
    shows = ("id", "status", "total")
    pay = "Place the order, and pay with a card of the provider that takes no money."
    again = "Send it again with the same key: it is the same order, and you pay once."
    orders = [
        walk.step(title, place, shows, 201, token=token, headers=key, body=WANTED)
        for title in (pay, again)
    ]
    return orders[0]["id"]


def _see(walk: Walk, token: Path, order: str) -> None:
    walk.step(
        "Read the order until it is confirmed.",
        order,
        ("status", "history"),
        until=lambda found: found["status"] == "confirmed",
        token=token,
    )
    walk.step(
        "See that it is paid.",
        f"{order}/payment",
        ("status", "amount", "currency"),
        until=lambda found: found["status"] == "captured",
        token=token,
    )


if __name__ == "__main__":
    sys.exit(command.run(main))
