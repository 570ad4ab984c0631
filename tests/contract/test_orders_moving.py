"""The table of transitions, cell by cell, for the states in which an order can rest.

test_provider_faults.py tests pending and cancelling orders: they only stay so while the provider
is down.
"""

import pytest

from .lives import MOVES, SHIPMENT, all_about, an_order_that_is, cancel, deliver, ship
from .readings import order_of, payment_of, soon_equal, stock_of
from .representations import in_stock, the_line, the_order, the_payment
from .steps import LISTED, a_product, accepted, refused, settled

REFUSED = {
    "confirmed": ["delivery"],
    "shipped": ["cancellation", "shipment"],
    "delivered": ["cancellation", "shipment", "delivery"],
    "rejected": ["cancellation", "shipment", "delivery"],
    "cancelled": ["shipment", "delivery"],
}


@pytest.fixture
def product(staff):
    return a_product(staff, stock=10, price=1999)


@pytest.mark.parametrize("status", REFUSED)
def test_what_the_table_does_not_allow_changes_nothing(staff, customer, product, status):
    order = an_order_that_is(status, staff, customer, product, quantity=2)
    before = all_about(staff, customer, order, product)
    assert before["order"] == order
    for move in REFUSED[status]:
        refused(MOVES[move](staff, order), 409)
        assert order_of(customer, order) == order
    assert all_about(staff, customer, order, product) == before


def test_a_cancelled_order_may_be_cancelled_again_without_effect(staff, customer, product):
    order = an_order_that_is("cancelled", staff, customer, product, quantity=2)
    before = all_about(staff, customer, order, product)
    for person in (customer, staff):
        assert accepted(cancel(person, order), 202) == order
    assert all_about(staff, customer, order, product) == before


def test_a_confirmed_order_is_shipped(staff, customer, product):
    order = an_order_that_is("confirmed", staff, customer, product, quantity=2)
    shipped = accepted(ship(staff, order))
    same = {"id": order["id"], "created_at": order["created_at"]}
    lines = [the_line(product, 2)]
    assert shipped == the_order(customer, lines, "shipped", shipment=SHIPMENT, **same)
    assert shipped["history"][:2] == order["history"]
    assert order_of(customer, order) == shipped
    assert payment_of(customer, order) == the_payment(order, "captured")
    assert stock_of(staff, product) == in_stock(8, sold=2)


def test_a_shipped_order_is_delivered(staff, customer, product):
    order = an_order_that_is("shipped", staff, customer, product, quantity=2)
    delivered = accepted(deliver(staff, order))
    same = {"id": order["id"], "created_at": order["created_at"]}
    lines = [the_line(product, 2)]
    assert delivered == the_order(customer, lines, "delivered", shipment=SHIPMENT, **same)
    assert delivered["history"][:3] == order["history"]
    assert order_of(customer, order) == delivered
    assert payment_of(customer, order) == the_payment(order, "captured")
    assert stock_of(staff, product) == in_stock(8, sold=2)


@pytest.mark.parametrize("who", ["customer", "staff"])
def test_a_confirmed_order_is_cancelled_by_its_owner_or_staff(
    request, staff, customer, product, who
):
    order = an_order_that_is("confirmed", staff, customer, product, quantity=3)
    answer = accepted(cancel(request.getfixturevalue(who), order), 202)
    assert answer["status"] in ("cancelling", "cancelled")
    same = {"id": order["id"], "created_at": order["created_at"]}
    lines = [the_line(product, 3)]
    assert answer == the_order(customer, lines, answer["status"], **same)
    cancelled = settled(customer, order)
    assert cancelled == the_order(customer, lines, "cancelled", **same)
    assert cancelled["history"][:2] == order["history"]
    assert payment_of(customer, order) == the_payment(order, "refunded", refunded=5997)
    soon_equal(lambda: stock_of(staff, product), in_stock(10), LISTED)


def test_what_a_cancelled_order_gave_back_can_be_bought_again(staff, customer, other_customer):
    product = a_product(staff, stock=2)
    an_order_that_is("cancelled", staff, customer, product, quantity=2)
    an_order_that_is("confirmed", staff, other_customer, product, quantity=2)
    assert stock_of(staff, product) == in_stock(0, sold=2)


def test_one_order_cancelled_leaves_the_other(staff, customer, product):
    kept = an_order_that_is("confirmed", staff, customer, product, quantity=2)
    an_order_that_is("cancelled", staff, customer, product, quantity=3)
    assert order_of(customer, kept) == kept
    assert payment_of(customer, kept) == the_payment(kept, "captured")
    assert stock_of(staff, product) == in_stock(8, sold=2)


@pytest.mark.parametrize("text", ["x", "x" * 100, "€" * 100], ids=["x", "100 x", "100 €"])
def test_a_shipment_may_say(staff, customer, product, text):
    order = an_order_that_is("confirmed", staff, customer, product)
    said = {"carrier": text, "tracking": text[::-1]}
    padded = {"carrier": f"  {text} ", "tracking": f"{text[::-1]}\t"}
    assert accepted(ship(staff, order, padded))["shipment"] == said
    assert order_of(customer, order)["shipment"] == said


WRONG_SHIPMENTS = [
    *[(field, value) for field in SHIPMENT for value in (None, "", "  ", "x" * 101, 5, "a\0b")],
    ("status", "delivered"),
]


def test_a_wrong_shipment_is_refused(staff, customer, product):
    order = an_order_that_is("confirmed", staff, customer, product)
    for field, value in WRONG_SHIPMENTS:
        refused(ship(staff, order, {**SHIPMENT, field: value}), 422, f"/{field}")
    for field in SHIPMENT:
        body = {name: text for name, text in SHIPMENT.items() if name != field}
        refused(ship(staff, order, body), 422, f"/{field}")
    assert order_of(customer, order) == order


def test_an_order_is_moved_by_nobody_else(staff, anyone, customer, other_customer, product):
    order = an_order_that_is("confirmed", staff, customer, product)
    before = all_about(staff, customer, order, product)
    refused(cancel(anyone, order), 401)
    refused(cancel(other_customer, order), 404)
    for move in (ship, deliver):
        refused(move(anyone, order), 401)
        refused(move(customer, order), 403)
        refused(move(other_customer, order), 403)
    assert all_about(staff, customer, order, product) == before
    shipped = accepted(ship(staff, order))
    refused(deliver(customer, order), 403)
    assert order_of(customer, order) == shipped


def test_an_unknown_order_is_not_moved(staff, customer):
    for an_id in ("01890a5d-ac96-774b-bcce-b302099a8057", "none", "%00"):
        order = {"id": an_id}
        for move in MOVES.values():
            refused(move(staff, order), 404)
        refused(cancel(customer, order), 404)
        refused(ship(customer, order), 403)
        refused(deliver(customer, order), 403)
