"""Orders that wait for the provider: their reserved stock, and who can read them.

No other test runs at the same time, as in test_provider_faults.py.
"""

import pytest

from .charges import captured_and_refunded, once, times
from .lives import DECLINED, cancel, told_of
from .readings import lines_of, soon_equal, stock_of
from .representations import in_stock, the_line, the_order
from .steps import (
    LATER,
    SETTLED,
    a_product,
    accepted,
    an_order,
    at_once,
    new_key,
    place,
    put_in_cart,
    refused,
    settled,
    unique,
)
from .version import cents, money


@pytest.fixture
def product(staff):
    return a_product(staff, stock=10, price=1999)


def test_a_waiting_order_that_is_cancelled_and_then_declined_is_rejected(
    provider, staff, customer, product
):
    provider.switch(outage=True)
    order = an_order(customer, product, 2, method=DECLINED)
    accepted(cancel(customer, order), 202)
    provider.reset_switches()
    rejected = once(customer, order, "rejected")
    same = {"id": order["id"], "created_at": order["created_at"], "reason": "payment_declined"}
    assert rejected == the_order(customer, lines_of(customer, order), "rejected", **same)
    assert stock_of(staff, product) == in_stock(10)
    soon_equal(lambda: told_of(customer), ["order_rejected"], LATER)


def test_what_a_waiting_order_has_reserved_is_nobody_elses(
    provider, staff, customer, other_customer
):
    product = a_product(staff, stock=1)
    provider.switch(outage=True)
    order = an_order(customer, product)
    soon_equal(lambda: stock_of(staff, product), in_stock(0, reserved=1), SETTLED)
    late = settled(other_customer, an_order(other_customer, product))
    assert (late["status"], late["reason"]) == ("rejected", "out_of_stock")
    path = f"/products/{product['id']}/stock/adjustments"
    refused(staff.post(path, {"delta": -1, "reason": "lost"}, headers=new_key()), 409)
    assert stock_of(staff, product) == in_stock(0, reserved=1)
    provider.reset_switches()
    once(customer, order, "confirmed")
    assert stock_of(staff, product) == in_stock(0, sold=1)


def test_a_waiting_order_costs_what_it_cost_when_it_was_placed(provider, staff, customer, product):
    provider.switch(outage=True)
    order = an_order(customer, product, 3)
    path = f"/products/{product['id']}"
    body = {"name": "Renamed", "category": "tests", "price": money(5)}
    accepted(staff.put(path, body, headers={"If-Match": "*"}))
    accepted(staff.delete(path), 204)
    provider.reset_switches()
    assert lines_of(customer, once(customer, order, "confirmed")) == [the_line(product, 3)]
    assert captured_and_refunded(provider, order) == (5997, 0)


def test_a_waiting_order_sent_again_is_the_same_order(provider, customer, product):
    provider.switch(outage=True)
    put_in_cart(customer, product, 2)
    key = unique("key")
    order = accepted(place(customer, key=key), 201)
    assert accepted(place(customer, key=key), 201) == order
    provider.reset_switches()
    confirmed = once(customer, order, "confirmed")
    assert accepted(place(customer, key=key), 201) == confirmed
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)


def test_a_waiting_order_of_somebody_who_left_is_finished(provider, staff, customer, product):
    provider.switch(outage=True)
    order = an_order(customer, product)
    accepted(customer.delete(customer.path), 204)
    provider.reset_switches()
    assert once(staff, order, "confirmed")["shipping_address"] == order["shipping_address"]
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)


def test_sent_again_while_the_provider_is_slow_it_is_still_one_order(provider, customer, product):
    provider.switch(latency_ms=times(1, "confirm", value=1500))
    put_in_cart(customer, product, 2)
    key = unique("key")
    answers = at_once(*[lambda: place(customer, key=key)] * 3)
    for answer in answers:
        if answer.status_code != 201:
            refused(answer, 409)  # the first is still running
    [order_id] = {accepted(one, 201)["id"] for one in answers if one.status_code == 201}
    order = once(customer, {"id": order_id}, "confirmed")
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)


@pytest.mark.long
def test_an_answer_that_comes_too_late_is_no_second_charge(provider, customer, product):
    provider.switch(latency_ms=times(1, "confirm", value=20_000))
    order = once(customer, an_order(customer, product), "confirmed")
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)
