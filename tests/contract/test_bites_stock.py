"""Orders of several lines, and reserved stock: none is forgotten or sold twice."""

import pytest

from .charges import once
from .lives import DECLINED, cancel
from .readings import adjustments_of, lines_of, order_of, soon_equal, stock_of
from .representations import in_stock, the_line
from .steps import (
    LATER,
    LISTED,
    SETTLED,
    a_product,
    accepted,
    add_stock,
    an_order,
    listed,
    new_key,
    place,
    put_in_cart,
    settled,
)


@pytest.fixture
def products(staff):
    return [a_product(staff, stock=5, price=1000 + number) for number in range(3)]


def an_order_of(customer, products, method="pm_card_visa"):
    """An order of two of each, added to the cart from the last to the first."""
    for product in reversed(products):
        put_in_cart(customer, product, 2)
    return settled(customer, accepted(place(customer, method), 201))


def in_turn(staff, products):
    return [stock_of(staff, product) for product in products]


def availability(person, product):
    return accepted(person.get(f"/products/{product['id']}/availability"))["available"]


def listed_as_available(person, product):
    category = {"category": product["category"]}
    found = {one["id"]: one["available"] for one in listed(person, "/products", **category)}
    return found.get(product["id"])


def test_the_lines_of_an_order_stand_as_they_stood_in_the_cart(customer, products):
    order = an_order_of(customer, products)
    assert lines_of(customer, order) == [the_line(product, 2) for product in reversed(products)]
    assert order_of(customer, order) == order


def test_a_declined_order_of_several_lines_gives_all_of_them_back(staff, customer, products):
    order = an_order_of(customer, products, DECLINED)
    assert order["reason"] == "payment_declined"
    assert in_turn(staff, products) == [in_stock(5)] * 3


def test_a_cancelled_order_of_several_lines_gives_all_of_them_back(staff, customer, products):
    order = an_order_of(customer, products)
    assert in_turn(staff, products) == [in_stock(3, sold=2)] * 3
    accepted(cancel(customer, order), 202)
    assert settled(customer, order)["status"] == "cancelled"
    soon_equal(lambda: in_turn(staff, products), [in_stock(5)] * 3, LISTED)


def test_what_waits_for_the_provider_is_not_offered_to_others(provider, staff, anyone, customer):
    product = a_product(staff, stock=5)
    provider.switch(outage=True)
    order = an_order(customer, product, 2)
    soon_equal(lambda: availability(anyone, product), 3, SETTLED)
    soon_equal(lambda: listed_as_available(anyone, product), 3, LATER)
    provider.reset_switches()
    once(customer, order, "confirmed")
    assert availability(anyone, product) == 3


def test_a_key_of_one_product_is_never_answered_for_another(staff, products):
    """The shop may accept the key or refuse it, but a success must have taken effect."""
    one, other, _ = products
    body, key = {"delta": 7, "reason": "delivery"}, new_key()
    accepted(staff.post(f"/products/{one['id']}/stock/adjustments", body, headers=key), 201)
    answer = staff.post(f"/products/{other['id']}/stock/adjustments", body, headers=key)
    made = answer.status_code == 201
    if made:
        assert accepted(answer, 201)["product_id"] == other["id"]
    else:
        assert answer.status_code in (409, 422), answer.text
    assert stock_of(staff, one) == in_stock(12)
    assert stock_of(staff, other) == in_stock(12 if made else 5)
    add_stock(staff, other, 1)
    soon_equal(lambda: len(adjustments_of(staff, other)), 3 if made else 2, LISTED)
