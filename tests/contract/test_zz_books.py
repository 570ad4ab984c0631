"""The last test: the five books (books.py) must balance after all other tests."""

import pytest

from .books import check_books
from .steps import a_customer, a_product, accepted, an_order, settled

POST = {"carrier": "Post", "tracking": "RR123456785GB"}


def an_order_of_every_end(shop, staff):
    """{wanted status or reason: order id}, so that every book has something to check."""
    customer, product = a_customer(shop), a_product(staff, stock=30)
    rare = a_product(staff, stock=1)
    placed = {
        name: an_order(customer, product, quantity=2)
        for name in ("confirmed", "shipped", "delivered", "cancelled")
    }
    placed["payment_declined"] = an_order(customer, product, 3, "pm_card_visa_chargeDeclined")
    placed["out_of_stock"] = an_order(customer, rare, quantity=2)
    for order in placed.values():
        settled(customer, order)
    for name in ("shipped", "delivered"):
        accepted(staff.post(f"/orders/{placed[name]['id']}/shipment", POST))
    accepted(staff.post(f"/orders/{placed['delivered']['id']}/delivery"))
    accepted(customer.post(f"/orders/{placed['cancelled']['id']}/cancellation"), 202)
    return {name: order["id"] for name, order in placed.items()}


@pytest.mark.alone
def test_the_five_books_balance(request, shop, staff):
    made = an_order_of_every_end(shop, staff)
    provider = request.config.getoption("--provider") and request.getfixturevalue("provider")
    orders = check_books(shop, staff, provider, promised=made.values())
    for name, order_id in made.items():
        assert name in (orders[order_id]["status"], orders[order_id]["reason"])
