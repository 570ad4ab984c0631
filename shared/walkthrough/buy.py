"""`make buy STAGE=1`: buys something in a shop that runs, and shows each request."""

import os
import secrets
import sys

from local import command, private
from local.run import ROOT
from local.which import which

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
        "GET",
        "/products?max_price=5000&limit=10",
        ("id", "name", "price", "available"),
        until=lambda found: any(each["available"] >= UNITS for each in found),
    )
    product = next(each for each in products if each["available"] >= UNITS)
    token, user = walk.sign_in("customer")
    walk.step(
        f"Put {UNITS} of “{product['name']}” in the cart. A PUT sets the quantity: sent twice, "
        f"there are still {UNITS}.",
        "PUT",
        f"/users/{user}/cart/items/{product['id']}",
        ("items", "lines", "name", "quantity", "line_total", "total"),
        token=token,
        body={"quantity": UNITS},
    )
    placed = {
        "token": token,
        "headers": {"Idempotency-Key": f"buy-{secrets.token_hex(4)}"},
        "body": WANTED,
    }
    shows = ("id", "status", "total")
    orders = f"/users/{user}/orders"
    order = walk.step(
        "Place the order, and pay with a card of the provider that takes no money.",
        "POST",
        orders,
        shows,
        201,
        **placed,
    )
    walk.step(
        "Send it again with the same key: it is the same order, and you pay once.",
        "POST",
        orders,
        shows,
        201,
        **placed,
    )
    _see(walk, token, user, f"/orders/{order['id']}")


def _see(walk: Walk, token, user: str, order: str) -> None:
    walk.step(
        "Read the order until it is confirmed.",
        "GET",
        order,
        ("status", "history"),
        until=lambda found: found["status"] == "confirmed",
        token=token,
    )
    walk.step(
        "See that it is paid.",
        "GET",
        f"{order}/payment",
        ("status", "amount", "currency"),
        until=lambda found: found["status"] == "captured",
        token=token,
    )
    walk.step(
        "Read what the shop wrote to you.",
        "GET",
        f"/users/{user}/notifications?limit=1",
        ("text", "created_at"),
        until=lambda found: any(order.endswith(note["order_id"]) for note in found),
        token=token,
    )


if __name__ == "__main__":
    sys.exit(command.run(main))
