"""An order may be wrapped as a gift, for a price that the order tells and the customer pays."""

import pytest

from tests.contract.charges import captured_and_refunded
from tests.contract.lives import cancel
from tests.contract.readings import order_of, payment_of
from tests.contract.steps import (
    ADDRESS,
    a_product,
    accepted,
    an_order,
    new_key,
    put_in_cart,
    refused,
    settled,
)

MOST = 99_999_999  # cents that an order may cost
WANTED = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}


@pytest.fixture
def product(staff):
    return a_product(staff, stock=10, price=1999)


def order(customer, gift_wrap=True, key=None):
    """The response to buying the cart."""
    headers = key or new_key()
    wanted = {**WANTED, "gift_wrap": gift_wrap}
    return customer.post(f"{customer.path}/orders", wanted, headers=headers)


def wrapped(customer, product, quantity=1):
    put_in_cart(customer, product, quantity)
    return accepted(order(customer), 201)


def test_a_wrapped_order_tells_the_price_and_has_it_in_its_total(customer, product):
    placed = wrapped(customer, product, 2)
    assert type(placed["gift_wrap_price"]) is int and placed["gift_wrap_price"] > 0
    assert placed["total"] == 2 * 1999 + placed["gift_wrap_price"]


def test_it_is_wrapped_for_as_long_as_there_is_the_order(customer, staff, product):
    placed = settled(customer, wrapped(customer, product))
    assert placed["status"] == "confirmed"
    assert order_of(staff, placed) == order_of(customer, placed) == placed
    (listed,) = accepted(customer.get(f"{customer.path}/orders"))
    assert listed["gift_wrap_price"] == placed["gift_wrap_price"]


def test_the_wrapping_is_paid_and_paid_back(customer, provider, product):
    placed = settled(customer, wrapped(customer, product))
    assert payment_of(customer, placed)["amount"] == placed["total"]
    assert captured_and_refunded(provider, placed) == (placed["total"], 0)
    accepted(cancel(customer, placed), 202)
    assert settled(customer, placed)["status"] == "cancelled"
    assert captured_and_refunded(provider, placed) == (placed["total"], placed["total"])


@pytest.mark.parametrize("more", [{}, {"gift_wrap": False}])
def test_who_wants_no_wrapping_sees_none(customer, product, more):
    put_in_cart(customer, product)
    headers = new_key()
    placed = accepted(customer.post(f"{customer.path}/orders", WANTED | more, headers=headers), 201)
    assert "gift_wrap_price" not in placed
    assert placed["total"] == 1999


@pytest.mark.parametrize("wrong", [390, 1, "true", None, {"price": 0}])
def test_what_is_no_yes_and_no_no_is_refused(customer, product, wrong):
    put_in_cart(customer, product)
    refused(order(customer, wrong), 422, pointer="/gift_wrap")


def test_nobody_names_his_own_price(customer, product):
    put_in_cart(customer, product)
    wanted = {**WANTED, "gift_wrap_price": 1}
    refused(customer.post(f"{customer.path}/orders", wanted, headers=new_key()), 422)


def test_wrapping_counts_for_the_most_that_an_order_may_cost(customer, staff):
    dear = a_product(staff, stock=10, price=9_999_999)
    rest = a_product(staff, stock=10, price=9)
    put_in_cart(customer, dear, 10)
    put_in_cart(customer, rest)
    assert 10 * dear["price"] + rest["price"] == MOST
    refused(order(customer), 422)
    accepted(order(customer, gift_wrap=False), 201)


def test_the_same_key_with_and_without_wrapping_is_another_body(customer, product):
    put_in_cart(customer, product)
    key = new_key()
    first = accepted(order(customer, key=key), 201)
    assert accepted(order(customer, key=key), 201)["id"] == first["id"]
    refused(order(customer, gift_wrap=False, key=key), 422)


def test_an_order_as_it_was_before_still_costs_what_it_did(customer, product):
    assert an_order(customer, product)["total"] == 1999
