"""What each answer has to look like, whole: with == no field can be missing, wrong or too many."""

import re

from .forms import ID, TIME
from .steps import ADDRESS


class Like:
    """Equal to every text of a form, where the test can't know the text itself."""

    def __init__(self, name, form):
        self.name, self.form = name, form

    def __eq__(self, other):
        return isinstance(other, str) and self.form.fullmatch(other) is not None

    def __repr__(self):
        return f"<{self.name}>"


AN_ID = Like("an id", ID)
A_TIME = Like("a time", TIME)
SOME_TEXT = Like("some text", re.compile(r"\S(.*\S)?", re.DOTALL))

# There is one way only to each status.
WAY_TO = {
    "pending": ["pending"],
    "confirmed": ["pending", "confirmed"],
    "rejected": ["pending", "rejected"],
    "cancelling": ["pending", "confirmed", "cancelling"],
    "cancelled": ["pending", "confirmed", "cancelling", "cancelled"],
    "shipped": ["pending", "confirmed", "shipped"],
    "delivered": ["pending", "confirmed", "shipped", "delivered"],
}


def the_product(**fields):
    """fields: name, category and price at least."""
    unless_said = {"description": "", "currency": "EUR", "image_url": None}
    made_up = {"id": AN_ID, "created_at": A_TIME, "updated_at": A_TIME}
    return {**unless_said, **made_up, **fields}


def the_line(product, quantity=1):
    return {
        "product_id": product["id"],
        "name": product["name"],
        "unit_price": product["price"],
        "quantity": quantity,
        "line_total": product["price"] * quantity,
    }


def the_cart(customer, *lines):
    return {
        "id": SOME_TEXT,
        "user_id": customer.id,
        "lines": list(lines),
        "total": sum(line["line_total"] for line in lines),
        "currency": "EUR",
    }


def the_order(customer, lines, status, **fields):
    """fields: where it differs from an order to ADDRESS that nothing happened to."""
    unless_said = {"reason": None, "shipping_address": ADDRESS, "shipment": None}
    return {
        "id": AN_ID,
        "user_id": customer.id,
        "status": status,
        "lines": lines,
        "total": sum(line["line_total"] for line in lines),
        "currency": "EUR",
        "history": [{"status": passed, "at": A_TIME} for passed in WAY_TO[status]],
        "created_at": A_TIME,
        **unless_said,
        **fields,
    }


def the_payment(order, status, refunded=0):
    return {
        "order_id": order["id"],
        "status": status,
        "amount": order["total"],
        "refunded": refunded,
        "currency": "EUR",
        "provider_reference": SOME_TEXT,
    }


def the_notification(order, kind):
    return {
        "id": AN_ID,
        "user_id": order["user_id"],
        "order_id": order["id"],
        "kind": kind,
        "text": SOME_TEXT,
        "sent_at": A_TIME,
    }


def the_adjustment(product, delta, reason):
    return {
        "id": AN_ID,
        "product_id": product["id"],
        "delta": delta,
        "reason": reason,
        "created_at": A_TIME,
    }


def in_stock(available, reserved=0, sold=0):
    return {"available": available, "reserved": reserved, "sold": sold}
