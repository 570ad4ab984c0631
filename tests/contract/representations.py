"""The expected responses in full: == finds missing, wrong and additional fields."""

import re
from collections.abc import Sequence
from typing import Any

from shop_rules.shapes import Line, Notice, Order, PaymentStatus, Product, Status, Stock

from .client import Person
from .forms import ID, TIME
from .steps import ADDRESS
from .version import FORMS, cents, money


class Like:
    """Equal to every text that matches a pattern, where the test can't know the text."""

    def __init__(self, name: str, form: re.Pattern[str]) -> None:
        self.name, self.form = name, form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.form.fullmatch(other) is not None

    def __repr__(self) -> str:
        return f"<{self.name}>"


AN_ID = Like("an id", ID)
A_TIME = Like("a time", TIME)
SOME_TEXT = Like("some text", re.compile(r"\S(.*\S)?", re.DOTALL))

# Each status has only one possible history.
WAY_TO: dict[Status, list[Status]] = {
    "pending": ["pending"],
    "confirmed": ["pending", "confirmed"],
    "rejected": ["pending", "rejected"],
    "cancelling": ["pending", "confirmed", "cancelling"],
    "cancelled": ["pending", "confirmed", "cancelling", "cancelled"],
    "shipped": ["pending", "confirmed", "shipped"],
    "delivered": ["pending", "confirmed", "shipped", "delivered"],
}


def the_product(**fields: object) -> dict[str, object]:
    """fields: name, category and price at least."""
    unless_said = FORMS.with_currency(description="", image_url=None)
    made_up = {"id": AN_ID, "created_at": A_TIME, "updated_at": A_TIME}
    return {**unless_said, **made_up, **fields}


def the_line(product: Product, quantity: int = 1) -> Line:
    return {
        "product_id": product["id"],
        "name": product["name"],
        "unit_price": product["price"],
        "quantity": quantity,
        "line_total": money(cents(product["price"]) * quantity),
    }


def the_cart(customer: Person, *lines: Line) -> dict[str, object]:
    fields = {"id": SOME_TEXT, "user_id": customer.id, "lines": list(lines)}
    return FORMS.with_currency(**fields, total=_total(lines))


def _total(lines: Sequence[Line]) -> Any:
    return money(sum(cents(line["line_total"]) for line in lines))


def the_order(
    customer: Person, lines: list[Line], status: Status, **fields: object
) -> dict[str, object]:
    """fields: where it differs from an order to ADDRESS that nothing happened to."""
    unless_said = {"reason": None, "shipping_address": ADDRESS, "shipment": None}
    return {
        "id": AN_ID,
        "user_id": customer.id,
        "status": status,
        **FORMS.with_lines(lines),
        **FORMS.with_currency(total=_total(lines)),
        "history": [{"status": passed, "at": A_TIME} for passed in WAY_TO[status]],
        "created_at": A_TIME,
        **unless_said,
        **fields,
    }


def the_payment(order: Order, status: PaymentStatus, refunded: int = 0) -> dict[str, object]:
    """refunded: in cents."""
    return {
        "order_id": order["id"],
        "status": status,
        **FORMS.with_currency(amount=order["total"], refunded=money(refunded)),
        "provider_reference": SOME_TEXT,
    }


def the_notification(order: Order, kind: Notice) -> dict[str, object]:
    return {
        "id": AN_ID,
        "user_id": order["user_id"],
        "order_id": order["id"],
        "kind": kind,
        "text": SOME_TEXT,
        "sent_at": A_TIME,
    }


def the_adjustment(product: Product, delta: int, reason: str) -> dict[str, object]:
    return {
        "id": AN_ID,
        "product_id": product["id"],
        "delta": delta,
        "reason": reason,
        "created_at": A_TIME,
    }


def in_stock(available: int, reserved: int = 0, sold: int = 0) -> Stock:
    return {"available": available, "reserved": reserved, "sold": sold}
